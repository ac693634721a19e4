"""Take a chat message apart: what is to be found, and what only wraps it.

Mentions, links, emoji and code ticks are dropped, so are greetings and laughter before and after
the matter itself. Words that only ask ("what did Lukas say about ...") stay, marked as asides
that weigh little: somebody may have said them. A phrase in double quotes must occur word for word.
"""

import re
from dataclasses import dataclass

from bot.search.english import CHATTER, CLOSERS, GREETINGS, LISTENERS, OPENERS, SAYING
from bot.search.text import words

QUESTION_MAX_CHARS = 2_000
# A verb of saying this early tells that the words before it name who spoke.
_SAYING_WITHIN = 8
_SAYING_WITHIN_STATEMENT = 3

_NOISE = re.compile(
    r"""
    ```(?:\w+\n)?|`                        # code ticks; what stands between them stays
    | <a?:\w+:\d+>                         # Discord's own emoji
    | <(?:[@\#!/]|(?:t|id|mailto):)[^>\s]*> # mentions, Discord's commands and times, addresses
    | <https?://[^>]*>                      # links as Slack sends them, with their labels
    | (?:https?://|www\.)\S*               # and as people type them
    | (?:\bcc:?\s+)?(?<![\w.])@[\w.-]*\w   # @names, with the cc before them
    | (?<!\w):[a-z0-9_+'-]+:(?!\w)         # :emoji: by name
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PHRASE = re.compile('"([^"]+)"|\u201c([^\u201d]+)\u201d')
# "hellooo" but not "www" or "aaa".
_STRETCHED = re.compile(r"(?<=\w)([^\W\d_])\1{2,}|([^\W\d_])\2{2,}(?=\w)")
_CHATTED = f"(?:{'|'.join(sorted({*GREETINGS, *CHATTER, *LISTENERS}, reverse=True))})"
_AROUND = re.compile(rf"^{_CHATTED}(?: {_CHATTED})*(?: |$)|(?:^| ){_CHATTED}(?: {_CHATTED})*$")


@dataclass(frozen=True, slots=True)
class Question:
    """What a message asks for.

    Attributes:
        words: Normalised, in order, without chat noise; none when nothing is asked for.
        asides: Positions in `words` of those that only wrap the question, or name the speaker.
        phrases: Runs of normalised words that must occur as they are; may be empty.
    """

    words: tuple[str, ...]
    asides: frozenset[int] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()


def parse(message: str) -> Question:
    """Return what *message* asks for; only its first QUESTION_MAX_CHARS characters count."""
    text = _NOISE.sub(" ", message[:QUESTION_MAX_CHARS])
    phrases = tuple(
        phrase for match in _PHRASE.finditer(text) if (phrase := tuple(words(match[1] or match[2])))
    )
    if phrases:
        loose = tuple(_AROUND.sub("", " ".join(words(_PHRASE.sub(" ", text)))).split())
        quoted = tuple(word for phrase in phrases for word in phrase)
        return Question(loose + quoted, _asides(loose), phrases)

    plain = words(_STRETCHED.sub(r"\1\2", text))
    found = tuple(_AROUND.sub("", " ".join(plain)).split())
    if not found and LISTENERS.issuperset(plain):
        found = tuple(plain)
    asides = _asides(found)
    return Question(found, frozenset() if len(asides) == len(found) else asides)


def _asides(found: tuple[str, ...]) -> frozenset[int]:
    opened = 0
    while opened < len(found) and found[opened] in OPENERS:
        opened += 1
    within = _SAYING_WITHIN if opened else _SAYING_WITHIN_STATEMENT
    for at, word in enumerate(found[:within]):
        if word in SAYING:
            opened = max(opened, at + 1)
            while opened < len(found) and found[opened] in OPENERS:
                opened += 1
            break
    closed = len(found)
    while closed > opened and found[closed - 1] in CLOSERS:
        closed -= 1
    return frozenset([*range(opened), *range(closed, len(found))])
