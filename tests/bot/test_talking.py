"""How typed lines are understood."""

from pathlib import Path

import pytest

from bot.app import Bot
from bot.errors import BadRequestError
from bot.reply import Reply
from bot.talking import VERBS
from tests.bot.interviews import bot_at, lighthouse


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return bot_at(tmp_path_factory.mktemp("home"), lighthouse())


def answer(bot: Bot, line: str) -> Reply:
    return bot.talking.answer(line, scope=bot.asking.scope())


def test_any_line_is_a_question(bot: Bot) -> None:
    assert answer(bot, " gave me a clock ").cards[0].title == "Ben Okafor"


@pytest.mark.parametrize("line", ["help", "Help", " help "], ids=["plain", "upper", "spaced"])
def test_help_alone_is_help(bot: Bot, line: str) -> None:
    assert answer(bot, line) == bot.asking.help()


def test_a_question_that_begins_with_help_is_asked(bot: Bot) -> None:
    assert answer(bot, "help me find the biscuit tin").cards[0].title == "Ben Okafor"


@pytest.mark.parametrize(
    "line",
    ["verify the work was mine", "VERIFY  the work was mine", "verify\nthe work was mine"],
    ids=["lower case", "upper case", "over two lines"],
)
def test_verify_takes_what_follows(bot: Bot, line: str) -> None:
    assert answer(bot, line).cards[0].title == "Said word for word"


def test_verify_alone_asks_for_words(bot: Bot) -> None:
    with pytest.raises(BadRequestError, match="Verify what"):
        answer(bot, "verify ")


def test_quote_alone_quotes_something(bot: Bot) -> None:
    reply = answer(bot, "quote")

    assert reply.found
    assert reply.cards[0].quoted
    assert "match" not in reply.cards[0].footer


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("quote ben okafor", "Ben Okafor"),
        ("quote by the keeper", "Ben Okafor"),
        ("quote from Keeping the Light", "Ben Okafor"),
        ("Quote Lukas", "Lukas Biewald"),
    ],
    ids=["a name", "an alias", "a title", "in any case"],
)
def test_quote_before_a_name_keeps_to_it(bot: Bot, line: str, title: str) -> None:
    assert answer(bot, line).cards[0].title == title


@pytest.mark.parametrize(
    "line", ["quote me on that clock in the museum", "quotes about a biscuit tin"], ids=str
)
def test_a_question_that_begins_with_quote_is_asked(bot: Bot, line: str) -> None:
    assert answer(bot, line).cards[0].title == "Ben Okafor"


def test_a_verb_in_double_quotes_is_looked_for(bot: Bot) -> None:
    assert answer(bot, '"verify"').found is False


def test_a_private_line_is_answered_privately(bot: Bot) -> None:
    scope = bot.asking.scope()

    for line in ("gave me a clock", "verify gave me a clock", "quote", "help"):
        assert bot.talking.answer(line, scope=scope, private=True).private, line


def test_every_verb_is_in_the_help(bot: Bot) -> None:
    told = bot.asking.help().text

    assert all(f"\n{verb}" in told for verb in VERBS)


def test_a_blank_line_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequestError):
        answer(bot, "   ")


def test_the_bot_is_cheap_to_open_again(tmp_path: Path) -> None:
    bot_at(tmp_path)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}

    bot_at(tmp_path)

    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == written
