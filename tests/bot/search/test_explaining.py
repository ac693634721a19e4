from pathlib import Path

import pytest

from bot.search.explaining import explain
from bot.transcripts.model import Details, Speaker, Transcript, Turn
from tests.bot.search.corpora import EVERYTHING, opened

SAID = "We named the engine Alexnet, it weaves 15 algebraic patterns on a phone in the night."


@pytest.mark.parametrize(
    ("message", "exact", "changed", "missing", "in_order"),
    [
        ("engine weaves patterns", "engine weaves patterns", [], "", True),
        ("patterns the engine weaves", "patterns the engine weaves", [], "", False),
        ("enigne weaves", "weaves", [("enigne", "engine", "corrected")], "", True),
        ("engine weaving", "engine", [("weaving", "weaves", "inflected")], "", True),
        ("fone patterns", "patterns", [("fone", "phone", "sounds")], "", False),
        ("fifteen patterns", "patterns", [("fifteen", "15", "number")], "", True),
        ("16 patterns", "patterns", [("16", "15", "number")], "", True),
        ("alex net engine", "engine",
         [("alex", "alexnet", "joined"), ("net", "alexnet", "joined")], "", False),
        ("algebraicpatterns", "algebraic patterns", [], "", True),
        ("engine zebra weaves of", "engine weaves", [], "zebra", True),
        ("what did Ada say about engine patterns", "engine patterns", [], "", True),
    ],
)  # fmt: skip
def test_an_explanation_lists_what_became_of_each_word(
    tmp_path: Path,
    message: str,
    exact: str,
    changed: list[tuple[str, str, str]],
    missing: str,
    in_order: bool,
) -> None:
    ada = Speaker("ada", "Ada Lovelace")
    details = Details(id="a", title="A", speakers=(ada,))
    other = Turn("a", 1, None, "Of nothing else.")
    index = opened(tmp_path, [Transcript(details, (Turn("a", 0, "ada", SAID), other))])

    (match,) = index.search(message, EVERYTHING, limit=1, floor=0)
    found = explain(match.evidence)

    assert found.exact == tuple(exact.split())
    assert list(found.changed) == changed
    assert found.missing == tuple(missing.split())
    assert found.in_order is in_order
    assert found.speaker == (("ada",) if "Ada" in message else ())
    assert found.score == match.score
    assert 0 < found.coverage <= 1
    if not found.speaker:
        assert (found.coverage == pytest.approx(1)) == (not changed and not missing)
