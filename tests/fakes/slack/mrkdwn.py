"""What a message means to Slack: the text people see, whom it pings, where its links lead.

Where the documentation leaves doubt, the reading is the one that pings more: a safe bot does not
depend on the doubt.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.fakes.slack.wire import Json, objects

_CONTROL = re.compile(r"<([^<>]*)>")
_USER = re.compile(r"@([UW][A-Z0-9]+)$")
_GROUP = re.compile(r"!subteam\^(S[A-Z0-9]+)$")
_CHANNEL = re.compile(r"#([CDG][A-Z0-9]+)$")
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[\w-]+(?:\.[\w-]+)+)\S*$")
_BARE = re.compile(r"\bhttps?://[^\s<>|`*_~)\]]+", re.IGNORECASE)
_LOUD = re.compile(r"(?<![\w@])@(channel|here|everyone|group)\b")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)\s>]+)[^)]*\)")
_BROADCASTS = {"channel", "here", "everyone", "group"}
_LEGACY_TEXTS = ("pretext", "title", "text", "value", "footer", "author_name", "fallback")


@dataclass(frozen=True, slots=True)
class Link:
    """A link people can follow.

    Attributes:
        url: Where it leads.
        label: What it shows instead of the address, or None when the address itself shows.
    """

    url: str
    label: str | None = None


@dataclass(slots=True)
class Reading:
    """What one text, message or view amounts to.

    Attributes:
        shown: What people see, formatting marks included, buttons and menus not.
        pinged: Whom it notifies, in order: user and group ids, `channel`, `here`, `everyone`.
        links: Its links, in order.
    """

    shown: str = ""
    pinged: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, other: "Reading", *, shown: bool = True) -> None:
        """Take *other* in, on a line of its own; its text only where *shown*."""
        if shown and other.shown:
            self.shown = f"{self.shown}\n{other.shown}" if self.shown else other.shown
        self.pinged += other.pinged
        self.links += other.links


def unescape(text: str) -> str:
    """Return *text* with Slack's three entities decoded, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    """Return *text* as Slack sends on what a person typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read_mrkdwn(raw: str, *, preprocessed: bool = False) -> Reading:
    """Read *raw* as mrkdwn.

    Args:
        raw: The text as sent, entities and control sequences included.
        preprocessed: Whether Slack looks for `@here` and the like in plain words too, as it does
            in text objects without `verbatim` and under `link_names`.
    """
    reading = Reading()
    shown: list[str] = []
    end = 0
    for match in _CONTROL.finditer(raw):
        shown.append(_plain(raw[end : match.start()], reading, preprocessed=preprocessed))
        shown.append(_control(match[1], reading))
        end = match.end()
    shown.append(_plain(raw[end:], reading, preprocessed=preprocessed))
    reading.shown = "".join(shown)
    return reading


def read_markdown(raw: str) -> Reading:
    """Read *raw* as the standard Markdown of a `markdown` block."""
    links = [Link(match[2], unescape(match[1])) for match in _MARKDOWN_LINK.finditer(raw)]
    reading = read_mrkdwn(_MARKDOWN_LINK.sub(r"\1", raw), preprocessed=True)
    reading.links = links + reading.links
    return reading


def read_message(arguments: Json) -> Reading:
    """Read a message as it was sent: `text`, `blocks` and `attachments`.

    Blocks are what people see where there are any; what `text` would ping counts all the same.
    """
    text = arguments.get("text")
    loud = bool(arguments.get("link_names")) or arguments.get("parse") == "full"
    top = read_mrkdwn(text, preprocessed=loud) if isinstance(text, str) else Reading()
    reading = read_blocks(arguments.get("blocks"))
    markdown = arguments.get("markdown_text")
    if isinstance(markdown, str):
        reading.add(read_markdown(markdown))
    reading.add(top, shown=not reading.shown)
    for attachment in objects(arguments.get("attachments")):
        reading.add(_legacy(attachment))
    return reading


def read_blocks(blocks: object) -> Reading:
    """Read *blocks*, of a message or a view."""
    reading = Reading()
    for block in objects(blocks):
        for part, visible in _parts(block, visible=True):
            reading.add(part, shown=visible)
    return reading


def _plain(raw: str, reading: Reading, *, preprocessed: bool) -> str:
    text = unescape(raw)
    reading.links += [Link(url) for url in _BARE.findall(text)]
    if preprocessed:
        reading.pinged += _LOUD.findall(text)
    return text


def _control(body: str, reading: Reading) -> str:
    target, _, label = body.partition("|")
    label = unescape(label)
    if match := _USER.match(target):
        reading.pinged.append(match[1])
        return f"@{label or match[1]}"
    if match := _GROUP.match(target):
        reading.pinged.append(match[1])
        return f"@{label or match[1]}"
    if target.startswith("!") and target[1:] in _BROADCASTS:
        reading.pinged.append(target[1:])
        return f"@{target[1:]}"
    if target.startswith("!date^"):
        pieces = target.split("^")
        reading.links += [Link(unescape(url), label) for url in pieces[3:4]]
        return label
    if match := _CHANNEL.match(target):
        return f"#{label or match[1]}"
    url = unescape(target)
    if _ADDRESS.match(url):
        reading.links.append(Link(url, label or None))
        return label or url
    return f"<{unescape(body)}>"


def _parts(node: Json, *, visible: bool) -> Iterator[tuple[Reading, bool]]:
    kind, text = node.get("type"), node.get("text")
    if kind == "mrkdwn" and isinstance(text, str):
        yield read_mrkdwn(text, preprocessed=not node.get("verbatim")), visible
    elif kind in {"plain_text", "text"} and isinstance(text, str):
        yield Reading(shown=text), visible
    elif kind == "markdown" and isinstance(text, str):
        yield read_markdown(text), visible
    elif kind == "rich_text_section":
        yield _joined(objects(node.get("elements"))), visible
    elif kind in {"user", "usergroup", "broadcast", "link", "channel", "emoji"}:
        yield _rich(node), visible
    else:
        url = node.get("url")
        if isinstance(url, str) and kind not in {"image"}:
            yield Reading(links=[Link(url, _label(node))]), False
        if isinstance(node.get("alt_text"), str):
            yield Reading(shown=node["alt_text"]), visible
        pressable = "action_id" in node or kind in {"button", "overflow"}
        for child in _children(node):
            yield from _parts(child, visible=visible and not pressable)


def _children(node: Json) -> Iterable[Json]:
    for value in node.values():
        if isinstance(value, dict):
            yield value
        else:
            yield from objects(value)


def _label(node: Json) -> str | None:
    text = node.get("text")
    return str(text.get("text", "")) if isinstance(text, dict) else None


def _joined(elements: list[Json]) -> Reading:
    whole = Reading()
    for element in elements:
        text = element.get("text")
        part = Reading(shown=str(text)) if element.get("type") == "text" else _rich(element)
        whole.shown += part.shown
        whole.add(part, shown=False)
    return whole


def _rich(node: Json) -> Reading:
    match node.get("type"):
        case "user":
            return Reading(f"@{node.get('user_id')}", [str(node.get("user_id"))])
        case "usergroup":
            return Reading(f"@{node.get('usergroup_id')}", [str(node.get("usergroup_id"))])
        case "broadcast":
            return Reading(f"@{node.get('range')}", [str(node.get("range"))])
        case "link":
            url, label = str(node.get("url")), node.get("text")
            return Reading(str(label or url), [], [Link(url, str(label) if label else None)])
        case "channel":
            return Reading(f"#{node.get('channel_id')}")
        case _:
            return Reading(f":{node.get('name')}:")


def _legacy(attachment: Json) -> Reading:
    reading = read_blocks(attachment.get("blocks"))
    for holder in (attachment, *objects(attachment.get("fields"))):
        for name in _LEGACY_TEXTS:
            if isinstance(holder.get(name), str):
                reading.add(read_mrkdwn(holder[name], preprocessed=True))
    for name in ("title_link", "author_link", "from_url"):
        if isinstance(attachment.get(name), str):
            reading.links.append(Link(attachment[name], attachment.get("title")))
    return reading
