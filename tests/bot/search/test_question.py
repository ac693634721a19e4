import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.english import CHATTER, LISTENERS
from bot.search.question import QUESTION_MAX_CHARS, Question, parse
from bot.search.text import words

PARTS = """
    hello <@U1> <@!1> :wave: " “ ” ` ``` cc @ann lol what did Lukas say about GAMERS https://x.y/z
    <https://x.y|a b> 😂 the quote sooo 1,000 量子 ? < >
""".split()
MESSAGES = st.text() | st.lists(st.sampled_from(PARTS)).map(" ".join)


def told(question: Question) -> str:
    """Return the words of a question, asides in brackets."""
    return " ".join(
        f"({word})" if at in question.asides else word for at, word in enumerate(question.words)
    )


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("Hi! deep learning", "deep learning"),
        ("good morning everyone, deep learning lol", "deep learning"),
        ("yo <@U02AB3KQ> deep learning thx!!", "deep learning"),
        ("<@!123456789> <@&42> <#C024BE7LR> <#99|general> deep learning", "deep learning"),
        ("<!here> <!subteam^S1|@hr> deep learning", "deep learning"),
        ("deep learning </ask:1234> <t:1618953630:R> <id:customize>", "deep learning"),
        ("deep learning <mailto:ann@example.com|ann@example.com>", "deep learning"),
        ("deep learning cc @hr-team", "deep learning"),
        ("deep learning cc: @ann @bob.c", "deep learning"),
        ("deep learning https://example.com/a?b=c#d", "deep learning"),
        ("deep learning www.example.com/x", "deep learning"),
        ("<https://example.com/x|our own slides> deep learning", "deep learning"),
        ("deep :joy: learning :+1::skin-tone-2: 😂🤯❤️", "deep learning"),
        ("<:pog:1234> deep <a:dance:99> learning", "deep learning"),
        ("`deep` *learning* ~_now_~ > quoted", "deep learning now quoted"),
        ("```python\ndeep learning```", "deep learning"),
        ("```deep learning```", "deep learning"),
        ("DEEP LEARNING!!!", "deep learning"),
        ("sooo deeeep learningggg", "so dep learning"),
        ("at 12:30:45 sharp", "at 12 30 45 sharp"),
        ("mail ann@example.com now", "mail ann example com now"),
        ("his friends say hello every morning to the team in Rome", None),
    ],
)
def test_what_chat_puts_around_words_is_no_part_of_them(message: str, wanted: str | None) -> None:
    found = parse(message)

    assert " ".join(found.words) == (wanted if wanted is not None else message.casefold())
    assert found.phrases == ()


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("what did Lukas say about the gamers", "(what) (did) (lukas) (say) (about) (the) gamers"),
        ("who was it that said gamers win", "(who) (was) (it) (that) (said) gamers win"),
        (
            "can you find the bit where they talk about gamers",
            "(can) (you) (find) (the) (bit) (where) (they) (talk) (about) gamers",
        ),
        ("where is the gamers quote?", "(where) (is) (the) gamers (quote)"),
        ("gamers quote please", "gamers (quote)"),
        ("gamers in general are said to be patient", "gamers in general are said to be patient"),
        ("he said gamers are patient", "(he) (said) gamers are patient"),
        ("Lukas said gamers are patient", "(lukas) (said) gamers are patient"),
        ("what did he say", "what did he say"),
        ("the one", "the one"),
    ],
)
def test_words_that_only_ask_stay_as_asides(message: str, wanted: str) -> None:
    assert told(parse(message)) == wanted


@pytest.mark.parametrize(
    ("message", "loose", "phrases"),
    [
        ('"Deep, learning!" works', "works", ["deep learning"]),
        ('he said "it works" and “it’s fast”', "he said and", ["it works", "its fast"]),
        ('hello "hello you" lol', "", ["hello you"]),
        ('"..." works', None, []),
        ('works "not closed', None, []),
        ('""', None, []),
        ('"sooo deep"', "", ["sooo deep"]),
    ],
    ids=["one", "two", "chatter", "no words", "not closed", "empty", "stretched"],
)
def test_what_stands_in_double_quotes_must_occur_as_it_is(
    message: str, loose: str | None, phrases: list[str]
) -> None:
    found = parse(message)

    assert [" ".join(phrase) for phrase in found.phrases] == phrases
    if loose is not None:
        assert " ".join(found.words) == " ".join([loose, *phrases]).strip()
        assert all(at < len(loose.split()) for at in found.asides)


@pytest.mark.parametrize(
    "message",
    ["", " \n", "😂🤯", "!!!", "hello", "hi everyone lol", "Good morning, team!", "thank you bot",
     "<@1>", "https://x.y", ":wave:", "``", '""'],
)  # fmt: skip
def test_a_message_that_looks_for_nothing_has_no_words(message: str) -> None:
    assert parse(message) == Question(())


@pytest.mark.parametrize("word", sorted(LISTENERS))
def test_whom_one_greets_can_be_looked_for_alone(word: str) -> None:
    assert parse(word).words == (word,)
    assert parse(f"hey {word}").words == ()


@pytest.mark.parametrize("word", ["gamers", "the", "量", "für", "привет", "5"])
def test_one_word_is_a_question(word: str) -> None:
    assert parse(word) == Question(tuple(words(word)))


def test_only_the_first_characters_of_a_long_message_count() -> None:
    message = "ab " * QUESTION_MAX_CHARS

    assert parse(message) == parse(message[:QUESTION_MAX_CHARS])
    assert len(parse(message).words) == (QUESTION_MAX_CHARS + 1) // 3


@given(MESSAGES)
def test_any_message_has_a_question_in_normalised_words(message: str) -> None:
    found = parse(message)

    assert all(words(word) == [word] for word in found.words)
    assert all(0 <= at < len(found.words) for at in found.asides)
    assert not found.words or len(found.asides) < len(found.words)
    for phrase in found.phrases:
        assert phrase
        assert f" {' '.join(phrase)} " in f" {' '.join(found.words)} "


@given(st.lists(st.sampled_from(["deep", "learning", "engines", "rome"]), min_size=1))
def test_plain_words_are_left_as_they_are(said: list[str]) -> None:
    assert parse(" ".join(said)) == Question(tuple(said))


def test_chatter_and_listeners_are_normalised_words() -> None:
    assert all(words(word) == [word] for word in CHATTER | LISTENERS)
