"""Slack's limits on blocks, views and options, with the words in which it refuses them."""

from collections.abc import Iterator
from typing import Literal

from tests.fakes.slack.wire import Json, objects

Surface = Literal["message", "modal", "home"]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
OPTIONS = 100
MARKDOWN_CHARS = 12_000

_BLOCKS: dict[Surface, set[str]] = {
    "message": {
        "actions", "alert", "card", "carousel", "container", "context", "context_actions",
        "data_table", "divider", "file", "header", "image", "input", "markdown", "plan",
        "rich_text", "section", "table", "task_card", "video",
    },
    "modal": {
        "actions", "alert", "context", "divider", "header", "image", "input", "rich_text",
        "section", "video",
    },
    "home": {
        "actions", "alert", "card", "carousel", "container", "context", "divider", "header",
        "image", "input", "rich_text", "section", "video",
    },
}  # fmt: skip
_STRINGS = {"value": 2_000, "url": 3_000, "image_url": 3_000, "alt_text": 2_000}
_ELEMENT_TEXTS = {"text": 75, "placeholder": 150}
_CONFIRM_TEXTS = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_OPTION_COUNTS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}
_ARRAYS = {("actions", "elements"): 25, ("context", "elements"): 10, ("section", "fields"): 10}


def block_problems(blocks: object, at: str, surface: Surface) -> list[str]:
    """Return what Slack would object to in *blocks*, in order; *at* is their JSON pointer."""
    if not isinstance(blocks, list):
        return [_pointed("must be an array", at)]
    limit = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    problems = list(_too_many(blocks, limit, at))
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        here = f"{at}/{number}"
        if not isinstance(block, dict):
            problems.append(_pointed("must be an object", here))
            continue
        problems += _block(block, here, surface)
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id in seen:
            problems.append(_pointed(f"block_id already exists: {block_id}", f"{here}/block_id"))
        seen.add(str(block_id))
    return problems


def view_problems(view: Json, at: str = "/view") -> list[str]:
    """Return what Slack would object to in *view*, a modal or a home tab."""
    kind = view.get("type")
    if kind not in {"modal", "home"}:
        return [_pointed(f"unsupported type: {kind}", f"{at}/type")]
    surface: Surface = "modal" if kind == "modal" else "home"
    problems = list(_missing(view, ("blocks",), at))
    if surface == "modal":
        problems += _missing(view, ("title",), at)
        for name in ("title", "submit", "close"):
            if name in view:
                problems += _text(view[name], f"{at}/{name}", 24, plain=True)
    problems += _string(view.get("private_metadata"), f"{at}/private_metadata", 3_000)
    problems += _string(view.get("callback_id"), f"{at}/callback_id", 255)
    problems += _string(view.get("external_id"), f"{at}/external_id", 255)
    if "blocks" in view:
        problems += block_problems(view["blocks"], f"{at}/blocks", surface)
        for number, block in enumerate(objects(view["blocks"])):
            if surface == "modal" and block.get("type") == "input" and not view.get("submit"):
                words = "must define `submit` to use an `input` block in modals"
                problems.append(_pointed(words, f"{at}/blocks/{number}/input"))
    return problems


def option_problems(options: object, at: str, *, limit: int = OPTIONS) -> list[str]:
    """Return what Slack would object to in the *options* of a menu or of a suggestion."""
    if not isinstance(options, list):
        return [_pointed("must be an array", at)]
    problems = list(_too_many(options, limit, at))
    for number, option in enumerate(options):
        here = f"{at}/{number}"
        if not isinstance(option, dict):
            problems.append(_pointed("must be an object", here))
            continue
        problems += _missing(option, ("text", "value"), here)
        for name in ("text", "description"):
            if name in option:
                problems += _text(option[name], f"{here}/{name}", 75)
        problems += _string(option.get("value"), f"{here}/value", 150)
    return problems


def markdown_chars(blocks: list[Json]) -> int:
    """Return the characters in all `markdown` blocks together, which share one limit."""
    return sum(len(str(each.get("text", ""))) for each in blocks if each.get("type") == "markdown")


def _pointed(words: str, at: str) -> str:
    return f"{words} [json-pointer:{at}]"


def _block(block: Json, at: str, surface: Surface) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in _BLOCKS[surface]:
        yield _pointed(f"unsupported type: {kind}", f"{at}/type")
        return
    yield from _string(block.get("block_id"), f"{at}/block_id", 255)
    for (of, name), limit in _ARRAYS.items():
        if kind == of and isinstance(block.get(name), list):
            yield from _too_many(block[name], limit, f"{at}/{name}")
    match kind:
        case "section":
            yield from _section(block, at)
        case "header":
            yield from _missing(block, ("text",), at)
            yield from _text(block.get("text"), f"{at}/text", 150, plain=True)
        case "markdown":
            yield from _missing(block, ("text",), at)
            yield from _string(block.get("text"), f"{at}/text", MARKDOWN_CHARS, least=1)
        case "image":
            yield from _missing(block, ("alt_text",), at)
            yield from _text(block.get("title"), f"{at}/title", 2_000, plain=True)
            yield from _strings(block, at)
        case "actions" | "context":
            yield from _missing(block, ("elements",), at)
            yield from _elements(block, at)
        case "input":
            yield from _missing(block, ("label", "element"), at)
            yield from _text(block.get("label"), f"{at}/label", 2_000, plain=True)
            yield from _text(block.get("hint"), f"{at}/hint", 2_000, plain=True)
            if isinstance(block.get("element"), dict):
                yield from _element(block["element"], f"{at}/element")


def _section(block: Json, at: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield from _missing(block, ("text",), at)
    yield from _either(list(_text(block.get("text"), f"{at}/text", 3_000)), f"{at}/text")
    for number, item in enumerate(objects(block.get("fields"))):
        here = f"{at}/fields/{number}"
        yield from _either(list(_text(item, here, 2_000)), here)
    if isinstance(block.get("accessory"), dict):
        yield from _element(block["accessory"], f"{at}/accessory")


def _elements(block: Json, at: str) -> Iterator[str]:
    if block.get("elements") == []:
        yield _pointed("must provide at least 1 items", f"{at}/elements")
    seen: set[str] = set()
    for number, element in enumerate(objects(block.get("elements"))):
        here = f"{at}/elements/{number}"
        yield from _element(element, here)
        action_id = element.get("action_id")
        if isinstance(action_id, str) and action_id in seen:
            yield _pointed(f"action_id already exists: {action_id}", f"{here}/action_id")
        seen.add(str(action_id))


def _element(element: Json, at: str) -> Iterator[str]:
    kind = element.get("type")
    if kind in {"mrkdwn", "plain_text"}:
        yield from _text(element, at, 3_000)
        return
    yield from _string(element.get("action_id"), f"{at}/action_id", 255)
    yield from _strings(element, at)
    for name, limit in _ELEMENT_TEXTS.items():
        yield from _text(element.get(name), f"{at}/{name}", limit, plain=True)
    if kind == "button":
        yield from _missing(element, ("text",), at)
    if kind in {"static_select", "multi_static_select", *_OPTION_COUNTS}:
        if "option_groups" not in element and not element.get("options"):
            yield _pointed("must provide at least 1 items", f"{at}/options")
        if "options" in element:
            limit = _OPTION_COUNTS.get(str(kind), OPTIONS)
            yield from option_problems(element["options"], f"{at}/options", limit=limit)
    if isinstance(element.get("confirm"), dict):
        for name, limit in _CONFIRM_TEXTS.items():
            yield from _text(element["confirm"].get(name), f"{at}/confirm/{name}", limit)


def _text(node: object, at: str, most: int, *, plain: bool = False) -> Iterator[str]:
    if node is None:
        return
    if not isinstance(node, dict):
        yield _pointed("must be an object", at)
    elif node.get("type") not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        yield _pointed(f"unsupported type: {node.get('type')}", f"{at}/type")
    else:
        yield from _missing(node, ("text",), at)
        yield from _string(node.get("text"), f"{at}/text", most, least=1)


def _either(problems: list[str], at: str) -> Iterator[str]:
    """Put first what Slack says where several kinds of text object are allowed."""
    if problems:
        yield _pointed("failed to match all allowed schemas", at)
    yield from problems


def _strings(node: Json, at: str) -> Iterator[str]:
    for name, limit in _STRINGS.items():
        yield from _string(node.get(name), f"{at}/{name}", limit)


def _string(value: object, at: str, most: int, *, least: int = 0) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, str):
        yield _pointed("must be a string", at)
    elif len(value) > most:
        yield _pointed(f"must be less than {most + 1} characters", at)
    elif len(value) < least:
        yield _pointed(f"must be more than {least - 1} characters", at)


def _too_many(items: list[object], most: int, at: str) -> Iterator[str]:
    if len(items) > most:
        yield _pointed(f"no more than {most} items allowed", at)


def _missing(node: Json, names: tuple[str, ...], at: str) -> Iterator[str]:
    for name in names:
        if node.get(name) is None:
            yield _pointed(f"missing required field: {name}", at)
