"""One conversation over the console, Discord and Slack: the same words, the same buttons."""

import random
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio

from adapters.console.dialogue import Dialogue
from adapters.console.rendering import Look, render
from bot.app import build
from bot.errors import UserError
from bot.transcripts.library import Library
from bot.transcripts.model import Details, Transcript, Turn
from tests.adapters.discord import stage as discord_stage
from tests.adapters.slack import stage as slack_stage
from tests.fakes import discord as discord_fake
from tests.fakes import slack as slack_fake

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What somebody says, in a row, at most as often as one may at once; [a button] is pressed.
CONVERSATIONS = {
    "reading on": """
        harnessing deep learning machine learning write software
        [Next match]
        [Earlier]
        [Later]
        [Later]
        zyxwv qwrtp flurbish
        [Next match]
        """,
    "verifying": """
        verify harnessing deep learning machine learning write software importance
        verify harnessing deep learning machine learning wrote software importance
        [Earlier]
        verify the moon is made of green cheese and nobody ever told me
        verify
        """,
    "signs that could be markup": """
        anyone who types stars and under scores should be shown exactly that
        [Later]
        "should be shown exactly that"
        verify <!channel> *should* be shown _exactly_ that `once` || more > @here
        verify # no heading > no quote [no](https://link.example)
        """,
    "verbs and what looks like one": """
        help
        HELP me
        quote of nobody at all
        ?!
        """,
}

MARKED = Transcript(
    Details("marked", "A talk on *markup* & <tags>"),
    (
        Turn("marked", 0, "Zoë_*", "Anyone who types *stars*, _under_scores or `ticks` or ~waves~"),
        Turn("marked", 1, "Zoë_*", "should be shown exactly that: <!channel>, @everyone & ||all||"),
        Turn("marked", 2, None, "# no heading > no quote [no](https://link.example) - no list"),
    ),
)


@dataclass(frozen=True)
class Shown:
    """What a person sees: words without the platform's markup, and buttons in order."""

    words: str
    buttons: tuple[str, ...]


class Front(Protocol):
    """A place to have the conversation."""

    async def say(self, line: str) -> Shown:
        """Type *line* and return what is shown for it."""
        ...

    async def press(self, label: str) -> Shown:
        """Press a button of the last answer that had any."""
        ...


class Console:
    """`jensen chat`, without its terminal."""

    def __init__(self, home: Path) -> None:
        bot = build(home, clock=lambda: datetime.now(UTC), rng=random.Random(1))
        self._dialogue = Dialogue(bot)
        self._buttons: tuple[str, ...] = ()

    async def say(self, line: str) -> Shown:
        try:
            reply = self._dialogue.answer(line)
        except UserError as error:
            return shown(str(error))
        labels = tuple(button.label for button in reply.buttons)
        self._buttons = labels or self._buttons
        return shown("\n".join(render(reply, Look(width=100))), labels)

    async def press(self, label: str) -> Shown:
        return await self.say(str(self._buttons.index(label) + 1))


class Slack:
    """A direct conversation in a fake Slack."""

    def __init__(self, slack: slack_fake.FakeSlack) -> None:
        self._person = slack.add_person("ada")
        self._pressable: slack_fake.Message | None = None

    async def say(self, line: str) -> Shown:
        return self._read((await self._person.dm(line)).reply)

    async def press(self, label: str) -> Shown:
        assert self._pressable is not None
        await self._person.press(self._pressable, label)
        return self._read(self._pressable)

    def _read(self, message: slack_fake.Message) -> Shown:
        labels = tuple(each.label for each in message.buttons if each.label != "Delete")
        self._pressable = message if labels else self._pressable
        return shown(message.shown, labels)


class Discord:
    """A direct conversation in a fake Discord."""

    def __init__(self, discord: discord_fake.FakeDiscord) -> None:
        self._discord = discord
        self._person = discord.add_person("Ada", discord.add_guild())
        self._pressable: discord_fake.Message | None = None

    async def say(self, line: str) -> Shown:
        return self._read(await self._discord.answer_to(await self._person.dm(line)))

    async def press(self, label: str) -> Shown:
        assert self._pressable is not None
        await self._person.press(self._pressable, label)
        return self._read(self._pressable)

    def _read(self, message: discord_fake.Message | None) -> Shown:
        assert message is not None
        labels = tuple(label for label in message.labels if label != "Delete")
        self._pressable = message if labels else self._pressable
        return shown(without_markdown(message.text), labels)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two transcripts: the seed, and one full of signs that are markup somewhere."""
    folder = tmp_path_factory.mktemp("home")
    Library(folder).add([MARKED])
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(home: Path) -> AsyncIterator[slack_fake.FakeSlack]:
    async with slack_stage.fake_slack("socket") as fake, slack_stage.jensen(fake, home):
        yield fake


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(home: Path) -> AsyncIterator[discord_fake.FakeDiscord]:
    async with discord_fake.FakeDiscord() as fake, discord_stage.jensen(fake, home):
        yield fake


@pytest.mark.parametrize("conversation", CONVERSATIONS.values(), ids=CONVERSATIONS)
async def test_slack_says_what_the_console_says(
    home: Path, slack: slack_fake.FakeSlack, conversation: str
) -> None:
    assert await held(Slack(slack), conversation) == await held(Console(home), conversation)


@pytest.mark.parametrize("conversation", CONVERSATIONS.values(), ids=CONVERSATIONS)
async def test_discord_says_what_the_console_says(
    home: Path, discord: discord_fake.FakeDiscord, conversation: str
) -> None:
    assert await held(Discord(discord), conversation) == await held(Console(home), conversation)


async def held(front: Front, conversation: str) -> list[tuple[str, Shown]]:
    """Have *conversation* at *front* and return it line by line, with what was shown."""
    lines = [line.strip() for line in conversation.strip().split("\n")]
    return [
        (line, await (front.press(line[1:-1]) if line.startswith("[") else front.say(line)))
        for line in lines
    ]


def shown(text: str, buttons: tuple[str, ...] = ()) -> Shown:
    return Shown(" ".join(text.split()), buttons)


def without_markdown(markdown: str) -> str:
    """Return what Discord shows of *markdown*, of the kinds that the bot writes."""
    lines = [re.sub(r"^(### |> |-# )+", "", line) for line in markdown.split("\n")]
    return re.sub(r"\\(.)|\*\*", lambda match: match[1] or "", "\n".join(lines))
