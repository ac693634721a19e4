"""Markdown, HTML and other markup taken out of text; every word of it stays.

All patterns are bounded or stop at the next sign of their own kind, so time is linear in the
length of the text, whatever it holds; they begin with a sign, so that `re` skips to the next one.
"""

import html
import re

from bot.transcripts.readers.times import TIME

_URL = r"(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}"
_SUSPECT = re.compile(r"[*_`\\\[\]<&~\u200b\ufeff]")
_TIMES = re.compile(rf"(?:\\\[|\[)\(?{TIME}\)?\\?\](?:\({_URL}\))?")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN = 0xE000  # what is escaped hides in the private use area while markup is taken out
_SEEN = re.compile(f"[{chr(_HIDDEN + 33)}-{chr(_HIDDEN + 126)}]")
_SIGNS = {ord(sign): chr(_HIDDEN + ord(sign)) for sign in "*_`\\[]()<>&~{}"}
_CODE = re.compile(r"(`{1,3})(?!`)([^`]+)\1(?!`)")
_LINK = re.compile(rf"(?:!\[|\[)([^\[\]]{{0,2000}})\]\(({_URL})(?:\s\"[^\"]{{0,300}}\")?\)")
_REFERENCE = re.compile(r"\[([^\[\]]{1,300})\]\[[^\[\]]{0,100}\]")
_GLOSSARY = re.compile(r"\[glossary:([^\[\]]{1,200})\]")  # the mission logs of Spacelog
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_TAG = re.compile(
    r"</?(?:a|abbr|address|article|b|big|blockquote|br|center|cite|code|del|details|div|em|font"
    r"|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|q|s|section|small|span|strike|strong|sub"
    r"|summary|sup|table|tbody|td|th|thead|time|tr|tt|u|ul|video)(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_CLOSE_TAGS = re.compile(r"</?(?:b|i|u|s|em|strong|span|sub|sup|code|a)\b[^<>]{0,1000}>", re.I)
_STARS = re.compile(r"\*(?<![\w*]\*)(\*{0,2})(?=[^\s*])([^*]+)(?<=\S)\*\1(?![\w*])")
_BARS = re.compile(r"_(?<![\w_]_)(_{0,2})(?=[^\s_])([^_]+)(?<=\S)_\1(?![\w_])")
_STRUCK = re.compile(r"~~([^~]{1,2000})~~")
_CODES = re.compile(r"\{[a-z]{3,20}\}")  # {disfmarker}, {vocalsound}: marks of meeting corpora
_SPACED_STOP = re.compile(r"(?<=[\w'’\")\]%]) (?=[.,?!;](?:\s|$))")
_INVISIBLE = dict.fromkeys((0x200B, 0xFEFF))
_UNSENDABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\u200b\ufeff]")


def plain(text: str) -> str:
    """Return *text* without Markdown, HTML tags, entities and times in brackets, on one line.

    What is escaped or in backquotes is text, whatever it looks like.
    """
    if _SUSPECT.search(text) is None:
        return " ".join(text.split())
    if "[" in text:
        text = _TIMES.sub(" ", text)
    hidden = "\\" in text or "`" in text
    if hidden:
        text = _ESCAPE.sub(lambda found: chr(_HIDDEN + ord(found[1])), text)
        text = _CODE.sub(lambda found: found[2].translate(_SIGNS), text)
    if "[" in text:
        text = _LINK.sub(lambda found: "" if found[0][0] == "!" else found[1], text)
        text = _REFERENCE.sub(r"\1", text)
        text = _GLOSSARY.sub(r"\1", text)
    if "<" in text:
        text = _ADDRESS.sub(r"\1", text)
        text = _TAG.sub(" ", _CLOSE_TAGS.sub("", text))
    if "*" in text:
        text = _STARS.sub(r"\2", _STARS.sub(r"\2", text))  # twice: one inside the other
    if "_" in text:
        text = _BARS.sub(r"\2", text)
        if "*" in text:
            text = _STARS.sub(r"\2", text)
    if "~~" in text:
        text = _STRUCK.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    if hidden:
        text = _SEEN.sub(lambda found: chr(ord(found[0]) - _HIDDEN), text)
    if "\u200b" in text or "\ufeff" in text:
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Return *text* on one line: no controls, entities, meeting codes or blanks before stops."""
    if "&" in text:
        text = html.unescape(text)
    if "{" in text:
        text = _CODES.sub(" ", text)
    if not text.isprintable():
        text = _UNSENDABLE.sub(" ", text)
    text = " ".join(text.split())
    return _SPACED_STOP.sub("", text) if " ." in text or " ," in text or " ?" in text else text
