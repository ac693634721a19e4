"""What an acknowledgement says, beyond that the payload arrived."""

from tests.fakes.slack.block_limits import option_problems
from tests.fakes.slack.exchange import Exchange
from tests.fakes.slack.posting import Posting
from tests.fakes.slack.surfaces import options_of
from tests.fakes.slack.view_methods import ViewMethods
from tests.fakes.slack.wire import Json, RefusedError, objects
from tests.fakes.slack.workspace import Workspace


class Acknowledgements:
    """Carries out what an acknowledgement says; what Slack would not take is an error seen."""

    def __init__(self, workspace: Workspace, posting: Posting, views: ViewMethods) -> None:
        """Work on *workspace*."""
        self._workspace = workspace
        self._posting = posting
        self._views = views

    def read(self, exchange: Exchange, payload: Json) -> None:
        """Act on *payload*, which came with the acknowledgement of *exchange*."""
        kind = exchange.payload.get("type")
        try:
            if exchange.envelope == "slash_commands":
                self._answer_command(exchange, payload)
            elif kind == "view_submission":
                self._answer_submission(exchange, payload)
            elif kind == "block_suggestion":
                self._answer_suggestion(exchange, payload)
            elif payload and exchange.envelope == "interactive":
                self._workspace.ledger.violate("ack", f"a {kind} takes no payload back")
        except RefusedError as refused:
            exchange.error = refused.error
            detail = ", ".join((refused.error, *refused.messages))
            self._workspace.ledger.violate("ack", detail)

    def _answer_command(self, exchange: Exchange, payload: Json) -> None:
        if not payload:
            return
        to = None if payload.get("response_type") == "in_channel" else exchange.person
        channel = exchange.channel or ""
        self._posting.post(channel, payload, via="ack", to=to, exchange=exchange)

    def _answer_submission(self, exchange: Exchange, payload: Json) -> None:
        view, person = exchange.view, exchange.person or ""
        assert view is not None
        match payload.get("response_action"):
            case None:
                self._views.close(person, everything=False)
            case "clear":
                self._views.close(person, everything=True)
            case "errors":
                exchange.field_errors = {str(k): str(v) for k, v in payload["errors"].items()}
            case "update":
                definition = self._views.check(payload.get("view"), "modal")
                self._views.change(view, definition, exchange)
            case "push":
                definition = self._views.check(payload.get("view"), "modal")
                self._views.show(person, definition, view, exchange)
            case unknown:
                raise RefusedError("invalid_response_action", action=unknown)

    def _answer_suggestion(self, exchange: Exchange, payload: Json) -> None:
        problems = []
        if "option_groups" in payload:
            for number, group in enumerate(objects(payload["option_groups"])):
                problems += option_problems(
                    group.get("options"), f"/option_groups/{number}/options"
                )
        else:
            problems += option_problems(payload.get("options"), "/options")
        if problems:
            raise RefusedError("invalid_options", messages=problems)
        exchange.options = options_of(payload)
