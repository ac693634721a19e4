"""Bodies checked against Discord's own description of its API.

Known differences, where this fake follows the documentation or what Discord does:
- A snowflake may be sent as a number; the description wants a string.
- `content` is described with 4000 characters, the documentation says 2000 for messages.
- The description says nothing of nested limits such as the sum of an embed's characters.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.fakes.discord.rest import Exchange

# Beside the repository, where it is there at all.
SPECIFICATION = Path(__file__).parents[4] / "shared" / "specs" / "discord" / "openapi.json"

_ROOT = "urn:discord"


def find_specification() -> Path | None:
    """Return where the official description lies, or None."""
    return SPECIFICATION if SPECIFICATION.is_file() else None


def violations(specification: Path, exchanges: list[Exchange]) -> list[str]:
    """Return what the description does not allow in the accepted requests, one fault a line."""
    described = _described(specification)
    return [
        f"{one.method} {one.path}: {fault}"
        for one in exchanges
        if one.sent is not None and 200 <= one.status < 300
        for fault in described.faults(one.method, one.template, one.sent)
    ]


def answer_violations(specification: Path, exchanges: list[Exchange]) -> list[str]:
    """Return what the description does not allow in this fake's own answers."""
    described = _described(specification)
    return [
        f"{one.method} {one.path} -> {one.status}: {fault}"
        for one in exchanges
        if isinstance(one.answered, dict | list)
        for fault in described.faults(one.method, one.template, one.answered, str(one.status))
    ]


class _Description:
    def __init__(self, path: Path) -> None:
        self._document: Any = json.loads(path.read_text(encoding="utf-8"))
        self._document["components"]["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
        resource = DRAFT202012.create_resource(self._document)
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, resource)
        self._validators: dict[str, Draft202012Validator | None] = {}

    def faults(
        self, method: str, template: str, body: object, status: str | None = None
    ) -> Iterator[str]:
        operation = f"/paths/{_escaped(template)}/{method.lower()}"
        part = f"responses/{status}" if status else "requestBody"
        pointer = f"{operation}/{part}/content/application~1json/schema"
        validator = self._validator(pointer)
        if validator is None:
            return
        for error in validator.iter_errors(body):
            deepest = best_match([error]) or error
            place = "/".join(map(str, deepest.absolute_path))
            yield f"{place}: {deepest.message[:300]}"

    def _validator(self, pointer: str) -> Draft202012Validator | None:
        if pointer not in self._validators:
            found = self._has(pointer)
            schema = {"$ref": f"{_ROOT}#{pointer}"}
            self._validators[pointer] = (
                Draft202012Validator(schema, registry=self._registry) if found else None
            )
        return self._validators[pointer]

    def _has(self, pointer: str) -> bool:
        node = self._document
        for step in pointer.split("/")[1:]:
            node = node.get(step.replace("~1", "/"), {})
        return bool(node)


@cache
def _described(path: Path) -> _Description:
    return _Description(path)


def _escaped(template: str) -> str:
    return template.replace("/", "~1")
