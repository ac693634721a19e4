"""How fast and how lean `jensen run` is in Slack, with the fake Slack on the same machine.

Acknowledged is what Slack waits 3 seconds for; answered is when the answer has arrived as well.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.adapters.slack.stage import Transport, fake_slack, jensen
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
from tests.fakes.slack import FakeSlack

TRANSPORTS: tuple[Transport, ...] = ("socket", "http")


def main() -> None:
    """Print the tables."""
    asyncio.run(_main(options.parse(__doc__)))


async def _main(told: options.Options) -> None:
    title("slack", f"{AT_ONCE} people ask at once, {ROUNDS} times; each row is one transport.")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        rounds = 3 if told.quick else ROUNDS
        latencies = [row for way in TRANSPORTS for row in await at_once(way, home, rounds)]
        table(("ms", "asks", "p50", "p99", "slowest"), latencies)

        typed = 50 if told.quick else TYPED
        offered: list[Sequence[str]] = [("seed", *await as_one_types(home, typed))]
        if is_there(told):
            offered.append(("all turns", *await as_one_types(Scale(told).folder, typed)))
        write("Quotes offered while one types, the answer included:\n")
        table(("ms", "typed", "p50", "p99", "slowest"), offered)

        asks = SETTLED + 50 if told.quick else IN_A_ROW
        write(f"Memory after {SETTLED} and after {asks} asks in a row:\n")
        columns = ("private MB", f"after {SETTLED}", f"after {asks}", "growth")
        table(columns, [await in_a_row(way, home, asks) for way in TRANSPORTS])


async def at_once(transport: Transport, home: Path, rounds: int) -> list[tuple[str, ...]]:
    """Return how long it takes until commands are acknowledged and answered, a row each."""
    acknowledged, answered = Times(), Times()
    async with fake_slack(transport) as slack, jensen(slack, home):
        texts = fragments(home, AT_ONCE * rounds)
        for number in range(rounds + 1):
            channel = slack.add_channel(f"round-{number}")
            people = [slack.add_person(f"p{at}") for at in range(AT_ONCE)]
            lines = texts[AT_ONCE * (number - 1) :] if number else texts
            asked = await asyncio.gather(
                *(
                    person.command("/jensen", line, channel)
                    for person, line in zip(people, lines, strict=False)
                )
            )
            if number:  # the first round warms up
                for exchange in asked:
                    acknowledged.taken.append(ms(exchange.ack_latency_s))
                    answered.taken.append(ms(exchange.first_response_latency_s))
    return [
        shown(f"acknowledged, {transport}", acknowledged),
        shown(f"answered, {transport}", answered),
    ]


async def as_one_types(home: Path, count: int) -> tuple[str, ...]:
    """Return how long it takes until quotes are offered in the modal."""
    offered = Times()
    async with fake_slack("socket") as slack, jensen(slack, home):
        ada = slack.add_person("ada")
        await ada.shortcut("find-anywhere")
        modal = ada.modal
        assert modal is not None
        for number, text in enumerate(fragments(home, count + 20)):
            await ada.type_in_select(modal, "search", text[: len(text) - number % 5])
            if number >= 20:
                offered.taken.append(ms(slack.exchanges[-1].ack_latency_s))
    return shown("", offered)[1:]


async def in_a_row(transport: Transport, home: Path, asks: int) -> tuple[str, ...]:
    """Return the memory of the process after SETTLED and after all *asks*."""
    async with fake_slack(transport) as slack, jensen(slack, home) as process:
        texts = fragments(home, asks)
        await ask_in_a_row(slack, texts[:SETTLED])
        before = private_mb(process)
        await ask_in_a_row(slack, texts[SETTLED:])
        after = private_mb(process)
        status = await process.stop()
    assert status == 0
    return transport, f"{before:.1f}", f"{after:.1f}", f"{after - before:+.1f}"


async def ask_in_a_row(slack: FakeSlack, texts: Sequence[str]) -> None:
    """Ask each of *texts*, by people who each ask as often as they may."""
    for first in range(0, len(texts), BURST):
        channel, person = slack.add_channel("row"), slack.add_person("person")
        for number, text in enumerate(texts[first : first + BURST]):
            if number % 2:
                await person.mention(text, channel)
            else:
                await person.command("/jensen", text, channel)


if __name__ == "__main__":
    main()
