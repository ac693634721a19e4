"""Queries that would be slow elsewhere, made by chance from what the large library says."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

CHARS = 2_000
WORDS = 1_000
COMMONEST = 40

_WORD = re.compile(r"[a-z]+")


def makers(texts: Iterable[str], rng: random.Random) -> Mapping[str, Callable[[], str]]:
    """Return what makes another query of each sort, from *texts* of at least WORDS words."""
    said = [text.lower() for text in texts]
    counted = Counter(word for text in said for word in _WORD.findall(text))
    words = list(counted)
    common = [word for word, _ in counted.most_common(COMMONEST)]

    def talk() -> str:
        at = rng.randrange(len(said))
        text = ""
        while len(text) < CHARS:
            text += said[at % len(said)] + " "
            at += 1
        return text[:CHARS]

    return {
        f"{CHARS:,} characters of talk": talk,
        f"one letter, 10 to {CHARS:,} times": lambda: (
            rng.choice("aeiostz") * rng.randrange(10, CHARS)
        ),
        f"{WORDS:,} distinct words": lambda: " ".join(rng.sample(words, WORDS)),
        f"only the {COMMONEST} commonest words": lambda: " ".join(
            rng.choices(common, k=rng.randrange(3, COMMONEST))
        ),
    }
