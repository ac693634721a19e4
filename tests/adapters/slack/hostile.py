"""Text that tries to ping somebody, forge a link, hide something or break a limit."""

from hypothesis import strategies as st

from bot.reply import Button, Card, Reply

_FRAGMENTS = st.sampled_from(
    [
        "<!channel>",
        "<!here|here>",
        "<@U00000001>",
        "<!subteam^S00000001>",
        "<#C00000001|general>",
        "<https://evil.example|https://good.example>",
        "[good](https://evil.example)",
        "<!date^1^{date}^https://evil.example|now>",
        "&lt;!channel&gt;",
        "&amp;lt;@U00000001&amp;gt;",
        "@channel",
        "@everyone @here",
        "|x>",
        "<",
        ">",
        "&",
        "*_~`",
        ":tada:",
        "\u202e\u2066\u200b\ufeff",
        "\x00\ud800",
        "\n> \n```\n",
        "https://evil.example/?a=1&b=<2>",
        "…",
        "x" * 5_000,
        "word " * 1_000,
        "&<>" * 1_500,
    ]
)
TEXTS = st.lists(_FRAGMENTS | st.text(max_size=20), max_size=6).map("".join)
URLS = st.none() | TEXTS | TEXTS.map("https://recording.example/".__add__)


@st.composite
def _emphasis(draw: st.DrawFn, body: str) -> tuple[tuple[int, int], ...]:
    ends = sorted(draw(st.sets(st.integers(0, len(body)), max_size=6)))
    return tuple(zip(ends[::2], ends[1::2], strict=False))


@st.composite
def cards(draw: st.DrawFn) -> Card:
    body = draw(TEXTS)
    return Card(
        draw(TEXTS),
        body,
        draw(TEXTS),
        draw(URLS),
        draw(st.booleans()),
        draw(_emphasis(body)),
        tuple(draw(st.lists(TEXTS, max_size=7))),
    )


BUTTONS = st.builds(Button, TEXTS, st.text(min_size=1, max_size=95))
REPLIES = st.builds(
    Reply,
    TEXTS,
    st.lists(cards(), max_size=12).map(tuple),
    st.lists(BUTTONS, max_size=30).map(tuple),
    st.booleans(),
)
