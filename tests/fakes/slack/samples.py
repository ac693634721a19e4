"""Blocks and views for tests to send."""

from tests.fakes.slack.wire import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def actions(*action_ids: str) -> Json:
    buttons = [
        {"type": "button", "text": plain(each.title()), "action_id": each, "value": f"v1:{each}"}
        for each in action_ids
    ]
    return {"type": "actions", "elements": buttons}


def modal(*blocks: Json) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Find"),
        "submit": plain("Go"),
        "blocks": list(blocks),
    }


def field(element: Json, *, block_id: str = "field", **more: object) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain("?"), "element": element, **more}
