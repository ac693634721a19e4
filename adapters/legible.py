"""Text fit to be shown: nothing in it that hides or reorders, and no longer than there is room.

For every chat platform alike; how a platform's markup is escaped is its adapter's business.
"""

import re

ELLIPSIS = "…"

# Controls, what turns the direction of text round, what has no width and joins nothing, what
# looks like a space and counts as a letter, and what cannot be encoded. The joiners U+200C and
# U+200D stay: scripts and emoji are written with them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b"
    r"\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    r"\U000e0000-\U000e0fff]"
)
_BREAK = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")


def cleaned(text: str) -> str:
    """Return *text* without what cannot be seen; every line break in it is a plain one."""
    return _UNSEEN.sub("", _BREAK.sub("\n", text))


def shortened(text: str, limit: int) -> str:
    """Return *text* in at most *limit* (1 or more) characters.

    Where it has to be cut, that is after a word if there is one, and it ends with an ellipsis.
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if not text[limit - 1].isspace() and not head[-1:].isspace():
        _, *unfinished = head.rsplit(maxsplit=1) or [head]
        head = head.removesuffix("".join(unfinished))
    return head.rstrip() + ELLIPSIS
