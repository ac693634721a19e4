"""`views.*`: modals and home tabs shown, stacked and changed."""

import json

from tests.fakes.slack import specs
from tests.fakes.slack.block_limits import view_problems
from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.exchange import Effect, Exchange
from tests.fakes.slack.ledger import moment
from tests.fakes.slack.surfaces import with_ids
from tests.fakes.slack.views import View
from tests.fakes.slack.wire import Json, RefusedError, objects
from tests.fakes.slack.workspace import Workspace

STACK = 3
VIEW_BYTES = 250_000


class ViewMethods:
    """Answers `views.*`, and carries out what an acknowledgement says about a modal."""

    def __init__(self, workspace: Workspace) -> None:
        """Work on *workspace*."""
        self._workspace = workspace

    def methods(self) -> dict[str, Method]:
        """Return each method by its name; none of them needs a scope."""
        return {
            "views.open": Method(self._open),
            "views.publish": Method(self._publish),
            "views.push": Method(self._push),
            "views.update": Method(self._update),
        }

    def show(self, person: str, definition: Json, below: View | None, exchange: Exchange) -> View:
        """Put a new modal on *person*'s screen, on top of *below* or alone.

        Raises:
            RefusedError: Slack would not take it.
        """
        stack = self._workspace.modals.setdefault(person, [])
        if below is None:
            for view in stack:
                view.open = False
            stack.clear()
        elif len(stack) >= STACK:
            raise RefusedError("push_limit_reached")
        view = self._keep(person, definition)
        if below is not None:
            view.root_id, view.previous_id = below.root_id, below.id
        stack.append(view)
        self._shown(view, exchange)
        return view

    def change(self, view: View, definition: Json, exchange: Exchange | None) -> None:
        """Replace what *view* shows; what was filled in stays where its ids are the same."""
        view.definition = definition
        view.blocks = with_ids(objects(definition["blocks"]), self._workspace.ids)
        view.hash = self._workspace.ids.new("hash")
        present = {block["block_id"] for block in view.blocks}
        view.values = {name: kept for name, kept in view.values.items() if name in present}
        self._shown(view, exchange)

    def close(self, person: str, *, everything: bool) -> None:
        """Take the top modal, or *everything*, off *person*'s screen."""
        stack = self._workspace.modals.get(person, [])
        while stack:
            stack.pop().open = False
            if not everything:
                break
        self._workspace.changes.tell()

    def check(self, definition: object, kind: str) -> Json:
        """Return *definition* if Slack would take it as a *kind* of view.

        Raises:
            RefusedError: invalid_arguments, duplicate_external_id or view_too_large.
        """
        if not isinstance(definition, dict):
            raise RefusedError("invalid_arguments", messages=["must be an object"])
        problems = view_problems(definition)
        if definition.get("type") != kind:
            problems.append("must match the expected type [json-pointer:/view/type]")
        if problems:
            raise RefusedError("invalid_arguments", messages=problems)
        if len(json.dumps(definition).encode()) > VIEW_BYTES:
            raise RefusedError("view_too_large")
        blocks = definition["blocks"]
        ledger = self._workspace.ledger
        ledger.check_later("views", lambda: specs.surface_problems(blocks, definition))
        return definition

    def _open(self, call: Call) -> Json:
        definition = self._new_modal(call)
        exchange = self._workspace.triggers.redeem(call.arguments["trigger_id"])
        return self._answer(self.show(exchange.person or "", definition, None, exchange))

    def _push(self, call: Call) -> Json:
        definition = self._new_modal(call)
        exchange = self._workspace.triggers.redeem(call.arguments["trigger_id"])
        if exchange.view is None or not exchange.view.open or exchange.view.kind != "modal":
            raise RefusedError("not_found")
        return self._answer(self.show(exchange.person or "", definition, exchange.view, exchange))

    def _update(self, call: Call) -> Json:
        call.need("view")
        view = self._find(call.arguments)
        if view is None or not view.open:
            raise RefusedError("not_found")
        definition = self.check(call.arguments["view"], view.kind)
        self._check_hash(call, view)
        self.change(view, definition, self._workspace.ledger.behind_view(view.id))
        return self._answer(view)

    def _publish(self, call: Call) -> Json:
        call.need("user_id", "view")
        person = str(call.arguments["user_id"])
        if not self._workspace.app.home_tab:
            raise RefusedError("not_enabled")
        if person not in self._workspace.members:
            raise RefusedError("invalid_arguments", messages=["invalid `user_id`"])
        definition = self.check(call.arguments["view"], "home")
        view = self._workspace.homes.get(person)
        exchange = self._workspace.ledger.behind_home(person)
        if view is None:
            view = self._workspace.homes[person] = self._keep(person, definition)
            self._shown(view, exchange)
        else:
            self._check_hash(call, view)
            self.change(view, definition, exchange)
        return self._answer(view)

    def _new_modal(self, call: Call) -> Json:
        call.need("trigger_id", "view")
        definition = self.check(call.arguments["view"], "modal")
        external = definition.get("external_id")
        taken = [each.definition.get("external_id") for each in self._workspace.views.values()]
        if external and external in taken:
            raise RefusedError("duplicate_external_id")
        return definition

    def _find(self, arguments: Json) -> View | None:
        external = arguments.get("external_id")
        if external is not None:
            views = self._workspace.views.values()
            return next((v for v in views if v.definition.get("external_id") == external), None)
        return self._workspace.views.get(str(arguments.get("view_id")))

    def _check_hash(self, call: Call, view: View) -> None:
        if call.arguments.get("hash") not in (None, "", view.hash):
            raise RefusedError("hash_conflict")

    def _keep(self, person: str, definition: Json) -> View:
        workspace = self._workspace
        view_id = workspace.ids.new("V")
        view = View(
            id=view_id,
            kind="home" if definition["type"] == "home" else "modal",
            person=person,
            definition=definition,
            blocks=with_ids(objects(definition["blocks"]), workspace.ids),
            hash=workspace.ids.new("hash"),
            root_id=view_id,
        )
        workspace.views[view_id] = view
        return view

    def _shown(self, view: View, exchange: Exchange | None) -> None:
        effect = Effect("view", moment(), view.definition, view=view)
        self._workspace.ledger.record(effect, exchange)

    def _answer(self, view: View) -> Json:
        return {"view": self._workspace.view_json(view)}
