"""Normalise text: what is compared when words are compared.

Both sides, what was said and what was asked, go through `normalise`: lower case, no accents,
no apostrophes, "1,000" without its comma, everything else that is neither letter nor digit a
space. Ideographs and kana count as a word each, so that text without spaces can be searched.
Offsets given to people always count the words that `str.split` finds in the original.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Typographic signs that would otherwise make every other turn non-ASCII, which is slower.
_TYPOGRAPHIC = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0", "''\"\"--. ")
_APOSTROPHES = "'`\u02bc\u00b4"
# Every ASCII character but letters and digits separates words, save the apostrophe.
_SEPARATORS = str.maketrans(
    {chr(c): None if chr(c) in _APOSTROPHES else " " for c in range(128) if not chr(c).isalnum()}
)
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))(?<=\d,)")
_IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+")


def normalise(text: str) -> str:
    """Return the words of *text* as they are compared, separated by spaces."""
    if not text.isascii():
        text = text.translate(_TYPOGRAPHIC)
        if not text.isascii():
            return " ".join(_fold(text))
    if "," in text:
        text = _THOUSANDS.sub("", text)
    return text.lower().translate(_SEPARATORS)


def words(text: str) -> list[str]:
    """Return the normalised words of *text*; none when it has no letter or digit."""
    return normalise(text).split()


def words_at(pieces: Sequence[str], first: int = 0) -> Iterator[tuple[str, int]]:
    """Yield the normalised words of *pieces*, each with the number of its piece.

    *pieces* are what `str.split` made of a text, counted from *first*.
    """
    for at, piece in enumerate(pieces, first):
        for word in normalise(piece).split():
            yield word, at


def _fold(text: str) -> list[str]:
    for apostrophe in _APOSTROPHES:
        text = text.replace(apostrophe, "")
    text = unicodedata.normalize("NFKD", _THOUSANDS.sub("", text).casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _WORD.findall(unicodedata.normalize("NFKC", text))
