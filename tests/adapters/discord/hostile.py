"""Text that tries to be more than text on Discord."""

from hypothesis import strategies as st

HOSTILE = st.lists(
    st.one_of(
        st.sampled_from([
            "@everyone", "@here", "<@123456789012345678>", "<@&1>", "<#1>", "</jensen:1>",
            "<a:x:1>", "<t:0:R>", "[label](https://evil.example)", "](https://evil.example)", "[",
            "**", "__", "~~", "||", "`", "```", "\\", "> ", ">>> ", "# ", "-# ", "- ", "1. ",
            "https://evil.example", "<https://evil.example>", "\n", " ", "\u202e", "\u200b",
        ]),
        st.text(max_size=3),
    ),
    max_size=8,
).map("".join)  # fmt: skip
