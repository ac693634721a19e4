"""A person in the workspace, and what a person can do in Slack's client."""

from collections.abc import Mapping
from typing import Protocol

from tests.fakes.slack import payloads
from tests.fakes.slack.exchange import Exchange
from tests.fakes.slack.message import Message
from tests.fakes.slack.mrkdwn import escape
from tests.fakes.slack.surfaces import (
    Option,
    elements,
    filled_in,
    find_button,
    find_element,
    form_values,
)
from tests.fakes.slack.views import View
from tests.fakes.slack.wire import Json
from tests.fakes.slack.workspace import Channel, Member, Workspace

SHORTEST_QUERY = 3


class Stage(Protocol):
    """Whatever delivers a gesture and waits for what comes of it."""

    workspace: Workspace

    async def perform(self, exchange: Exchange, *, expect: int) -> Exchange:
        """Deliver *exchange* and return it once the app did *expect* things, or it failed."""
        ...


class Person:
    """A person at Slack's client.

    Each gesture returns its exchange once the app acknowledged it and did `expect` things about
    it (messages, changes, deletions, views), or once the person is told that it failed. Gestures
    that the client or the app's configuration rules out raise LookupError or ValueError.
    """

    def __init__(self, stage: Stage, member: Member) -> None:
        """Sit at the client as *member*."""
        self._stage = stage
        self._workspace = stage.workspace
        self.member = member
        self.id = member.id
        self.name = member.name

    @property
    def home(self) -> View | None:
        """The app's home tab as this person sees it."""
        return self._workspace.homes.get(self.id)

    @property
    def modal(self) -> View | None:
        """The modal on top of this person's screen."""
        stack = self._workspace.modals.get(self.id)
        return stack[-1] if stack else None

    async def command(self, name: str, text: str, channel: Channel, *, expect: int = 1) -> Exchange:
        """Type the slash command *name* with *text*; works in every channel, but in no thread."""
        app = self._workspace.app
        if name not in app.commands or "commands" not in app.bot_scopes:
            raise LookupError(f"{name} is not a valid command")
        payload = payloads.command(self._workspace, self.member, channel, name, escape(text))
        exchange = Exchange("slash_commands", payload, self.id, channel.id)
        payloads.with_rights(self._workspace, exchange, answers=True)
        return await self._stage.perform(exchange, expect=expect)

    async def mention(
        self, text: str, channel: Channel, thread_ts: str | None = None, *, expect: int = 1
    ) -> Exchange:
        """Write *text* after a mention of the bot, in *channel* or in one of its threads."""
        if self._workspace.bot.id not in channel.members:
            raise LookupError(f"the bot is not in {channel.name}, so that Slack tells it nothing")
        return await self._write(text, channel, thread_ts, "app_mention", expect)

    async def dm(self, text: str, thread_ts: str | None = None, *, expect: int = 1) -> Exchange:
        """Write *text* to the bot directly."""
        if not self._workspace.app.messages_tab:
            raise LookupError("sending messages to this app has been turned off")
        channel = self._workspace.direct_channel(self.id)
        return await self._write(text, channel, thread_ts, "message", expect)

    def say(self, text: str, channel: Channel, thread_ts: str | None = None) -> Message:
        """Write *text* for other people, and return the message; the app is told nothing."""
        typed = {"type": "text", "text": text}
        return self._typed(escape(text), [typed], channel, thread_ts)

    async def open_home(self, *, expect: int = 1) -> Exchange:
        """Open the app's home tab."""
        if not self._workspace.app.home_tab:
            raise LookupError("the app has no home tab")
        inner: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self._workspace.direct_channel(self.id).id,
            "tab": "home",
            "event_ts": self._workspace.new_ts(),
        }
        if self.home is not None:
            inner["view"] = self._workspace.view_json(self.home)
        return await self._stage.perform(self._event("app_home_opened", inner), expect=expect)

    async def shortcut(
        self, callback_id: str, message: Message | None = None, *, expect: int = 1
    ) -> Exchange:
        """Pick a shortcut from the menu of *message*, or a global one."""
        offered = self._workspace.app.shortcuts
        if offered is not None and callback_id not in offered:
            raise LookupError(f"no shortcut {callback_id!r}; there are {sorted(offered)}")
        fields: Json = {"callback_id": callback_id, "action_ts": self._workspace.new_ts()}
        if message is None:
            exchange = self._interaction("shortcut", fields)
            payloads.with_rights(self._workspace, exchange, answers=False)
        else:
            self._see(message)
            fields |= {"message_ts": message.ts, "message": self._workspace.message_json(message)}
            fields["channel"] = payloads.where(self._workspace, message)["channel"]
            exchange = self._interaction("message_action", fields, message)
            payloads.with_rights(self._workspace, exchange, answers=True)
        return await self._stage.perform(exchange, expect=expect)

    async def press(self, surface: Message | View, wanted: str, *, expect: int = 1) -> Exchange:
        """Press the button of *surface* whose action id or label is *wanted*."""
        button = find_button(surface.blocks, wanted)
        ids = (button.block_id, button.action_id)
        block, element = next(
            (block, element)
            for block, element in elements(surface.blocks)
            if (block["block_id"], element["action_id"]) == ids
        )
        sent = {"type": "button", "text": element["text"]}
        if button.value is not None:
            sent["value"] = button.value
        return await self._act(surface, block, element, sent, expect)

    async def fill(
        self, surface: Message | View, action_id: str, given: object, *, expect: int = 1
    ) -> Exchange:
        """Choose *given* in a menu, or type it and press Enter, where that tells the app at once.

        Args:
            surface: Where the menu or field stands.
            action_id: Its action id.
            given: See `surfaces.filled_in`.
            expect: How many things the app is expected to do.
        """
        block, element = find_element(surface.blocks, action_id)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise ValueError(f"{action_id!r} tells the app nothing until the modal is submitted")
        state = filled_in(element, given)
        if isinstance(surface, View):
            surface.values.setdefault(block["block_id"], {})[action_id] = state
        return await self._act(surface, block, element, state, expect)

    async def type_in_select(
        self, surface: Message | View, action_id: str, text: str
    ) -> list[Option]:
        """Type *text* into a menu that the app fills, and return what it offers.

        Shorter than the menu's `min_query_length` (3 by default), nothing is asked.
        """
        block, element = find_element(surface.blocks, action_id)
        if len(text) < element.get("min_query_length", SHORTEST_QUERY):
            return []
        told = payloads.where(self._workspace, surface)
        told.pop("state", None)
        fields = told | {"action_id": action_id, "block_id": block["block_id"], "value": text}
        exchange = self._interaction("block_suggestion", fields, surface)
        return (await self._stage.perform(exchange, expect=0)).options

    async def submit(
        self, view: View, values: Mapping[str, object], *, expect: int = 0
    ) -> Exchange:
        """Fill *values* into the modal *view*, by action id, and submit it."""
        if not view.open or view.kind != "modal":
            raise LookupError("that modal is not on the screen")
        view.values = form_values(view.blocks, values, view.values)
        fields = {"view": self._workspace.view_json(view), "response_urls": []}
        exchange = self._interaction("view_submission", fields, view)
        payloads.with_rights(self._workspace, exchange, answers=False)
        return await self._stage.perform(exchange, expect=expect)

    async def _write(
        self, text: str, channel: Channel, thread_ts: str | None, kind: str, expect: int
    ) -> Exchange:
        raw, parts = escape(text), [{"type": "text", "text": text}]
        if kind == "app_mention":
            bot = self._workspace.bot.id
            raw, parts = f"<@{bot}> {raw}", [{"type": "user", "user_id": bot}, *parts]
        message = self._typed(raw, parts, channel, thread_ts)
        name = kind if kind == "app_mention" else "message.im"
        exchange = self._event(name, payloads.spoken(self._workspace, message, channel, kind))
        exchange.channel, exchange.message = channel.id, message
        exchange.thread = thread_ts or message.ts
        return await self._stage.perform(exchange, expect=expect)

    def _typed(
        self, raw: str, parts: list[Json], channel: Channel, thread_ts: str | None
    ) -> Message:
        section = {"type": "rich_text_section", "elements": parts}
        block = {"type": "rich_text", "block_id": "typed", "elements": [section]}
        return self._workspace.keep(
            Message(
                channel=channel.id,
                ts=self._workspace.new_ts(),
                author=self.id,
                via="typed",
                text=raw,
                blocks=[block],
                thread_ts=thread_ts,
                versions=[{"text": raw, "blocks": [block]}],
            )
        )

    def _event(self, name: str, inner: Json) -> Exchange:
        if not self._workspace.app.hears(name):
            raise LookupError(f"the app is not subscribed to {name}, or lacks its scope")
        return Exchange("events_api", payloads.event(self._workspace, inner), self.id)

    def _interaction(
        self, kind: str, fields: Json, surface: Message | View | None = None
    ) -> Exchange:
        if not self._workspace.app.interactive:
            raise LookupError("this app is not configured to handle interactive responses")
        payload = payloads.interaction(self._workspace, self.member, kind, **fields)
        exchange = Exchange("interactive", payload, self.id)
        if isinstance(surface, Message):
            exchange.channel, exchange.thread = surface.channel, surface.thread_ts
            exchange.message = surface
        elif surface is not None:
            exchange.view = surface
            if before := self._workspace.ledger.behind_view(surface.id):
                exchange.channel, exchange.thread = before.channel, before.thread
        return exchange

    async def _act(
        self, surface: Message | View, block: Json, element: Json, sent: Json, expect: int
    ) -> Exchange:
        self._see(surface)
        ids = {"action_id": element["action_id"], "block_id": block["block_id"]}
        fields = payloads.where(self._workspace, surface)
        fields["actions"] = [{**ids, **sent, "action_ts": self._workspace.new_ts()}]
        exchange = self._interaction("block_actions", fields, surface)
        original = surface if isinstance(surface, Message) else None
        answers = original is not None
        payloads.with_rights(self._workspace, exchange, answers=answers, original=original)
        return await self._stage.perform(exchange, expect=expect)

    def _see(self, surface: Message | View) -> None:
        if isinstance(surface, View):
            visible = surface.open and surface.person == self.id
        else:
            visible = not surface.deleted and surface.to in (None, self.id)
        if not visible:
            raise LookupError(f"{self.name} does not see that")
