"""How fast and how lean `jensen run` is on Discord, with the fake Discord on the same machine.

Responded is what Discord waits 3 seconds for: the answer, or word that it is coming. Answered is
when the answer is there.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.adapters.discord.stage import adapter, is_answered, jensen
from tests.bench import options
from tests.bench.chats import (
    AT_ONCE,
    BURST,
    IN_A_ROW,
    ROUNDS,
    SETTLED,
    TYPED,
    fragments,
    ms,
    private_mb,
    shown,
)
from tests.bench.scale import Scale, is_there
from tests.bench.table import table, title, write
from tests.bench.timing import Times
from tests.fakes.discord import FakeDiscord, Interaction

# Asks one after another, before the figures count.
WARM_UP = 20


def main() -> None:
    """Print the tables."""
    asyncio.run(_main(options.parse(__doc__)))


async def _main(told: options.Options) -> None:
    rounds = 3 if told.quick else ROUNDS
    title("discord", f"{AT_ONCE} people ask at once, {rounds} times; then one after another.")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        libraries = [("seed", home)]
        if is_there(told):
            libraries.append(("all turns", Scale(told).folder))
        asked = [row for name, at in libraries for row in await at_once(name, at, rounds)]
        table(("ms", "asks", "p50", "p99", "slowest"), asked)

        typed = 50 if told.quick else TYPED
        offered = [(name, *await as_one_types(at, typed)) for name, at in libraries]
        write("Quotes offered while one types:\n")
        table(("ms", "typed", "p50", "p99", "slowest"), offered)

        asks = SETTLED + 50 if told.quick else IN_A_ROW
        write(f"After {SETTLED} and after {asks} asks in a row, in two ways:\n")
        columns = ("", f"after {SETTLED}", f"after {asks}", "growth")
        table(columns, await in_a_row(home, asks))


async def at_once(library: str, home: Path, rounds: int) -> list[tuple[str, ...]]:
    """Return how long it takes until commands are responded to and answered, a row each."""
    responded, answered = Times(), Times()
    async with _discord() as discord, jensen(discord, home):
        guild = discord.add_guild()
        texts = fragments(home, AT_ONCE * (rounds + 1))
        await ask_in_a_row(discord, texts[:WARM_UP])
        for first in range(0, len(texts), AT_ONCE):
            channel = discord.add_channel(guild, "round")
            people = [discord.add_person("person", guild) for _ in range(AT_ONCE)]
            begun = time.monotonic()
            asked = [
                person.start_command("jensen", channel, question=text)
                for person, text in zip(people, texts[first : first + AT_ONCE], strict=True)
            ]
            ended = await times_of_answers(discord, asked)
            if first:  # the first round opens the connections
                responded.taken += [ms(one.latency_s) for one in asked]
                answered.taken += [ms(at - begun) for at in ended]
    return [shown(f"responded, {library}", responded), shown(f"answered, {library}", answered)]


async def times_of_answers(discord: FakeDiscord, asked: Sequence[Interaction]) -> list[float]:
    """Wait until all of *asked* are answered, and return when each was, in no order."""
    ended: dict[str, float] = {}

    def all_answered() -> bool:
        for one in asked:
            if one.id not in ended and is_answered(one):
                ended[one.id] = time.monotonic()
        return len(ended) == len(asked)

    await discord.wait_for(all_answered)
    return list(ended.values())


async def as_one_types(home: Path, count: int) -> tuple[str, ...]:
    """Return how long it takes until quotes are offered for a question."""
    offered = Times()
    async with _discord() as discord, jensen(discord, home):
        guild = discord.add_guild()
        ada = discord.add_person("Ada", guild)
        for number, text in enumerate(fragments(home, count + WARM_UP)):
            typed = ada.start_autocomplete(
                "jensen", "question", text[: len(text) - number % 5], guild.general
            )
            await ada.answered(typed)
            if number >= WARM_UP:
                offered.taken.append(ms(typed.latency_s))
    return shown("", offered)[1:]


async def in_a_row(home: Path, asks: int) -> list[tuple[str, ...]]:
    """Return the private memory of the process, and the tasks of an adapter, as rows."""
    texts = fragments(home, asks)
    async with _discord() as discord, jensen(discord, home) as process:
        await ask_in_a_row(discord, texts[:SETTLED])
        before = private_mb(process)
        await ask_in_a_row(discord, texts[SETTLED:])
        after = private_mb(process)
        assert await process.stop() == 0
    memory = ("private MB", f"{before:.1f}", f"{after:.1f}", f"{after - before:+.1f}")

    async with _discord() as discord, adapter(discord, home):
        await ask_in_a_row(discord, texts[:SETTLED])
        first = len(asyncio.all_tasks())
        await ask_in_a_row(discord, texts[SETTLED:])
        last = len(asyncio.all_tasks())
    return [memory, ("tasks", f"{first}", f"{last}", f"{last - first:+}")]


async def ask_in_a_row(discord: FakeDiscord, texts: Sequence[str]) -> None:
    """Ask each of *texts*, by people who each ask as often as they may."""
    guild = discord.add_guild()
    for first in range(0, len(texts), BURST):
        channel, person = discord.add_channel(guild, "row"), discord.add_person("person", guild)
        for number, text in enumerate(texts[first : first + BURST]):
            match number % 3:
                case 0:
                    await person.command("jensen", channel, question=text)
                case 1:
                    await person.command("jensen", channel, question=text, private=True)
                case _:
                    asked = await person.say(f"{discord.bot.mention} {text}", channel)
                    await discord.answer_to(asked)


def _discord() -> FakeDiscord:
    """Return a Discord that does not slow anybody down by its limits."""
    return FakeDiscord(rate_limits=False, check_bodies=False)


if __name__ == "__main__":
    main()
