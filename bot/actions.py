"""Button actions: short strings that carry all their state, and the way back.

An action is `1:<verb>:<ref>[,<ref>...]`, at most ACTION_MAX_CHARS long: format version, what
to do, and the passages it is about. The first passage is the one to show; the others are the
further matches, so that "Next match" works after a restart and without the question.
A ref is `<key><fidelity><turn>.<start>.<length>`, numbers in base 36; `key` is short for the
transcript's id (`transcript_key`).
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from bot.errors import BadRequestError

ACTION_MAX_CHARS = 95
KEY_CHARS = 6

Verb = Literal["next", "earlier", "later", "share"]
Fidelity = Literal["exact", "close", "loose"]

_VERSION = "1"
_FIDELITIES: dict[str, Fidelity | None] = {"e": "exact", "c": "close", "l": "loose", "-": None}
_LETTERS = {fidelity: letter for letter, fidelity in _FIDELITIES.items()}
_REF = re.compile(
    rf"([\w-]{{{KEY_CHARS}}})([ecl-])([0-9a-z]{{1,6}})\.([0-9a-z]{{1,6}})\.([0-9a-z]{{1,2}})"
)


@dataclass(frozen=True, slots=True)
class Ref:
    """A passage as a button remembers it.

    Attributes:
        key: `transcript_key` of its transcript.
        turn: Number of the turn, from 0.
        start: First word, from 0.
        end: Past the last word.
        fidelity: How well it fitted the question, or None where nothing was asked.
    """

    key: str
    turn: int
    start: int
    end: int
    fidelity: Fidelity | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What a pressed button asks for: `refs[0]` now, the others by "Next match" after it."""

    verb: Verb
    refs: tuple[Ref, ...]


def transcript_key(transcript_id: str) -> str:
    """Return the KEY_CHARS characters by which buttons name a transcript (36 bits of SHA-256)."""
    digest = hashlib.sha256(transcript_id.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:KEY_CHARS]


def encode(verb: Verb, refs: Sequence[Ref]) -> str:
    """Return the action string for *refs* (at least one), dropping last ones that do not fit."""
    action = f"{_VERSION}:{verb}:{_encode_ref(refs[0])}"
    for ref in refs[1:]:
        longer = f"{action},{_encode_ref(ref)}"
        if len(longer) > ACTION_MAX_CHARS:
            break
        action = longer
    return action


def decode(action: str) -> Action:
    """Return what `encode` was given, as far as it fitted.

    Raises:
        BadRequestError: *action* is of another version or no action at all.
    """
    version, _, rest = action.partition(":")
    verb, _, refs = rest.partition(":")
    found = [_REF.fullmatch(ref) for ref in refs.split(",")]
    if version != _VERSION or verb not in get_args(Verb) or None in found:
        raise BadRequestError("That button is too old to work. Please ask again.")
    return Action(cast("Verb", verb), tuple(_decode_ref(match) for match in found if match))


def _encode_ref(ref: Ref) -> str:
    numbers = ".".join(map(_base36, (ref.turn, ref.start, ref.end - ref.start)))
    return f"{ref.key}{_LETTERS[ref.fidelity]}{numbers}"


def _decode_ref(match: re.Match[str]) -> Ref:
    key, letter, *digits = match.groups()
    turn, start, length = (int(number, 36) for number in digits)
    return Ref(key, turn, start, start + length, _FIDELITIES[letter])


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while True:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
        if not number:
            return text
