"""Slack's mrkdwn: plain text written so that it shows as it is, and read back.

Slack reads `&`, `<` and `>`; nothing else can make a mention or a link.
"""

import re
from bisect import bisect_right
from urllib.parse import quote, urlsplit

from adapters.legible import shortened

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TABLE = str.maketrans(_ESCAPES)
_CONTROL = re.compile(r"<([^<>]*)>")
_HTTP = ("http", "https")
# Of an address, whatever else may stand in it; a bar would end it.
_SAFE_IN_ADDRESS = "%/:?#@!$&'()*+,;=~[]"


def escaped(text: str) -> str:
    """Return mrkdwn that shows *text*: no mention, no link."""
    return text.translate(_TABLE)


def fitted(text: str, room: int) -> str:
    """Return *text* escaped, shortened until it takes at most *room* characters."""
    whole = escaped(text[: room + 1])
    if len(whole) <= room:
        return whole
    lengths = range(1, room + 1)
    fitting = bisect_right(lengths, room, key=lambda length: len(escaped(shortened(text, length))))
    return escaped(shortened(text, fitting)) if fitting else ""


def link(label: str, url: str | None, room: int) -> str | None:
    """Return a link to *url*, or None where it is no web address or takes more than *room*.

    Args:
        label: What to show: words of this program.
        url: Where to, perhaps with characters that an address cannot have.
        room: Characters that may be used.
    """
    if url is None:
        return None
    try:
        address = quote(url, safe=_SAFE_IN_ADDRESS)
        if urlsplit(address).scheme not in _HTTP:
            return None
    except ValueError:
        return None
    linked = f"<{escaped(address)}|{label}>"
    return linked if len(linked) <= room else None


def plain(mrkdwn: str) -> str:
    """Return what a person typed, from what Slack makes of it.

    Mentions of people, groups and everybody are left out, links show their label, channels their
    name.
    """
    text = _CONTROL.sub(_shown, mrkdwn)
    for character, entity in reversed(_ESCAPES.items()):
        text = text.replace(entity, character)
    return text.strip()


def _shown(match: re.Match[str]) -> str:
    target, _, label = match[1].partition("|")
    if target.startswith(("@", "!")):
        return ""
    if target.startswith("#"):
        return f"#{label}" if label else ""
    return label or target
