"""What a user could pick instead, each as good as a few careful lines make it.

All index the same texts and return the numbers of the best ones. Each imports its library only
when it is used, because start-up and memory are measured too.
"""

import re
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

_WORD = re.compile(r"[^\W_]+")


class Hit(NamedTuple):
    """A text that was found: its number, and a score that only ranks."""

    text: int
    score: float


class Peer(Protocol):
    """A search that was built in a folder and opened there."""

    def search(self, query: str, limit: int) -> list[Hit]:
        """Return at most *limit* texts, best first."""
        ...


class Kind(NamedTuple):
    """How a peer is called, built and opened.

    Attributes:
        name: As shown.
        folder: Name of the folder of what is built; peers of one folder share that.
        is_slow: Whether one answer over the large library takes about a second, or more.
        build: Builds it of texts in an empty folder.
        open: Opens it there.
    """

    name: str
    folder: str
    is_slow: bool
    build: Callable[[Path, Iterable[str]], None]
    open: Callable[[Path], Peer]


class RapidFuzz:
    """`process.extract` over every text, prepared as its documentation advises.

    Texts less than half as long as the query are passed over: its partial scorers find a text of
    one word wholly in any query that has the word, and hundreds of those would come first.
    """

    def __init__(self, folder: Path, scorer: str) -> None:
        """Read all texts; *scorer* is the name of a function of `rapidfuzz.fuzz`."""
        from rapidfuzz import fuzz, process, utils

        self._extract, self._prepare = process.extract, utils.default_process
        self._scorer = getattr(fuzz, scorer)
        lines = (folder / "texts").read_text(encoding="utf-8").splitlines()
        pairs = [line.split(" ", 1) for line in lines]
        self._numbers = [int(number) for number, _ in pairs]
        self._texts = [text for _, text in pairs]

    @staticmethod
    def build(folder: Path, texts: Iterable[str]) -> None:
        """Write the texts, one a line, prepared, the shortest first."""
        from rapidfuzz import utils

        prepared = (" ".join(utils.default_process(text).split()) for text in texts)
        lines = sorted(enumerate(prepared), key=lambda item: len(item[1]))
        with (folder / "texts").open("w", encoding="utf-8") as file:
            file.writelines(f"{number} {text}\n" for number, text in lines)

    def search(self, query: str, limit: int) -> list[Hit]:
        """Compare the query with every text."""
        wanted = self._prepare(query)
        first = bisect_left(self._texts, len(wanted) / 2, key=len)
        found = self._extract(wanted, self._texts[first:], scorer=self._scorer, limit=limit)
        return [Hit(self._numbers[first + at], score) for _, score, at in found]


class Fts5:
    """SQLite's full-text search, any of the query's tokens, best BM25 first."""

    def __init__(self, folder: Path, tokens: Callable[[str], Sequence[str]]) -> None:
        """Open the database; *tokens* cuts a query as the table's tokenizer cuts texts."""
        self._tokens = tokens
        self._database = sqlite3.connect(folder / "fts.db", check_same_thread=False)

    @staticmethod
    def build(folder: Path, texts: Iterable[str], tokenizer: str) -> None:
        """Index the texts without keeping them."""
        database = sqlite3.connect(folder / "fts.db")
        database.execute(
            f"CREATE VIRTUAL TABLE fts USING fts5(text, content='', tokenize='{tokenizer}')"
        )
        database.executemany("INSERT INTO fts(rowid, text) VALUES (?, ?)", enumerate(texts))
        database.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        database.commit()
        database.close()

    def search(self, query: str, limit: int) -> list[Hit]:
        """Ask for any of the tokens."""
        tokens = dict.fromkeys(self._tokens(query.lower()))
        found = self._database.execute(
            "SELECT rowid, -rank FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{token}"' for token in tokens) or '""', limit),
        )
        return [Hit(number, score) for number, score in found]


class TantivyBm25:
    """tantivy's BM25 over English stems, any of the query's words."""

    def __init__(self, folder: Path) -> None:
        """Open the index, memory-mapped."""
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(folder: Path, texts: Iterable[str]) -> None:
        """Index the texts without keeping them."""
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", tokenizer_name="en_stem", index_option="freq")
        schema.add_unsigned_field("number", fast=True)
        index = tantivy.Index(schema.build(), path=str(folder))
        writer = index.writer(128_000_000, num_threads=1)
        for number, text in enumerate(texts):
            document = tantivy.Document()
            document.add_text("text", text)
            document.add_unsigned("number", number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def search(self, query: str, limit: int) -> list[Hit]:
        """Ask for any of the words."""
        parsed = self._index.parse_query(" ".join(_words(query.lower())), ["text"])
        hits = self._searcher.search(parsed, limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [
            Hit(int(number or 0), score) for number, (score, _) in zip(numbers, hits, strict=True)
        ]


class Bm25s:
    """bm25s with its English stop words and the stems that tantivy has."""

    def __init__(self, folder: Path) -> None:
        """Read the matrix of scores into memory."""
        import bm25s  # type: ignore[import-untyped]  # has no types

        self._tokenize, self._stems = bm25s.tokenize, _stems()
        self._retriever = bm25s.BM25.load(folder, load_vocab=True)

    @staticmethod
    def build(folder: Path, texts: Iterable[str]) -> None:
        """Compute every score a word can give a text."""
        import bm25s

        tokens = bm25s.tokenize(list(texts), stopwords="en", stemmer=_stems(), show_progress=False)
        retriever = bm25s.BM25()
        retriever.index(tokens, show_progress=False)
        retriever.save(folder, show_progress=False)

    def search(self, query: str, limit: int) -> list[Hit]:
        """Add up the scores of the words."""
        (words,) = self._tokenize(
            [query], stopwords="en", stemmer=self._stems, return_ids=False, show_progress=False
        )
        known = [word for word in words if word in self._retriever.vocab_dict]
        if not known:
            return []
        numbers, scores = self._retriever.retrieve([known], k=limit, show_progress=False)
        return [
            Hit(int(number), float(score))
            for number, score in zip(numbers[0], scores[0], strict=True)
            if score > 0
        ]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _trigrams(text: str) -> list[str]:
    plain = " ".join(_words(text))
    return [plain[at : at + 3] for at in range(len(plain) - 2)]


def _stems() -> Callable[[list[str]], list[str]]:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    stemmer = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()
    return lambda words: [stemmer.analyze(word)[0] for word in words]


def _fuzzy(scorer: str) -> Kind:
    return Kind(
        f"RapidFuzz {scorer}",
        "rapidfuzz",
        is_slow=True,
        build=RapidFuzz.build,
        open=lambda at: RapidFuzz(at, scorer),
    )


def _fts5(name: str, folder: str, tokenizer: str, tokens: Callable[[str], list[str]]) -> Kind:
    return Kind(
        name,
        folder,
        is_slow=True,
        build=lambda at, texts: Fts5.build(at, texts, tokenizer),
        open=lambda at: Fts5(at, tokens),
    )


PEERS: dict[str, Kind] = {
    "wratio": _fuzzy("WRatio"),
    "partial": _fuzzy("partial_ratio"),
    "tokens": _fuzzy("token_set_ratio"),
    "porter": _fts5("SQLite FTS5, Porter", "fts5-porter", "porter unicode61", _words),
    "trigram": _fts5("SQLite FTS5, trigrams", "fts5-trigrams", "trigram", _trigrams),
    "tantivy": Kind("tantivy BM25 alone", "tantivy", False, TantivyBm25.build, TantivyBm25),
    "bm25s": Kind("bm25s", "bm25s", False, Bm25s.build, Bm25s),
}
# A peer for each thing that is built.
BUILDS = {kind.folder: name for name, kind in reversed(PEERS.items())}
