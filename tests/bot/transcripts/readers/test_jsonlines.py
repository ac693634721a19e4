import gzip
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadTranscriptError
from bot.transcripts.model import Details, Transcript, Turn
from bot.transcripts.readers.jsonlines import PROBLEMS_SHOWN, read


def turn(number: int = 0, doc: str = "talk", **other: Any) -> dict[str, Any]:
    said = {"doc": doc, "title": f"A {doc}", "turn": number, "speaker": "Ada", "start": None}
    return {**said, "text": f"words {number}", **other}


def data(*records: object) -> bytes:
    return "".join(f"{json.dumps(record)}\n" for record in records).encode()


def transcripts(content: bytes) -> list[Transcript]:
    return list(read(io.BytesIO(content), file="x.jsonl"))


def problems(content: bytes) -> list[str]:
    """Return what is wrong with *content*, each as `line: what`."""
    with pytest.raises(BadTranscriptError) as caught:
        transcripts(content)
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_many_transcripts_are_read_from_one_file_in_its_order(pack: Any) -> None:
    content = data(turn(0), turn(1, speaker=None, start=-2.5), turn(0, "another", start=7))

    assert transcripts(pack(content)) == [
        Transcript(
            Details(id="talk", title="A talk", source="x.jsonl"),
            (
                Turn("talk", 0, "Ada", "words 0"),
                Turn("talk", 1, None, "words 1", -2.5),
            ),
        ),
        Transcript(
            Details(id="another", title="A another", source="x.jsonl"),
            (Turn("another", 0, "Ada", "words 0", 7),),
        ),
    ]


def test_a_transcript_is_given_before_the_next_one_is_read() -> None:
    """So a file of any length takes the memory of its longest transcript."""
    stream = io.BytesIO(data(*(turn(0, f"d{n}", text="x" * 50_000) for n in range(100))))

    first = next(read(stream, file="x.jsonl"))

    assert first.id == "d0"
    assert stream.tell() < len(stream.getvalue())


def test_blank_lines_other_line_ends_and_other_keys_are_passed_over() -> None:
    content = b"\r\n  \n" + data(turn(0, words=2)).replace(b"\n", b"\r\n") + b"\t" + data(turn(1))

    assert [len(transcript.turns) for transcript in transcripts(content)] == [2]


def test_speaker_and_start_may_be_left_out() -> None:
    record = {"doc": "talk", "title": "T", "turn": 0, "text": "Hello."}

    assert transcripts(data(record))[0].turns == (Turn("talk", 0, None, "Hello."),)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"nothing", "not JSON"),
        (b'{"a": NaN}', "not JSON: NaN"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"[1]", "a line must be an object"),
        (b'"text"', "a line must be an object"),
        (b"7", "a line must be an object"),
        (b"{} {}", "more than one JSON value"),
        (b"{}", "doc must be text"),
        (data(turn(doc=None)), "doc must be text"),  # type: ignore[arg-type]
        (data(turn(title=" ")), "title must be text"),
        (data(turn(title=3)), "title must be text"),
        (data(turn(turn=True)), "turn must be a whole number"),
        (data(turn(turn=-1)), "turn must be a whole number"),
        (data(turn(turn=1.0)), "turn must be a whole number"),
        (data(turn(text="\n")), "text must be text"),
        (data(turn(text=None)), "text must be text"),
        (data(turn(speaker="")), "speaker must be text or null"),
        (data(turn(speaker=["Ada"])), "speaker must be text or null"),
        (data(turn(start="1")), "start must be a number of seconds"),
        (data(turn(start=False)), "start must be a number of seconds"),
        (data(turn(start=0)).replace(b': 0, "text', b': 1e999, "text'), "start must be a number"),
        (data(turn(text="\ud800")), "half a surrogate pair"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_line_that_is_no_turn_is_reported_by_its_number(line: bytes, why: str) -> None:
    (problem,) = problems(data(turn(0)) + line.rstrip() + b"\n" + data(turn(2)))

    assert problem.startswith("2: ")
    assert why in problem


@pytest.mark.parametrize("doc", ["", "A", "a b", "../a", "a" * 65, "a\n"])
def test_an_id_of_another_shape_is_refused(doc: str) -> None:
    (problem,) = problems(data(turn(0, doc)))

    assert problem.startswith("1: doc ")


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        ([1, 2], ["1: turn 1 where 0 must come"]),
        ([0, 2, 3], ["2: turn 2 where 1 must come"]),
        ([0, 1, 1], ["3: turn 1 where 2 must come"]),
        ([1, 0], ["1: turn 1 where 0 must come", "2: turn 0 where 2 must come"]),
    ],
    ids=["not from 0", "gap", "twice", "out of order"],
)
def test_turns_that_do_not_count_up_from_0_are_reported(
    numbers: list[int], wanted: list[str]
) -> None:
    assert problems(data(*map(turn, numbers))) == wanted


def test_a_transcript_whose_lines_do_not_stand_together_is_reported() -> None:
    content = data(turn(0, "a"), turn(0, "b"), turn(1, "a"), turn(2, "a"), turn(1, "b"))

    assert problems(content) == [
        '3: "a" began in line 1; keep the lines of one doc together',
        '5: "b" began in line 2; keep the lines of one doc together',
    ]


def test_a_title_that_changes_is_reported_once() -> None:
    content = data(turn(0), turn(1, title="Other"), turn(2, title="Other"))

    assert problems(content) == ['2: the title was "A talk" until here']


def test_problems_of_the_whole_file_are_listed_up_to_a_number_and_the_rest_counted() -> None:
    found = problems(b"{\n" * (PROBLEMS_SHOWN + 1234))

    assert len(found) == PROBLEMS_SHOWN + 1
    assert found[0].startswith("1: ")
    assert found[-1] == "None: and 1,234 more problems"


@pytest.mark.parametrize("content", [b"", b"\n\n", gzip.compress(b"")], ids=repr)
def test_a_file_without_turns_is_a_problem(content: bytes) -> None:
    assert problems(content) == ["None: there are no turns in it"]


@given(
    st.dictionaries(
        st.from_regex("[a-z0-9-]{1,64}", fullmatch=True),
        st.lists(st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip), min_size=1),
    ).filter(bool),
    st.booleans(),
)
def test_whatever_is_said_is_read_back(said: dict[str, list[str]], ascii_only: bool) -> None:
    content = "\n".join(
        json.dumps(turn(number, doc, text=text), ensure_ascii=ascii_only)
        for doc, texts in said.items()
        for number, text in enumerate(texts)
    )

    found = transcripts(content.encode())

    assert {t.id: [turn.text for turn in t.turns] for t in found} == said


LINES = st.sampled_from([data(turn(0)), data(turn(1)), b"{", b"\n", b"{}\n", b"\xff", b"\r"])


@given(st.binary() | st.lists(LINES).map(b"".join))
def test_any_bytes_are_read_or_end_in_problems(content: bytes) -> None:
    found: Sequence[object] = ()
    try:
        found = transcripts(content)
    except BadTranscriptError as error:
        found = error.problems

    assert found
