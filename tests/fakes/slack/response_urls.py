"""What the app sends to a response URL, carried out."""

from tests.fakes.slack.posting import Posting
from tests.fakes.slack.tickets import ResponseUrl
from tests.fakes.slack.wire import Json
from tests.fakes.slack.workspace import Workspace

_YES = (True, "true")


def answer_response_url(
    workspace: Workspace, posting: Posting, ticket: ResponseUrl, body: Json
) -> None:
    """Post, replace or delete, as *body* says.

    Without `response_type` a new message is for the person alone. On the URL of a pressed
    message, a body that says neither `replace_original` nor `response_type` replaces that
    message; sources differ on this, so leaving it open is recorded as a violation. The URL of a
    slash command has no original to replace (slackapi/bolt-python #1268).

    Raises:
        RefusedError: Slack would not take it.
    """
    exchange, original = ticket.exchange, ticket.original
    if body.get("delete_original") in _YES:
        if original is None:
            workspace.ledger.violate("response_url", "delete_original without an original")
        else:
            posting.delete(original, exchange=exchange)
        return
    replaces = body.get("replace_original")
    if original is not None and replaces is None and body.get("response_type") is None:
        workspace.ledger.violate("response_url", "neither replace_original nor response_type")
        replaces = True
    if replaces in _YES and original is None:
        workspace.ledger.violate("response_url", "replace_original without an original")
    if replaces in _YES and original is not None:
        posting.edit(original, body, via="response_url", exchange=exchange)
        return
    public = body.get("response_type") == "in_channel"
    posting.post(
        exchange.channel or "",
        body,
        via="response_url",
        to=None if public else exchange.person,
        exchange=exchange,
    )
