"""What asking returns, on real transcripts in a real library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import Ref, Verb, decode, encode, transcript_key
from bot.app import Bot
from bot.errors import BadRequestError, NotFoundError
from bot.quotes import ELLIPSIS
from bot.reply import Card, Reply
from bot.request import Place
from bot.search.english import STOP_WORDS
from bot.search.quoting import QUOTE_MAX_WORDS
from bot.search.text import words
from bot.transcripts.model import Details, Transcript, Turn
from tests.bot.interviews import SEED, TODAY, bot_at, lighthouse, orchard


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return bot_at(tmp_path_factory.mktemp("home"), lighthouse(), orchard())


def ask(bot: Bot, message: str) -> Reply:
    return bot.asking.ask(message, scope=bot.asking.scope())


def press(bot: Bot, reply: Reply, label: str) -> Reply:
    (action,) = [button.action for button in reply.buttons if button.label == label]
    return bot.asking.press(action, scope=bot.asking.scope())


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def said(card: Card) -> str:
    return card.body.removeprefix(f"{ELLIPSIS} ").removesuffix(f" {ELLIPSIS}")


def test_the_best_match_is_quoted_with_who_said_it_and_where(bot: Bot) -> None:
    reply = ask(bot, "clock that stopped in a week")

    (card,) = reply.cards
    assert card.quoted
    assert card.title == "Ben Okafor"
    assert (
        card.body == "They sold the brass to a museum and gave me a clock that stopped in a week."
    )
    assert card.footer == "Keeping the Light · Harbour Nights · 2024-05-01 · turn 7 · 0:01:40"
    assert card.url == "https://example.org/lighthouse.mp3#t=100"
    assert reply.found
    assert not reply.private


def test_the_text_says_all_that_the_cards_say(bot: Bot) -> None:
    reply = ask(bot, "clock that stopped in a month")

    (card,) = reply.cards
    for part in (card.title, card.body, card.footer, card.url or "-", *card.notes):
        assert part in reply.text


def test_an_ellipsis_stands_where_the_turn_goes_on(bot: Bot) -> None:
    first = ask(bot, "every keeper is afraid of the first storm").cards[0].body
    middle = ask(bot, "the lantern glass cracked from top to bottom").cards[0].body
    last = ask(bot, "sleep in pieces the way a cat does").cards[0].body

    assert first.startswith("Every keeper")
    assert first.endswith(f" {ELLIPSIS}")
    assert middle.startswith(f"{ELLIPSIS} ")
    assert middle.endswith(f" {ELLIPSIS}")
    assert last.startswith(f"{ELLIPSIS} ")
    assert last.endswith("the way a cat does.")


def test_a_word_that_differs_is_marked_and_explained(bot: Bot) -> None:
    reply = ask(bot, "a clock that stopped in a month")

    (card,) = reply.cards
    ((start, end),) = card.emphasis
    assert card.body[start:end] == "week."
    assert card.notes == ('You had "month"; it was "week".',)
    assert card.footer.endswith("close match")


def test_marked_words_are_found_behind_the_ellipsis_too(bot: Bot) -> None:
    (card,) = ask(bot, "the mechanism had to be wound by hand every nine hours").cards

    assert card.body.startswith(ELLIPSIS)
    assert [card.body[start:end] for start, end in card.emphasis] == ["four"]


def test_a_condensed_transcript_is_named_as_one(bot: Bot) -> None:
    card = ask(bot, "24000 people could tinker").cards[0]

    assert card.footer.startswith("Jensen Huang on Gradient Dissent (condensed transcript) · turn")


def test_a_question_of_the_host_is_shown_with_the_answer_of_the_guest(bot: Bot) -> None:
    question, answer = ask(bot, "were you ever afraid of the storms").cards

    assert question.title == "Ada Brook"
    assert answer.title == "Ben Okafor"
    assert answer.quoted
    assert answer.body.startswith("Every keeper is afraid")
    assert len(said(answer).split()) <= QUOTE_MAX_WORDS


def test_no_answer_is_shown_where_none_follows(bot: Bot) -> None:
    assert len(ask(bot, "my guest kept a lighthouse for thirty years").cards) == 1


def test_the_next_match_is_offered_until_there_is_none(bot: Bot) -> None:
    reply = ask(bot, "learning people think")
    seen = [reply.cards[0].body]
    while "Next match" in labels(reply):
        reply = press(bot, reply, "Next match")
        seen.append(reply.cards[0].body)

    assert len(seen) == len(set(seen)) > 1


def test_a_single_match_has_no_next_one(bot: Bot) -> None:
    assert "Next match" not in labels(ask(bot, '"gave me a clock"'))


def test_the_next_match_keeps_its_fidelity(bot: Bot) -> None:
    scope = bot.asking.scope()
    matches = bot.asking.matches("learning people think", scope=scope, limit=3)

    reply = press(bot, ask(bot, "learning people think"), "Next match")

    words = {"exact": None, "close": "close match", "loose": "loose match"}[matches[1].fidelity]
    assert reply.cards[0].footer.endswith(words or f"turn {matches[1].turn.number}")


def test_the_next_match_can_still_be_reached_after_reading_on(bot: Bot) -> None:
    reply = ask(bot, "learning people think")

    later = press(bot, reply, "Later")

    assert press(bot, later, "Next match").text == press(bot, reply, "Next match").text


def test_reading_on_from_the_beginning_shows_every_word_once(bot: Bot) -> None:
    scope = bot.asking.scope()
    ref = Ref(transcript_key(SEED), 0, 0, 1)
    reply = bot.asking.press(encode("earlier", [ref]), scope=scope)
    shown = [reply]
    while "Later" in labels(reply):
        reply = press(bot, reply, "Later")
        shown.append(reply)

    read = " ".join(said(card) for one in shown for card in one.cards)
    turns = bot.library.transcript(SEED).turns
    assert read == " ".join(turn.text for turn in turns)
    assert all(len(said(one.cards[0]).split()) <= QUOTE_MAX_WORDS for one in shown)
    assert "Earlier" not in labels(shown[0])


def test_reading_back_from_the_end_shows_every_word_once(bot: Bot) -> None:
    turns = [turn for turn in lighthouse().turns if turn.speaker != "Cy"]
    last = len(turns[-1].text.split())
    ref = Ref(transcript_key("lighthouse"), turns[-1].number, 0, last)
    reply = bot.asking.press(encode("later", [ref]), scope=bot.asking.scope())
    shown = [reply]
    while "Earlier" in labels(reply):
        reply = press(bot, reply, "Earlier")
        shown.append(reply)

    read = " ".join(said(one.cards[0]) for one in reversed(shown))
    assert read == " ".join(turn.text for turn in turns)
    assert "Later" not in labels(shown[0])


def test_a_window_is_cut_at_the_end_of_a_sentence(bot: Bot) -> None:
    reply = press(bot, ask(bot, "every keeper is afraid of the first storm"), "Later")

    assert said(reply.cards[0]).endswith(".")
    assert said(reply.cards[0])[0].isupper()


def test_an_answer_that_is_shown_is_not_what_comes_later(bot: Bot) -> None:
    reply = ask(bot, "how many steps did you climb every single evening")

    later = press(bot, reply, "Later")

    assert later.cards[0].title == "Ada Brook"
    assert "afraid of the storms" in later.text


def test_nothing_found_is_said_privately_with_what_to_try(bot: Bot) -> None:
    reply = ask(bot, "pineapple belongs on every pizza")

    assert not reply.found
    assert reply.private
    assert reply.cards == ()
    assert reply.buttons == ()
    assert reply.text.startswith("Nobody said anything like that. Try ")


def test_nothing_found_of_one_speaker_names_the_speaker(bot: Bot) -> None:
    scope = bot.asking.scope(speaker="THE KEEPER")

    reply = bot.asking.ask("quantum computing", scope=scope)

    assert reply.text.startswith("Ben Okafor never said anything like that.")


def test_chat_noise_is_no_question(bot: Bot) -> None:
    assert "nothing in that to look for" in ask(bot, "hello :wave: lol").text


def test_an_empty_scope_says_so(bot: Bot) -> None:
    reply = bot.asking.ask("anything", scope=bot.asking.scope(within=frozenset()))

    assert reply.text == "There is no transcript here to search yet."


@pytest.mark.parametrize("message", ["", " \n\t"], ids=["empty", "blank"])
def test_a_blank_message_is_refused(bot: Bot, message: str) -> None:
    with pytest.raises(BadRequestError):
        ask(bot, message)


def test_what_a_speaker_said_who_must_not_be_quoted_is_not_shown(bot: Bot) -> None:
    everything = bot.asking.scope()

    assert "rotten seaweed" not in ask(bot, "paraffin smells of rotten seaweed").text
    assert (
        "rotten seaweed" not in bot.asking.verify("smells of rotten seaweed", scope=everything).text
    )
    before = ask(bot, "two hundred and twelve steps")
    assert press(bot, before, "Later").cards[0].title == "Ada Brook"
    assert not bot.asking.speakers("Cy", scope=everything)
    with pytest.raises(NotFoundError):
        bot.asking.scope(speaker="Cy")
    with pytest.raises(BadRequestError):
        bot.asking.press(
            encode("share", [Ref(transcript_key("lighthouse"), 3, 0, 5)]), scope=everything
        )


def test_an_embargo_holds_until_its_day(tmp_path: Path) -> None:
    action = encode("next", [Ref(transcript_key("orchard"), 0, 0, 5)])
    before = bot_at(tmp_path, orchard())
    after = bot_at(tmp_path, day=TODAY.replace(month=7))

    assert not ask(before, '"an apple tree bears fruit"').found
    assert not before.asking.transcripts("orchard", scope=before.asking.scope())
    with pytest.raises(BadRequestError):
        before.asking.press(action, scope=before.asking.scope())
    assert ask(after, '"an apple tree bears fruit"').found
    assert after.asking.press(action, scope=after.asking.scope()).found


def test_a_place_never_sees_what_it_does_not_quote_from(bot: Bot) -> None:
    here = bot.asking.scope(within=frozenset({SEED}))

    assert not bot.asking.ask('"two hundred and twelve steps"', scope=here).found
    assert not bot.asking.speakers("Okafor", scope=here)
    assert [one.value for one in bot.asking.transcripts("", scope=here)] == [SEED]
    with pytest.raises(NotFoundError) as error:
        bot.asking.scope(speaker="Okafo", within=frozenset({SEED}))
    assert "Okafor" not in str(error.value)
    elsewhere = ask(bot, "two hundred and twelve steps")
    for label in ("Earlier", "Later"):
        (action,) = [button.action for button in elsewhere.buttons if button.label == label]
        with pytest.raises(BadRequestError):
            bot.asking.press(action, scope=here)


def test_next_match_passes_over_what_is_out_of_scope(bot: Bot) -> None:
    gone, there = Ref(transcript_key("lighthouse"), 2, 0, 5), Ref(transcript_key(SEED), 14, 0, 5)
    scope = bot.asking.scope(within=frozenset({SEED}))

    reply = bot.asking.press(encode("next", [gone, there]), scope=scope)

    assert "turn 14" in reply.cards[0].footer


def test_a_button_outlives_its_transcript_politely(tmp_path: Path) -> None:
    bot = bot_at(tmp_path, lighthouse())
    reply = ask(bot, "two hundred and twelve steps")
    other = bot_at(tmp_path)
    other.library.remove(["lighthouse"])

    with pytest.raises(BadRequestError, match="ask again"):
        press(bot, reply, "Later")


@pytest.mark.parametrize(
    ("turn", "start", "end"),
    [(99, 0, 1), (2, 0, 14), (2, 13, 14), (5, 0, 46), (2, 3, 3)],
    ids=["no such turn", "past the end", "after the end", "longer than a quote", "no words"],
)
def test_a_passage_that_is_not_there_any_more_is_not_shown(
    bot: Bot, turn: int, start: int, end: int
) -> None:
    action = encode("next", [Ref(transcript_key("lighthouse"), turn, start, end)])

    with pytest.raises(BadRequestError, match="ask again"):
        bot.asking.press(action, scope=bot.asking.scope())


def test_only_who_asked_privately_can_share(bot: Bot) -> None:
    private = bot.asking.ask("gave me a clock", scope=bot.asking.scope(), private=True)
    shared = press(bot, private, "Share")

    assert private.private
    assert not shared.private
    assert shared.cards == private.cards
    assert "Share" not in labels(shared)
    assert "Share" not in labels(ask(bot, "gave me a clock"))


def test_reading_on_in_private_stays_private(bot: Bot) -> None:
    scope = bot.asking.scope()
    private = bot.asking.ask("gave me a clock", scope=scope, private=True)
    action = next(button.action for button in private.buttons if button.label == "Earlier")

    earlier = bot.asking.press(action, scope=scope, private=True)

    assert earlier.private
    assert "Share" in labels(earlier)


def test_what_was_said_is_verified_word_for_word(bot: Bot) -> None:
    reply = bot.asking.verify("the work was mine", scope=bot.asking.scope())

    verdict, quote = reply.cards
    assert verdict.title == "Said word for word"
    assert "the work was mine" in quote.body
    assert reply.found


def test_small_words_do_not_count_in_a_condensed_transcript(bot: Bot) -> None:
    reply = bot.asking.verify(
        "there are 24000 people who could tinker with a little something", scope=bot.asking.scope()
    )

    assert reply.cards[0].title == "Said word for word"
    assert "do not count" in reply.cards[0].body


def test_small_words_do_count_elsewhere(bot: Bot) -> None:
    reply = bot.asking.verify("so that work was mine", scope=bot.asking.scope())

    assert reply.cards[0].title == "Not word for word. You had"


def test_a_misquote_is_shown_beside_what_was_said(bot: Bot) -> None:
    reply = bot.asking.verify(
        "They sold the copper to a museum and gave me a watch that stopped",
        scope=bot.asking.scope(),
    )

    claim, quote = reply.cards
    assert [claim.body[start:end] for start, end in claim.emphasis] == ["copper", "watch"]
    assert [quote.body[start:end] for start, end in quote.emphasis] == ["brass", "clock"]
    assert not claim.quoted
    assert quote.quoted
    assert reply.found


def test_words_that_were_left_out_in_the_middle_are_marked(bot: Bot) -> None:
    reply = bot.asking.verify("Courage had to do with it", scope=bot.asking.scope())

    assert [reply.cards[1].body[a:b] for a, b in reply.cards[1].emphasis] == ["nothing"]


def test_a_quote_in_a_sentence_is_what_is_verified(bot: Bot) -> None:
    scope = bot.asking.scope()

    for text in (
        'Did Ben really say "the work was mine"?',
        "Ben said: the work was mine",
        "\u201cNobody was coming, so the work was mine.\u201d",
    ):
        assert bot.asking.verify(text, scope=scope).cards[0].title == "Said word for word", text


def test_words_in_another_order_are_not_said_to_be_missing(tmp_path: Path) -> None:
    bot = bot_at(tmp_path)

    reply = ask(bot, "tapeout bonus is a great idea")

    assert not [note for note in reply.cards[0].notes if "idea" in note or "bonus" in note]


@pytest.mark.parametrize(
    ("claim", "note"),
    [
        ("we raised the bar and democratized intelligence", 'You had "raised"; it was "lowered".'),
        ("tapeout bonus is a dumb idea", 'You left out "supremely".'),
    ],
    ids=["one wrong word", "one word left out"],
)
def test_a_misquote_is_told_from_what_nobody_said(tmp_path: Path, claim: str, note: str) -> None:
    bot = bot_at(tmp_path)

    reply = bot.asking.verify(claim, scope=bot.asking.scope())

    assert reply.found
    assert reply.cards[0].title.startswith("Not word for word")
    assert note in [note for card in reply.cards for note in card.notes]


def test_what_nobody_said_is_not_verified(bot: Bot) -> None:
    nothing = bot.asking.verify("pineapple belongs on pizza", scope=bot.asking.scope())
    little = bot.asking.verify(
        "a lighthouse is a monument to the vanity of insurance companies", scope=bot.asking.scope()
    )

    assert not nothing.found
    assert not little.found
    assert not little.cards or little.cards[0].title == "Nobody said that"


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_whatever_was_said_is_verified(bot: Bot, data: st.DataObject) -> None:
    scope = bot.asking.scope()
    transcript = data.draw(st.sampled_from([SEED, "lighthouse"]))
    turns = bot.library.transcript(transcript).turns
    turn = data.draw(st.sampled_from([turn for turn in turns if turn.speaker != "Cy"]))
    pieces = turn.text.split()
    start = data.draw(st.integers(0, len(pieces) - 1))
    end = data.draw(st.integers(start + 1, min(len(pieces), start + 60)))
    claim = " ".join(pieces[start:end])
    if STOP_WORDS.issuperset(words(claim)) or not bot.asking.matches(claim, scope=scope, limit=1):
        return

    reply = bot.asking.verify(claim, scope=scope)

    assert reply.cards[0].title == "Said word for word"
    assert len(said(reply.cards[1]).split()) <= QUOTE_MAX_WORDS


def test_a_claim_of_any_length_is_judged_or_refused(bot: Bot) -> None:
    scope = bot.asking.scope()
    turn = lighthouse().turns[5].text

    assert bot.asking.verify(turn, scope=scope).cards[0].title == "Said word for word"
    assert bot.asking.verify(f"{turn} So it goes.", scope=scope).cards[0].title != (
        "Said word for word"
    )
    with pytest.raises(BadRequestError, match="at most 2,000 characters"):
        bot.asking.verify(turn * 4, scope=scope)


@pytest.mark.parametrize("text", ["", "   ", "?!", '""'], ids=["empty", "blank", "signs", "quotes"])
def test_nothing_to_verify_is_refused(bot: Bot, text: str) -> None:
    with pytest.raises(BadRequestError):
        bot.asking.verify(text, scope=bot.asking.scope())


def test_random_quotes_do_not_repeat_in_a_place(bot: Bot) -> None:
    scope = bot.asking.scope(within=frozenset({SEED}))
    here = Place("test", "guild", "here")

    shown = [bot.asking.quote(scope=scope, place=here).cards[0] for _ in range(20)]

    assert len({(card.footer, card.body) for card in shown}) == 20


def test_random_quotes_come_from_the_scope(bot: Bot) -> None:
    scope = bot.asking.scope(speaker="Ben", within=frozenset({"lighthouse"}))

    titles = {bot.asking.quote(scope=scope).cards[0].title for _ in range(10)}

    assert titles == {"Ben Okafor"}


def test_where_everything_was_shown_something_is_shown_again(tmp_path: Path) -> None:
    only = Transcript(
        Details(id="only", title="Only"),
        (Turn("only", 0, "Eve", "A winding staircase teaches patience to impatient postmen."),),
    )
    bot = bot_at(tmp_path, only)
    scope = bot.asking.scope(transcript="only")

    assert bot.asking.quote(scope=scope).text == bot.asking.quote(scope=scope).text


def test_nothing_that_could_stand_alone_is_no_quote(bot: Bot) -> None:
    reply = bot.asking.quote(scope=bot.asking.scope(within=frozenset({"orchard"})))

    assert not reply.found
    assert reply.private


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_every_quoted_word_was_said(bot: Bot, data: st.DataObject) -> None:
    transcript = data.draw(st.sampled_from([SEED, "lighthouse"]))
    turns = bot.library.transcript(transcript).turns
    turn = data.draw(st.sampled_from(turns))
    start = data.draw(st.integers(0, len(turn.text.split()) - 1))
    end = data.draw(st.integers(start + 1, start + QUOTE_MAX_WORDS))
    verb: Verb = data.draw(st.sampled_from(["next", "earlier", "later", "share"]))
    action = encode(verb, [Ref(transcript_key(transcript), turn.number, start, end)])
    try:
        reply = bot.asking.press(action, scope=bot.asking.scope())
    except BadRequestError:
        assert turn.speaker == "Cy" or end > len(turn.text.split())
        return

    assert said(reply.cards[0]) == " ".join(turn.text.split()[start:end])
    for card in reply.cards:
        assert any(said(card) in " ".join(one.text.split()) for one in turns)
    for button in reply.buttons:
        assert len(button.action) <= 95
        for ref in decode(button.action).refs:
            assert 0 < ref.end - ref.start <= QUOTE_MAX_WORDS


def test_help_tells_every_verb(bot: Bot) -> None:
    reply = bot.asking.help()

    assert reply.private
    assert all(f"\n{verb}" in reply.text for verb in ("verify", "quote", "help"))


def test_suggestions_are_quotes_that_asking_finds_again(bot: Bot) -> None:
    scope = bot.asking.scope()

    offered = bot.asking.suggest("people learn", scope=scope)

    assert 1 < len(offered) <= 25
    for one in offered:
        assert len(one.label) <= 100
        assert len(one.value) <= 100
        assert one.value in ask(bot, one.value).text


def test_an_unfinished_word_is_completed(bot: Bot) -> None:
    (first, *_) = bot.asking.suggest("a letter in a bisc", scope=bot.asking.scope())

    assert "biscuit tin" in first.label


@pytest.mark.parametrize("text", ["", " ", "a"], ids=["nothing", "a space", "a letter"])
def test_too_little_text_suggests_nothing(bot: Bot, text: str) -> None:
    assert bot.asking.suggest(text, scope=bot.asking.scope()) == []


def stored_words(bot: Bot) -> Iterator[str]:
    for transcript in bot.library.entries():
        yield from (turn.text for turn in bot.library.transcript(transcript).turns)


def test_the_bot_can_be_built_again_on_what_it_left(tmp_path: Path) -> None:
    first = bot_at(tmp_path, lighthouse())

    again = bot_at(tmp_path)

    assert list(stored_words(again)) == list(stored_words(first))
    assert ask(again, "gave me a clock").text == ask(first, "gave me a clock").text
