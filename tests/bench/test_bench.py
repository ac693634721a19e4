"""The benchmarks start, their peers find things, and their metrics are those of score.py."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.__main__ import BENCHES
from tests.bench.metrics import Query, Span, is_hit, measure
from tests.bench.options import ROOT
from tests.bench.peers import PEERS
from tests.bench.table import table

SCORE = ROOT / "tests" / "data" / "score.py"
TEXTS = [
    "the more you buy the more you save",
    "accelerated computing is the path forward",
    "quantum computers will need classical ones beside them",
    *(f"nothing of note was said in part {number} of the talk" for number in range(10)),
]

spans = st.builds(
    lambda turn, start, words: Span(turn=turn, start=start, end=start + words),
    st.integers(0, 1),
    st.integers(0, 60),
    st.integers(1, 50),
)


def span(turn: int, start: int, end: int) -> Span:
    return {"turn": turn, "start": start, "end": end}


@pytest.fixture(scope="module")
def official_is_hit() -> Callable[[Span, list[Span], int], bool]:
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    judge: Callable[[Span, list[Span], int], bool] = module.is_hit
    return judge


@pytest.mark.parametrize("name", BENCHES)
def test_every_benchmark_can_be_run_by_its_name(name: str) -> None:
    module = import_module(f"tests.bench.{name}")

    assert callable(module.main)
    assert 'if __name__ == "__main__":\n    main()\n' in Path(str(module.__file__)).read_text(
        "utf-8"
    )


def test_a_benchmark_that_is_not_there_is_refused_by_name() -> None:
    command = [sys.executable, "-m", "tests.bench", "speed"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 2
    assert "there is no speed" in done.stderr


@given(match=spans, gold=st.lists(spans, max_size=3))
def test_a_hit_is_what_score_py_calls_a_hit(
    official_is_hit: Callable[[Span, list[Span], int], bool], match: Span, gold: list[Span]
) -> None:
    assert is_hit(match, gold) == official_is_hit(match, gold, 45)


def test_the_metrics_equal_those_of_score_py(tmp_path: Path) -> None:
    queries: list[Query] = [
        {"qid": "first", "kind": "exact", "query": "a", "gold": [span(3, 10, 20)]},
        {"qid": "third", "kind": "exact", "query": "b", "gold": [span(9, 0, 5), span(4, 0, 5)]},
        {"qid": "twelfth", "kind": "typo", "query": "c", "gold": [span(5, 0, 4)]},
        {"qid": "page", "kind": "typo", "query": "d", "gold": [span(6, 0, 4)]},
        {"qid": "refused", "kind": "typo", "query": "e", "gold": [span(7, 0, 4)]},
        {"qid": "nobody", "kind": "nomatch", "query": "f", "gold": []},
        {"qid": "somebody", "kind": "nomatch", "query": "g", "gold": []},
        {"qid": "none", "kind": "nomatch", "query": "h", "gold": []},
    ]
    answers = {
        "first": [span(3, 15, 40)],
        "third": [span(3, 0, 5), span(4, 3, 9), span(4, 2, 9)],
        "twelfth": [*[span(1, 0, 5)] * 11, span(5, 0, 4)],
        "page": [span(6, 0, 46), span(6, 0, 45)],
        "refused": [],
        "nobody": [],
        "somebody": [span(1, 0, 5)],
        "none": [],
    }
    file = tmp_path / "queries.jsonl"
    file.write_text("".join(json.dumps(query) + "\n" for query in queries), encoding="utf-8")
    said = "".join(json.dumps({"qid": q, "matches": m}) + "\n" for q, m in answers.items())

    ours = measure(queries, answers)
    command = [sys.executable, str(SCORE), str(file), "--json"]
    done = subprocess.run(command, input=said, capture_output=True, text=True, check=True)

    every = ours.total()
    assert json.loads(done.stdout) == {
        "hit1": every.hit1,
        "hit3": every.hit3,
        "mrr": every.mrr,
        "refused_wrongly": every.refusals,
        "refused_rightly": ours.rightly,
        "hit1_by_kind": {kind: tally.hit1 for kind, tally in ours.kinds.items()},
    }
    assert (every.hit1, every.hit3) == (0.2, 0.6)


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_finds_what_was_said_almost_so(name: str, tmp_path: Path) -> None:
    PEERS[name].build(tmp_path, iter(TEXTS))

    hits = PEERS[name].open(tmp_path).search("The quantum computers need classical!", 3)

    assert hits[0].text == 2
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_table_is_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    table(("system", "hit@1"), [("jensen-bot", 1.0), ("x", 0.25)])

    assert capsys.readouterr().out.splitlines() == [
        "| system     | hit@1 |",
        "| ---------- | ----: |",
        "| jensen-bot |   1.0 |",
        "| x          |  0.25 |",
        "",
    ]
