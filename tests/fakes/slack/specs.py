"""What Slack publishes about its blocks and methods, where a copy lies beside the repository."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from tests.fakes.slack.wire import Json, objects

FOLDER = Path(__file__).parents[4] / "shared" / "specs" / "slack"

_TYPES: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}
# slack-bolt adds it to every call; Slack takes it everywhere and documents it in few places.
_EVERYWHERE = {"team_id"}
_VIEWS = {"modal": "ModalView", "home": "HomeView"}


def missing() -> str | None:
    """Return why nothing can be checked against Slack's own descriptions, or None if it can."""
    return None if FOLDER.is_dir() else f"no copy of Slack's specifications in {FOLDER}"


def surface_problems(blocks: object, view: Json | None = None) -> list[str]:
    """Return how *blocks*, and the *view* round them, depart from Slack's Block Kit schema."""
    if missing():
        return []
    problems = []
    if view is not None:
        name = _VIEWS.get(str(view.get("type")), "ModalView")
        problems += _problems(name, {**view, "blocks": []}, "view")
    known = _block_definitions()
    for number, block in enumerate(objects(blocks)):
        name = known.get(str(block.get("type")), "")
        place = f"blocks/{number}"
        problems += _problems(name, block, place) if name else [f"{place}: unknown type"]
    return problems


def argument_problems(method: str, arguments: Json, *, typed: bool) -> list[str]:
    """Return how *arguments* depart from Slack's reference page of *method*.

    Args:
        method: Such as `chat.postMessage`.
        arguments: As sent, without the token.
        typed: Whether they came as JSON, so that their types count too.
    """
    if missing():
        return []
    page = _methods().get(method)
    if page is None:
        return [f"unknown method: {method}"]
    described: Json = page.get("args") or {}
    known = _EVERYWHERE | set(described)
    problems = [f"unknown argument: {name}" for name in arguments if name not in known]
    for name, told in described.items():
        if told["required"] and name not in arguments:
            problems.append(f"missing argument: {name}")
        types = _TYPES.get(str(told.get("type")))
        if typed and types and name in arguments and not isinstance(arguments[name], types):
            problems.append(f"argument {name} is not of type {told['type']}")
    return problems


@cache
def _methods() -> Json:
    pages: Json = json.loads((FOLDER / "slack_web_methods_docs.json").read_text())["methods"]
    return pages


@cache
def _schema() -> Json:
    schema: Json = json.loads((FOLDER / "block_kit.schema.json").read_text())
    return schema


@cache
def _block_definitions() -> dict[str, str]:
    """Map each block type to its definition, so that an error names the block's own fields."""
    definitions = _schema()["definitions"]
    names = {}
    for each in definitions["KnownBlock"]["anyOf"]:
        name = each["$ref"].rpartition("/")[2]
        shape = definitions[name]
        for variant in shape.get("anyOf", [shape]):
            names[variant["properties"]["type"]["const"]] = name
    return names


@cache
def _validator(name: str) -> Draft7Validator:
    return Draft7Validator({**_schema(), "$ref": f"#/definitions/{name}"})


def _problems(name: str, instance: Json, place: str) -> list[str]:
    error = best_match(_validator(name).iter_errors(instance))
    if error is None:
        return []
    path = "/".join(str(step) for step in (place, *error.absolute_path))
    return [f"{path}: {error.message[:300]}"]
