"""Finding what a person can use in the blocks of a message or view, and filling it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.fakes.slack.wire import Ids, Json, objects

_CHOSEN = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
}
_INITIAL = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_time": "initial_time",
    "selected_date": "initial_date",
    "value": "initial_value",
}


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `value`, `url` and `style` are None where it has none."""

    label: str
    action_id: str
    block_id: str
    value: str | None = None
    url: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """An entry of a menu, with the object Slack would send back when it is chosen."""

    label: str
    value: str
    raw: Json


def with_ids(blocks: list[Json], ids: Ids) -> list[Json]:
    """Return a copy of *blocks* in which each block and element has its id, as Slack fills in."""
    filled = []
    for block in blocks:
        block = {**block, "block_id": block.get("block_id") or ids.new("blk")}
        for name in ("element", "accessory"):
            if isinstance(block.get(name), dict):
                block[name] = _with_action_id(block[name], ids)
        if block.get("type") in {"actions", "context_actions"}:
            block["elements"] = [_with_action_id(each, ids) for each in objects(block["elements"])]
        filled.append(block)
    return filled


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Give each element a person can use, with its block, in order."""
    for block in blocks:
        for name in ("element", "accessory"):
            if isinstance(block.get(name), dict) and "action_id" in block[name]:
                yield block, block[name]
        for element in objects(block.get("elements")):
            if "action_id" in element:
                yield block, element


def buttons(blocks: list[Json]) -> list[Button]:
    """Return the buttons in *blocks*, in order."""
    return [
        Button(
            label=str(element["text"]["text"]),
            action_id=element["action_id"],
            block_id=block["block_id"],
            value=element.get("value"),
            url=element.get("url"),
            style=element.get("style"),
        )
        for block, element in elements(blocks)
        if element["type"] == "button"
    ]


def find_button(blocks: list[Json], wanted: str) -> Button:
    """Return the button whose action id or label is *wanted*.

    Raises:
        LookupError: There is none, or there are several of that label.
    """
    present = buttons(blocks)
    found = [each for each in present if each.action_id == wanted]
    found = found or [each for each in present if each.label == wanted]
    if len(found) != 1:
        offered = [(each.action_id, each.label) for each in present]
        raise LookupError(f"{len(found)} buttons are {wanted!r}; there are {offered}")
    return found[0]


def find_element(blocks: list[Json], action_id: str) -> tuple[Json, Json]:
    """Return the block and the element whose action id is *action_id*.

    Raises:
        LookupError: There is none.
    """
    present = list(elements(blocks))
    for block, element in present:
        if element["action_id"] == action_id:
            return block, element
    raise LookupError(f"no {action_id!r}; there are {[each['action_id'] for _, each in present]}")


def filled_in(element: Json, given: object) -> Json:
    """Return the state of *element* once a person gave it *given*.

    Args:
        element: A text input, menu, picker, radio group or checkboxes.
        given: The text; the Option or the label or value of a listed one; several in a list; an
            id, a time or a date.

    Raises:
        ValueError: Slack's client would not take it.
        LookupError: No such option is listed.
    """
    name = _CHOSEN.get(element["type"], "value")
    if name == "selected_option":
        value: object = _option(element, given)
    elif name == "selected_options":
        value = [_option(element, each) for each in given] if isinstance(given, list) else None
    else:
        value = given
        least, most = element.get("min_length", 0), element.get("max_length", 3_000)
        if name == "value" and not least <= len(str(given)) <= most:
            raise ValueError(f"the field takes {least} to {most} characters")
    return {"type": element["type"], name: value}


def form_values(blocks: list[Json], given: Mapping[str, object], kept: Json) -> Json:
    """Return a view's `state.values`.

    Args:
        blocks: The view's.
        given: What the person fills in now, by action id.
        kept: `state.values` so far, from menus used before.

    Raises:
        ValueError: A required field is empty, or Slack's client would not take a value.
        LookupError: A name in *given* is not in the view, or an option is not listed.
    """
    for action_id in given:
        find_element(blocks, action_id)
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in {"button", "overflow"}:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        if action_id in given:
            state = filled_in(element, given[action_id])
        else:
            state = kept.get(block_id, {}).get(action_id) or _initial(element)
        filled = any(value for name, value in state.items() if name != "type")
        if block["type"] == "input" and not block.get("optional") and not filled:
            raise ValueError(f"{action_id!r} is required")
        values.setdefault(block_id, {})[action_id] = state
    return values


def options_of(payload: Json) -> list[Option]:
    """Return the options in a block_suggestion's answer, groups flattened."""
    listed = objects(payload.get("options"))
    for group in objects(payload.get("option_groups")):
        listed += objects(group.get("options"))
    return [Option(str(each["text"]["text"]), str(each["value"]), each) for each in listed]


def _with_action_id(element: Json, ids: Ids) -> Json:
    return {**element, "action_id": element.get("action_id") or ids.new("act")}


def _initial(element: Json) -> Json:
    name = _CHOSEN.get(element["type"], "value")
    return {"type": element["type"], name: element.get(_INITIAL[name])}


def _option(element: Json, given: object) -> Json:
    if isinstance(given, Option):
        return given.raw
    for option in options_of(element):
        if given in {option.label, option.value}:
            return option.raw
    raise LookupError(f"{given!r} is not among the listed options")
