"""Filling in a modal."""

from collections.abc import Mapping

from tests.fakes.discord.components import LABEL, ROW, TEXT_INPUT
from tests.fakes.discord.driver.offers import NotOfferedError
from tests.fakes.discord.messages import walk
from tests.fakes.discord.wire import Json


def submission(modal: Json, values: Mapping[str, str]) -> Json:
    """Return the interaction data for *modal* with *values* by custom_id.

    What is not filled in keeps what the app put there.

    Raises:
        NotOfferedError: The client would not send this; says why.
    """
    known = {part["custom_id"] for part in walk(modal["components"]) if "custom_id" in part}
    if unknown := set(values) - known:
        raise NotOfferedError(f"no field {sorted(unknown)} among {sorted(known)}")
    parts = [_filled(part, values, index) for index, part in enumerate(modal["components"])]
    return {"custom_id": modal["custom_id"], "components": parts}


def _filled(part: Json, values: Mapping[str, str], index: int) -> Json:
    head = {"type": part["type"], "id": part.get("id", index * 2 + 1)}
    if part["type"] == LABEL:
        return {**head, "component": _answer(part["component"], values, index)}
    if part["type"] == ROW:
        held = part["components"]
        return {**head, "components": [_answer(one, values, index) for one in held]}
    return head


def _answer(field: Json, values: Mapping[str, str], index: int) -> Json:
    custom_id = field["custom_id"]
    head = {"type": field["type"], "id": field.get("id", index * 2 + 2), "custom_id": custom_id}
    if field["type"] != TEXT_INPUT:
        picked = values.get(custom_id)
        return {**head, "values": [] if picked is None else [picked]}
    value = values.get(custom_id, field.get("value") or "")
    low = field.get("min_length", 1) if field.get("required", True) or value else 0
    if not low <= len(value) <= field.get("max_length", 4000):
        raise NotOfferedError(f"{custom_id!r} does not take {len(value)} characters")
    return {**head, "value": value}
