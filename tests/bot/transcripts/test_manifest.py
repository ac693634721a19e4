import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadTranscriptError, Problem
from bot.transcripts.manifest import parse
from bot.transcripts.model import Details, Speaker

FULL = """
id = "pilot-1"
title = "The  Pilot"
show = "A Show"
date = 2024-02-29
episode = 12
url = "https://example.org/1?a=b#t"
language = "pt-BR"
licence = "CC BY 4.0"
format = "condensed"
embargo = "2024-03-01"
expires = 2030-01-01
mentions = [
    "said ada twice",  # a comment
    'so   ada',
]

[[speakers]]
label = "ada"
name = "Ada Lovelace"
aliases = ["Ada", "the countess"]
role = "guest"
quotable = false

[[speakers]]
label = "bob"
name = "Bob"
"""


def problems(text: str) -> list[str]:
    """Return what is wrong with *text*, each as `line: what`."""
    with pytest.raises(BadTranscriptError) as caught:
        parse(text, file="x.toml")
    assert {problem.file for problem in caught.value.problems} == {"x.toml"}
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


def test_everything_that_is_given_goes_into_the_details() -> None:
    manifest = parse(FULL, file="x.toml")

    assert manifest.amended(Details(id="", title="", source="x.txt")) == Details(
        id="pilot-1",
        title="The Pilot",
        show="A Show",
        date="2024-02-29",
        episode="12",
        url="https://example.org/1?a=b#t",
        language="pt-BR",
        licence="CC BY 4.0",
        source="x.txt",
        format="condensed",
        condensed=True,
        speakers=(
            Speaker("ada", "Ada Lovelace", ("Ada", "the countess"), "guest", quotable=False),
            Speaker("bob", "Bob"),
        ),
        embargo="2024-03-01",
        expires="2030-01-01",
    )
    assert manifest.mentions == ("said ada twice", "so ada")


def test_what_is_not_given_stays_as_the_file_has_it() -> None:
    found = Details(id="a", title="A", show="From the file", format="vtt")

    assert parse("", file="x.toml").amended(found) == found
    assert parse('show = "Mine"', file="x.toml").amended(found).show == "Mine"


def test_every_key_knows_its_line() -> None:
    manifest = parse(FULL, file="x.toml")

    wanted = {
        "title": 3,
        "mentions": 13,
        "mentions[0]": 14,
        "speakers[0]": 18,
        "speakers[1].name": 27,
    }
    assert {key: manifest.lines[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('id = "A b"', "id must be 1 to 64 of a to z, 0 to 9 and -"),
        (f'id = "{"a" * 65}"', "id must be 1 to 64 of a to z, 0 to 9 and -"),
        ('id = "a\\n"', "id must be 1 to 64 of a to z, 0 to 9 and -"),
        ("id = 7", "id must be 1 to 64 of a to z, 0 to 9 and -"),
        ('title = " "', "title must be text in quotes, and not empty"),
        ("title = 7", "title must be text in quotes, and not empty"),
        ("episode = true", "episode must be text in quotes, and not empty"),
        ('date = "29 February"', "date must be a day, like 2024-02-29"),
        ('date = "2023-02-29"', "date must be a day, like 2024-02-29"),
        ("date = 2024-02-29T10:00:00", "date must be a day, like 2024-02-29"),
        ("embargo = 2024", "embargo must be a day, like 2024-02-29"),
        ('url = "ftp://a.b"', "url must be an address that begins with http:// or https://"),
        ('url = "https://"', "url must be an address that begins with http:// or https://"),
        ('language = "english"', 'language must be a language tag, like "en" or "pt-BR"'),
        ('format = ""', "format must be text in quotes, and not empty"),
        ('mentions = "ada"', "mentions must be a list of texts in quotes"),
        ("speakers = 3", "speakers must be tables, each under a line [[speakers]]"),
        ('speakers = ["ada"]', "speakers must be tables, each under a line [[speakers]]"),
        (
            "titel = 3",
            "unknown key titel; known are id, title, show, date, episode, url, language, licence, "
            "format, embargo, expires, mentions, speakers",
        ),
    ],
    ids=lambda value: value if "=" in value else "",
)
def test_a_wrong_value_is_reported_at_its_line(line: str, problem: str) -> None:
    assert f"2: {problem}" in problems(f"# a comment\n{line}\n")


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (['name = "Ada"'], ["1: label of this speaker is missing"]),
        ([], ["1: label and name of this speaker is missing"]),
        (['label = ""', 'name = "Ada"'], ["2: label must be text in quotes, and not empty"]),
        (
            ['label = "a"', 'name = "A"', 'role = "boss"'],
            ['4: role must be "host" or "guest"'],
        ),
        (['label = "a"', 'name = "A"', "quotable = 1"], ["4: quotable must be true or false"]),
        (
            ['label = "a"', 'name = "A"', "aliases = [7]"],
            ["4: aliases must be text in quotes, and not empty"],
        ),
        (
            ['label = "a"', 'name = "A"', "[[speakers]]", 'label = "A"', 'name = "B"'],
            ['5: label "A" is there twice'],
        ),
        (
            ['label = "a"', 'name = "A"', "nick = 1"],
            ["4: unknown key nick; known are label, name, aliases, role, quotable"],
        ),
    ],
    ids=["no label", "nothing", "empty label", "role", "quotable", "alias", "twice", "unknown"],
)
def test_a_wrong_speaker_is_reported_at_its_line(lines: list[str], wanted: list[str]) -> None:
    assert problems("\n".join(["[[speakers]]", *lines])) == wanted


def test_all_problems_are_reported_together_in_the_order_of_their_lines() -> None:
    text = 'title = ""\nid = "B"\nx = 1\n[[speakers]]\nlabel = 1\nname = "N"\n'

    assert [problem.partition(":")[0] for problem in problems(text)] == ["1", "2", "3", "5"]


def test_condensed_text_needs_all_that_it_cannot_tell_itself() -> None:
    assert problems('\nformat = "condensed"') == [
        f'2: {key} is missing; "condensed" text cannot tell it'
        for key in ("id", "title", "speakers")
    ]


def test_mentions_serve_condensed_text_alone() -> None:
    assert problems('format = "vtt"\nmentions = ["ada"]') == [
        '2: mentions only serve format = "condensed"'
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title = ", 1),
        ('\ntitle = "A"\ntitle = "B"\n', 3),
        ('\n\n"', 3),
        ("a = " + "[" * 5000, None),
    ],
    ids=["cut off", "key twice", "open quote", "nested"],
)
def test_what_is_not_toml_is_one_problem(text: str, line: int | None) -> None:
    assert [problem.partition(":")[0] for problem in problems(text)] == [str(line)]


@given(
    st.text() | st.lists(st.sampled_from([*FULL.split("\n"), "x=", "[a]", "[[b]]"])).map("\n".join)
)
def test_any_text_is_read_or_ends_in_problems_of_its_own_lines(text: str) -> None:
    found: tuple[Problem, ...] = ()
    try:
        parse(text, file="x.toml")
    except BadTranscriptError as error:
        found = error.problems

    lines = range(1, text.count("\n") + 2)
    assert all(problem.line is None or problem.line in lines for problem in found)
