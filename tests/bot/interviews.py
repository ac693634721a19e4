"""Two invented conversations, and a bot that has them, for the tests of what can be asked."""

import random
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Bot, build
from bot.transcripts.model import Details, Speaker, Transcript, Turn

TODAY = datetime(2025, 6, 1, 12, tzinfo=UTC)
SEED = "gradient-dissent-jensen-huang"

_LIGHTHOUSE = Details(
    id="lighthouse",
    title="Keeping the Light",
    show="Harbour Nights",
    date="2024-05-01",
    url="https://example.org/lighthouse.mp3",
    speakers=(
        Speaker("Ada", "Ada Brook", aliases=("Doctor Brook",), role="host"),
        Speaker("Ben", "Ben Okafor", aliases=("the keeper",), role="guest"),
        Speaker("Cy", "Cy Marsh", quotable=False),
    ),
)
_LIGHTHOUSE_TURNS = (
    ("Ada", 0.0, "Welcome back to Harbour Nights. My guest kept a lighthouse for thirty years."),
    ("Ada", 9.5, "Ben, how many steps did you climb every single evening?"),
    ("Ben", 14.0, "Two hundred and twelve steps, with a can of paraffin in either hand."),
    ("Cy", 21.0, "Paraffin smells of rotten seaweed and everybody knows it."),
    ("Ada", 25.0, "Were you ever afraid of the storms?"),
    (
        "Ben",
        29.0,
        "Every keeper is afraid of the first storm and bored by the tenth. The sea throws stones"
        " as large as a loaf of bread against the lantern glass. One night in March the glass"
        " cracked from top to bottom, and I held it together with a wet blanket and my own back."
        " Courage had nothing to do with it. Nobody was coming, so the work was mine. A ship's"
        " captain wrote to me afterwards that he had steered by a light which flickered but never"
        " went out. I keep his letter in a biscuit tin. The mechanism had to be wound by hand"
        " every four hours, and whoever slept through the bell lost his post. My father taught me"
        " to sleep in pieces, the way a cat does.",
    ),
    ("Ada", 95.0, "What became of the tower when the electric lamp came?"),
    ("Ben", 100.0, "They sold the brass to a museum and gave me a clock that stopped in a week."),
    ("Ada", 108.0, "Thank you for joining us tonight, and do subscribe to the show."),
)
_ORCHARD = Details(id="orchard", title="An Orchard in the Rain", embargo="2025-07-01")
_ORCHARD_TURNS = (
    ("Dot", None, "An apple tree bears fruit in the seventh year and gossip in the first."),
    ("Ben", None, "Graft the russet on the old rootstock before the almanac tells you to."),
)


def lighthouse() -> Transcript:
    """Return a conversation with a host, a guest, and somebody who must not be quoted."""
    return _transcript(_LIGHTHOUSE, _LIGHTHOUSE_TURNS)


def orchard() -> Transcript:
    """Return a conversation that may be quoted only after TODAY."""
    return _transcript(_ORCHARD, _ORCHARD_TURNS)


def bot_at(home: Path, *transcripts: Transcript, day: datetime = TODAY, seed: int = 1) -> Bot:
    """Return a bot in *home* that has the shipped transcript and *transcripts*."""
    bot = build(home, clock=lambda: day, rng=random.Random(seed))
    if transcripts:
        bot.library.add(transcripts)
        bot.index.update()
    return bot


def _transcript(details: Details, turns: tuple[tuple[str, float | None, str], ...]) -> Transcript:
    return Transcript(
        details,
        tuple(
            Turn(details.id, number, speaker, text, start)
            for number, (speaker, start, text) in enumerate(turns)
        ),
    )
