"""What people do on Discord and what they get, from the process that really runs."""

import asyncio

import pytest

from tests.adapters.discord.stage import answer_of, is_answered
from tests.fakes.discord import Channel, FakeDiscord, Guild, Permission, Person, place_payloads
from tests.fakes.discord.mentions import Pings
from tests.fakes.discord.permissions import BOT_DEFAULT

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]

REMEMBERED = "harnessing deep learning machine learning write software"
SAID = "harnessing deep learning machine learning write software importance"
WHERE = "Jensen Huang on Gradient Dissent (condensed transcript) · turn 61"
NONSENSE = "zyxwv qwrtp flurbish"
NOBODY = "Nobody said anything like that."


async def test_it_asks_for_three_intents_and_offers_its_commands_everywhere(
    discord: FakeDiscord,
) -> None:
    (identify,) = discord.gateway.identifies
    registered = discord.world.commands.registered()

    assert identify["intents"] == 1 << 0 | 1 << 9 | 1 << 12
    assert [command["name"] for command in registered] == [
        *("jensen", "verify", "quote", "help"),
        *("Find the quote", "Verify this quote"),
    ]
    for command in registered:
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1, 2]


async def test_a_command_is_answered_for_everybody_with_the_quote_and_where_it_was_said(
    ada: Person, bob: Person, general: Channel
) -> None:
    asked = await ada.command("jensen", general, question=REMEMBERED)

    answer = asked.response
    assert bob.sees(answer)
    assert answer.text.startswith("### Jensen Huang\n> ")
    assert SAID in answer.text
    assert f"-# {WHERE}" in answer.text
    assert answer.labels == ["Next match", "Earlier", "Later", "Delete"]


async def test_it_works_wherever_a_server_or_a_person_installed_it(
    discord: FakeDiscord, ada: Person, general: Channel
) -> None:
    elsewhere = discord.add_guild("Elsewhere", bot=False)
    eve = discord.add_person("Eve", elsewhere, installed=True)
    places = [
        (ada, general),
        (ada, discord.add_thread(general, "aside")),
        (ada, ada.dm_channel),
        (eve, elsewhere.general),
        (eve, discord.add_group_dm(eve, ada)),
        (eve, discord.world.dm_with(eve.user, ada.user)),
    ]

    answers = [await who.command("jensen", where, question=REMEMBERED) for who, where in places]

    assert [SAID in asked.response.text for asked in answers] == [True] * len(places)
    assert [asked.response.channel for asked in answers] == [where for _, where in places]


async def test_quotes_are_offered_while_a_question_is_typed_and_found_when_chosen(
    ada: Person, general: Channel
) -> None:
    offered = await ada.autocomplete("jensen", "question", "harnessing deep lear", general)
    asked = await ada.command("jensen", general, question=str(offered[0].value))

    assert 1 <= len(offered) <= 25
    assert all(len(choice.name) <= 100 for choice in offered)
    assert "harnessing deep learning" in offered[0].name
    assert str(offered[0].value) in asked.response.text


async def test_what_is_filled_in_already_narrows_what_is_offered(
    ada: Person, general: Channel
) -> None:
    everybody = await ada.autocomplete("jensen", "question", "machine learning", general)
    lukas = await ada.autocomplete(
        "jensen", "question", "machine learning", general, speaker="Lukas"
    )
    unknown = await ada.autocomplete(
        "jensen", "question", "machine learning", general, speaker="Luk…"
    )

    assert {choice.name.partition(":")[0] for choice in lukas} == {"Lukas Biewald"}
    assert unknown == everybody != lukas


async def test_speakers_and_transcripts_are_offered_by_their_names(
    ada: Person, general: Channel
) -> None:
    speakers = await ada.autocomplete("jensen", "speaker", "biew", general)
    transcripts = await ada.autocomplete("quote", "transcript", "gradient", general)

    assert [choice.name for choice in speakers] == ["Lukas Biewald"]
    assert [choice.value for choice in transcripts] == ["gradient-dissent-jensen-huang"]


async def test_a_question_can_be_kept_to_a_speaker_and_a_transcript(
    ada: Person, general: Channel
) -> None:
    asked = await ada.command(
        "jensen",
        general,
        question="crypto miners",
        speaker="Lukas",
        transcript="gradient-dissent-jensen-huang",
    )

    assert asked.response.text.startswith("### Lukas Biewald\n")


@pytest.mark.parametrize(
    ("command", "options", "expected"),
    [
        ("verify", {"text": SAID}, "Said word for word"),
        ("verify", {"text": REMEMBERED.replace("write", "wrote")}, "Not word for word. You had"),
        ("quote", {}, "turn"),
        ("quote", {"speaker": "Lukas"}, "### Lukas Biewald"),
    ],
    ids=["verified", "misremembered", "a quote", "a quote of somebody"],
)
async def test_the_other_commands_are_answered_for_everybody_too(
    ada: Person, general: Channel, command: str, options: dict[str, str], expected: str
) -> None:
    asked = await ada.command(command, general, **options)

    assert expected in asked.response.text
    assert not asked.response.ephemeral


@pytest.mark.parametrize(
    ("command", "options", "expected"),
    [
        ("jensen", {"question": NONSENSE}, NOBODY),
        ("jensen", {"question": "gpu", "speaker": "Nobody"}, "no speaker"),
        ("jensen", {"question": "?! …"}, "There is nothing in that to look for"),
        ("verify", {"text": "…"}, "Give me the words to verify."),
        ("help", {}, "Type what you half remember"),
    ],
    ids=["nothing found", "no such speaker", "no words", "nothing to verify", "help"],
)
async def test_what_is_of_no_use_to_others_is_for_the_person_alone(
    ada: Person, bob: Person, general: Channel, command: str, options: dict[str, str], expected: str
) -> None:
    asked = await ada.command(command, general, **options)

    answer = answer_of(asked)
    assert expected.casefold() in answer.text.casefold()
    assert ada.sees(answer)
    assert not bob.sees(answer)
    assert answer.labels == []


@pytest.mark.parametrize(
    ("menu", "expected"),
    [("Find the quote", f"> {SAID[:10]}"), ("Verify this quote", "### Not word for word. You had")],
    ids=["find", "verify"],
)
async def test_the_menus_of_a_message_answer_in_private_and_can_be_shared(
    ada: Person, bob: Person, general: Channel, menu: str, expected: str
) -> None:
    message = await bob.say(f"{ada.mention} {REMEMBERED.replace('write', 'wrote')}", general)

    asked = await ada.message_menu(menu, message)

    assert asked.response.ephemeral
    assert expected.split("> ")[-1] in asked.response.text
    assert asked.response.labels[-1] == "Share"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{bot} {said}", WHERE),
        ("so {bot}, {said}?", WHERE),
        ("{bot} verify {said}", "Said word for word"),
        ("{bot} quote Lukas", "### Lukas Biewald"),
        ("{bot} help", "Type what you half remember"),
        ("{bot}", "Ask me something first"),
        ("{bot} " + NONSENSE, NOBODY),
    ],
    ids=["question", "in passing", "verify", "quote", "help", "nothing", "nothing found"],
)
async def test_a_mention_is_answered_with_a_reply_that_notifies_nobody(
    discord: FakeDiscord, ada: Person, general: Channel, line: str, expected: str
) -> None:
    asked = await ada.say(line.format(bot=discord.bot.mention, said=SAID), general)
    answer = await discord.answer_to(asked)

    assert answer.reference is asked
    assert expected in answer.text
    assert not answer.pinged
    assert answer.labels[-1] == "Delete"


async def test_nobody_is_notified_by_what_somebody_typed(discord: FakeDiscord) -> None:
    guild = discord.add_guild(permissions=BOT_DEFAULT | Permission.MENTION_EVERYONE)
    ada, bob = (discord.add_person(name, guild) for name in ("Ada", "Bob"))
    role = discord.add_role(guild, "everybody", mentionable=True)
    text = f"{REMEMBERED} {bob.mention} {role.mention} @everyone @here [this](https://e.example)"

    answers = [
        (await ada.command("verify", guild.general, text=text)).response,
        await discord.answer_to(
            await ada.say(f"{discord.bot.mention} verify {text}", guild.general)
        ),
        answer_of(await ada.command("jensen", guild.general, question="gpu", speaker=text)),
    ]

    assert [one.pinged for one in answers] == [Pings()] * 3
    assert [one.mentions for one in answers] == [Pings()] * 3
    assert "\\@everyone" in answers[0].text


async def test_a_direct_message_is_answered(discord: FakeDiscord, ada: Person) -> None:
    answer = await discord.answer_to(await ada.dm(REMEMBERED))

    assert SAID in answer.text


async def test_nothing_else_that_is_said_is_answered(
    discord: FakeDiscord, ada: Person, bob: Person, general: Channel
) -> None:
    answered = await discord.answer_to(await ada.say(f"{discord.bot.mention} {SAID}", general))
    await bob.say(SAID, general)
    await bob.say(f"{ada.mention} {SAID}", general)
    await bob.say("Nice quote", general, reply_to=answered)

    last = await discord.answer_to(await ada.say(f"{discord.bot.mention} help", general))

    own = [one for one in discord.said if one.channel is general]
    assert own == [answered, last]


async def test_the_bot_is_silent_where_it_may_not_write(
    discord: FakeDiscord, guild: Guild, ada: Person
) -> None:
    quiet = discord.add_channel(guild, "quiet")
    quiet.overwrites[discord.bot.id] = (Permission(0), Permission.SEND_MESSAGES)
    changed = place_payloads.channel(quiet, seen_by=discord.bot)
    discord.gateway.dispatch("CHANNEL_UPDATE", changed, guild_id=guild.id)
    before = discord.counts.invalid

    await ada.say(f"{discord.bot.mention} {SAID}", quiet)
    await discord.answer_to(await ada.say(f"{discord.bot.mention} help", guild.general))

    assert [one for one in discord.said if one.channel is quiet] == []
    assert discord.counts.invalid == before


async def test_whoever_asked_turns_the_pages_of_the_answer(ada: Person, general: Channel) -> None:
    answer = (await ada.command("jensen", general, question="deep learning")).response
    first = answer.text

    await ada.press(answer, "Next match")
    second = answer.text
    await ada.press(answer, "Earlier")
    earlier = answer.text
    await ada.press(answer, "Later")

    assert len({first, second, earlier}) == 3
    assert answer.edits == 3
    assert answer.labels[-1] == "Delete"


async def test_somebody_else_gets_the_next_page_in_private(
    ada: Person, bob: Person, general: Channel
) -> None:
    answer = (await ada.command("jensen", general, question="deep learning")).response
    before = answer.text

    pressed = await bob.press(answer, "Next match")

    assert answer.text == before
    assert pressed.response is not answer
    assert pressed.response.ephemeral
    assert "Share" in pressed.response.labels


async def test_a_private_answer_can_be_shared_and_deleted_by_whoever_shared_it(
    ada: Person, bob: Person, general: Channel
) -> None:
    asked = await ada.command("jensen", general, question=REMEMBERED, private=True)
    shared = await ada.press(asked.response, "Share")

    assert not bob.sees(asked.response)
    assert bob.sees(shared.response)
    assert asked.response.labels == ["Next match", "Earlier", "Later", "Share"]
    assert shared.response.text == asked.response.text
    assert shared.response.labels == ["Next match", "Earlier", "Later", "Delete"]

    message = shared.response
    await ada.press(message, "Delete")
    assert not bob.sees(message)


async def test_a_private_answer_stays_private_when_its_pages_are_turned(
    ada: Person, general: Channel
) -> None:
    asked = await ada.command("jensen", general, question="deep learning", private=True)

    await ada.press(asked.response, "Next match")

    assert asked.response.ephemeral
    assert asked.response.edits == 1
    assert "Share" in asked.response.labels


async def test_only_whoever_asked_can_delete_an_answer(
    discord: FakeDiscord, ada: Person, bob: Person, general: Channel
) -> None:
    asked = await ada.say(f"{discord.bot.mention} {SAID}", general)
    answer = await discord.answer_to(asked)

    refused = await bob.press(answer, "Delete")
    assert refused.response.text == "Only whoever asked can delete this."
    assert refused.response.ephemeral
    assert ada.sees(answer)

    await ada.press(answer, "Delete")
    assert not ada.sees(answer)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("0:next:whatever", "That button is too old to work. Please ask again."),
        ("1:next:AAAAAA-a.0.e", "That passage is not here any more. Please ask again."),
        ("1:share:nothing", "That button is too old to work. Please ask again."),
        ("anything", "That button is too old to work. Please ask again."),
    ],
    ids=["another version", "a passage that is gone", "damaged", "not ours"],
)
async def test_a_button_that_does_not_work_any_more_says_so(
    ada: Person, general: Channel, action: str, expected: str
) -> None:
    answer = (await ada.command("jensen", general, question="deep learning")).response
    answer.interactive("Earlier")["custom_id"] = action

    pressed = await ada.press(answer, action)

    assert answer_of(pressed).text == expected
    assert answer_of(pressed).ephemeral


async def test_who_asks_too_much_is_told_once_and_then_ignored_for_a_while(
    ada: Person, bob: Person, general: Channel
) -> None:
    asked = [await ada.command("jensen", general, question=f"gpu {n}") for n in range(13)]
    others = await bob.command("jensen", general, question=REMEMBERED)

    assert asked[10].response.text.startswith("That was a lot at once. Please ask again in ")
    assert asked[10].response.ephemeral
    assert all(one.original and one.original.deleted for one in asked[11:])
    assert SAID in others.response.text


async def test_fifty_people_at_once_all_get_their_answers(
    discord: FakeDiscord, guild: Guild, general: Channel
) -> None:
    people = [discord.add_person(f"Person {number}", guild) for number in range(50)]
    questions = [NONSENSE if number % 5 == 0 else REMEMBERED for number in range(50)]

    asked = await asyncio.gather(*(
        person.command("jensen", general, question=question)
        for person, question in zip(people, questions, strict=True)
    ))  # fmt: skip
    await discord.wait_for(lambda: all(map(is_answered, asked)))

    for question, one in zip(questions, asked, strict=True):
        assert answer_of(one).ephemeral == (question == NONSENSE)
        assert (NOBODY if question == NONSENSE else SAID) in answer_of(one).text


async def test_the_pages_of_an_old_message_come_in_private(
    discord: FakeDiscord, ada: Person, general: Channel
) -> None:
    answer = (await ada.command("jensen", general, question="deep learning")).response

    discord.advance(3_601)
    pressed = await ada.press(answer, "Next match")

    assert answer.edits == 0
    assert pressed.response.ephemeral
