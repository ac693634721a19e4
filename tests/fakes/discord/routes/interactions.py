"""Answers to interactions: the first response, and what follows by the interaction's token."""

from collections.abc import Callable
from typing import Any

from tests.fakes.discord import message_payloads, place_payloads
from tests.fakes.discord.components import check_modal
from tests.fakes.discord.errors import ApiError, Form, unknown
from tests.fakes.discord.interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRED_MESSAGE,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    MODAL_SUBMIT,
    UPDATE,
    Interaction,
)
from tests.fakes.discord.limits import check_choices, check_draft, check_flags
from tests.fakes.discord.messages import (
    EPHEMERAL,
    IS_COMPONENTS_V2,
    LOADING,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Message,
)
from tests.fakes.discord.posts import Posts
from tests.fakes.discord.ratelimits import Limit
from tests.fakes.discord.routing import Answer, Call, Route
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World

USER_INSTALL_FOLLOWUPS_MAX = 5

_FLAGS = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2
_EDIT_FLAGS = SUPPRESS_EMBEDS | IS_COMPONENTS_V2
_HOOKS = Limit(5, 2.0)


class InteractionRoutes:
    """What can be done with an interaction's token."""

    def __init__(self, world: World, posts: Posts) -> None:
        """Serve *world*, whose messages *posts* keeps."""
        self._world = world
        self._posts = posts
        self._responses: dict[int, Callable[[Interaction, Json, Call, Form], None]] = {
            MESSAGE: self._respond,
            DEFERRED_MESSAGE: self._defer,
            DEFERRED_UPDATE: self._defer_update,
            UPDATE: self._update,
            CHOICES: self._choose,
            MODAL: self._open_modal,
        }

    def routes(self) -> list[Route]:
        """Return the operations."""
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        hook = "/webhooks/{webhook_id}/{webhook_token}"
        messages = f"{hook}/messages"
        return [
            Route("POST", callback, self._callback, by_token=True),
            Route("POST", hook, self._follow_up, _HOOKS, by_token=True),
            *(
                Route(method, f"{messages}/{which}", handler, _HOOKS, by_token=True)
                for which in ("@original", "{message_id}")
                for method, handler in [
                    ("GET", self._get),
                    ("PATCH", self._edit),
                    ("DELETE", self._delete),
                ]
            ),
        ]

    def _callback(self, call: Call) -> Answer:
        found = self._world.interactions.get(call.params["interaction_id"])
        if found is None or found.token != call.params["interaction_token"]:
            raise unknown("interaction", 10062)
        try:
            self._take(found, call)
        except ApiError as error:
            found.refused.append(error)
            raise
        found.answered_at = call.arrived_at
        if call.query.get("with_response") not in ("1", "true", "True"):
            return Answer(204)
        return Answer(200, self._shown(found))

    def _take(self, found: Interaction, call: Call) -> None:
        now = self._world.clock.now()
        if found.is_too_late(now) or found.is_expired(now):
            raise unknown("interaction", 10062)
        if found.is_acknowledged:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        form = Form()
        kind: Any = call.json.get("type")
        form.choice(("type",), kind, _allowed(found))
        form.refuse_faults()
        self._responses[kind](found, call.json.get("data") or {}, call, form)
        found.callback = kind

    def _respond(self, found: Interaction, data: Json, call: Call, form: Form) -> None:
        found.original = self._post(found, data, call, form, at=("data",))

    def _defer(self, found: Interaction, data: Json, _: Call, form: Form) -> None:
        check_flags(data, EPHEMERAL, form, ("data",))
        flags = self._flags(found, data) | LOADING
        found.original = self._posts.post(
            found.channel,
            self._world.bot,
            self._posts.draft({}, [], flags=flags),
            reader=found.person,
            interaction=self._metadata(found),
            token=found.token,
        )

    def _defer_update(self, found: Interaction, *_: object) -> None:
        found.original = found.source

    def _update(self, found: Interaction, data: Json, call: Call, form: Form) -> None:
        if found.source is None:
            raise unknown("Message", 10008)
        self._change(found, found.source, data, call, form, at=("data",))
        found.original = found.source

    def _choose(self, found: Interaction, data: Json, _: Call, form: Form) -> None:
        check_choices(data.get("choices"), focused(found.data)["type"], form)
        form.refuse_faults()
        found.choices = data["choices"]

    def _open_modal(self, found: Interaction, data: Json, _: Call, form: Form) -> None:
        check_modal(data, form, ("data",))
        form.refuse_faults()
        found.modal = data

    def _follow_up(self, call: Call) -> Answer:
        found = self._by_token(call)
        loading = found.original
        if found.callback == DEFERRED_MESSAGE and loading is not None and loading.loading:
            self._change(found, loading, call.json, call, Form(), allowed=_FLAGS)
            return Answer(200, message_payloads.message(loading, self._world))
        if found.user_install_only and len(found.followups) >= USER_INSTALL_FOLLOWUPS_MAX:
            raise ApiError(400, 40094, "This interaction has hit the maximum number of follow up "
                           "messages")  # fmt: skip
        message = self._post(found, call.json, call, Form())
        found.followups.append(message)
        return Answer(200, message_payloads.message(message, self._world))

    def _get(self, call: Call) -> Answer:
        return Answer(200, message_payloads.message(self._message(call)[1], self._world))

    def _edit(self, call: Call) -> Answer:
        found, message = self._message(call)
        self._change(found, message, call.json, call, Form())
        return Answer(200, message_payloads.message(message, self._world))

    def _delete(self, call: Call) -> Answer:
        found, message = self._message(call)
        self._posts.remove(message)
        found.updated = True
        return Answer(204)

    def _by_token(self, call: Call) -> Interaction:
        found = self._world.by_token.get(call.params["webhook_token"])
        wrong_app = call.params["webhook_id"] != self._world.application_id
        now = self._world.clock.now()
        if found is None or wrong_app or found.is_expired(now):
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if not found.is_acknowledged:
            raise unknown("Webhook", 10015)
        return found

    def _message(self, call: Call) -> tuple[Interaction, Message]:
        found = self._by_token(call)
        wanted = call.params.get("message_id")
        messages = found.followups if wanted else [found.original]
        for message in messages:
            if message is not None and not message.deleted and wanted in (None, message.id):
                return found, message
        raise unknown("Message", 10008)

    def _post(
        self, found: Interaction, body: Json, call: Call, form: Form, at: tuple[str, ...] = ()
    ) -> Message:
        check_flags(body, _FLAGS, form, at)
        draft = self._posts.draft(body, call.files, flags=self._flags(found, body))
        check_draft(draft, body, form, at)
        return self._posts.post(
            found.channel,
            self._world.bot,
            draft,
            allowed=body.get("allowed_mentions"),
            reader=found.person,
            interaction=self._metadata(found),
            token=found.token,
        )

    def _change(
        self,
        found: Interaction,
        message: Message,
        body: Json,
        call: Call,
        form: Form,
        *,
        at: tuple[str, ...] = (),
        allowed: int = _EDIT_FLAGS,
    ) -> None:
        check_flags(body, allowed, form, at)
        draft = self._posts.draft(body, call.files, over=message)
        check_draft(draft, body, form, at)
        self._posts.change(message, draft, allowed=body.get("allowed_mentions"))
        found.updated = True

    def _flags(self, found: Interaction, body: Json) -> int:
        return int(body.get("flags") or 0) | (EPHEMERAL if found.forced_private else 0)

    def _metadata(self, found: Interaction) -> Json:
        data: Json = {
            "id": found.id,
            "type": found.kind,
            "user": place_payloads.user(found.person),
            "authorizing_integration_owners": found.owners,
        }
        if found.kind == COMMAND:
            data["name"] = found.data["name"]
        if "target_id" in found.data:
            data["target_message_id"] = found.data["target_id"]
        if found.source is not None:
            data["interacted_message_id"] = found.source.id
        return data

    def _shown(self, found: Interaction) -> Json:
        shown: Json = {"id": found.id, "type": found.kind}
        message = found.original
        if message is None or found.callback == DEFERRED_UPDATE:
            return {"interaction": shown}
        shown["response_message_id"] = message.id
        shown["response_message_loading"] = message.loading
        shown["response_message_ephemeral"] = message.ephemeral
        if message.loading:
            return {"interaction": shown}
        resource = {
            "type": found.callback,
            "message": message_payloads.message(message, self._world),
        }
        return {"interaction": shown, "resource": resource}


def focused(data: Json) -> Json:
    """Return the option that is being typed, wherever it is nested.

    Raises:
        LookupError: No option has the focus.
    """
    for option in data.get("options", []):
        if option.get("focused"):
            found: Json = option
            return found
        if "options" in option:
            return focused(option)
    raise LookupError("no option has the focus")


def _allowed(found: Interaction) -> tuple[int, ...]:
    """Return the types of first response that this kind of interaction takes."""
    if found.kind == AUTOCOMPLETE:
        return (CHOICES,)
    allowed: tuple[int, ...] = (MESSAGE, DEFERRED_MESSAGE)
    if found.kind == COMPONENT or (found.kind == MODAL_SUBMIT and found.source is not None):
        allowed = (*allowed, DEFERRED_UPDATE, UPDATE)
    return allowed if found.kind == MODAL_SUBMIT else (*allowed, MODAL)
