"""What Discord offers while people type: commands, their options, and menus on messages."""

from collections.abc import Callable

import discord
from discord import app_commands
from discord.app_commands import Choice, CommandTree

from adapters.discord.answering import Answering, place_of
from adapters.discord.mentions import words_in
from adapters.discord.outlets import InteractionOutlet
from adapters.legible import cleaned, shortened
from bot.asking import SUGGESTIONS_MAX, Asking
from bot.errors import NotFoundError
from bot.naming import Suggestion
from bot.reply import Reply
from bot.transcripts.scope import Scope

CHOICE_MAX_CHARS = 100

FIND_MENU = "Find the quote"
VERIFY_MENU = "Verify this quote"
UNKNOWN_COMMAND = "My commands have changed. Please reload Discord (Ctrl+R) and try again."

Interaction = discord.Interaction[discord.Client]


class Tree(CommandTree[discord.Client]):
    """The commands, usable wherever the bot is: servers, its DM, and with a user everywhere."""

    def __init__(self, client: discord.Client, answering: Answering) -> None:
        """Belong to *client*, empty; what goes wrong is told by *answering*."""
        super().__init__(
            client,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
        )
        self._answering = answering

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Say whether to go on: not with what was delivered before."""
        return self._answering.is_new(interaction)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person what went wrong outside of any command, such as that it is unknown."""
        outlet = InteractionOutlet(interaction, private=True)

        async def work() -> None:
            changed = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
            if not isinstance(error, changed):
                raise error
            await outlet.tell(UNKNOWN_COMMAND)

        await self._answering.do(interaction, outlet, work)


def add_commands(tree: Tree, name: str, answering: Answering, asking: Asking) -> None:
    """Register every command and menu on *tree*; no network.

    Args:
        tree: Where they go.
        name: Of the command to ask with.
        answering: Takes what people ask.
        asking: Answers it.
    """

    async def answer(
        interaction: Interaction, think: Callable[[], Reply], *, private: bool
    ) -> None:
        await answering.ask(interaction, InteractionOutlet(interaction, private=private), think)

    async def suggest(
        interaction: Interaction, think: Callable[[], list[Suggestion]]
    ) -> list[Choice[str]]:
        return choices(await answering.suggest(interaction, think))

    @tree.command(name=name, description="Find what somebody really said")
    @app_commands.describe(
        question="What you half remember; pick a quote while you type, or just press Enter",
        speaker="Only what this speaker said",
        transcript="Only from this transcript",
        private="Show the answer to you alone",
    )
    async def ask(
        interaction: Interaction,
        question: str,
        speaker: str | None = None,
        transcript: str | None = None,
        private: bool = False,
    ) -> None:
        def think() -> Reply:
            scope = asking.scope(speaker=speaker, transcript=transcript)
            return asking.ask(question, scope=scope, private=private)

        await answer(interaction, think, private=private)

    @tree.command(description="Was that said, word for word?")
    @app_commands.describe(
        text="The words that were claimed", private="Show the answer to you alone"
    )
    async def verify(interaction: Interaction, text: str, private: bool = False) -> None:
        await answer(
            interaction,
            lambda: asking.verify(text, scope=asking.scope(), private=private),
            private=private,
        )

    @tree.command(description="Something worth quoting")
    @app_commands.describe(
        speaker="Said by this speaker",
        transcript="From this transcript",
        private="Show the answer to you alone",
    )
    async def quote(
        interaction: Interaction,
        speaker: str | None = None,
        transcript: str | None = None,
        private: bool = False,
    ) -> None:
        def think() -> Reply:
            scope = asking.scope(speaker=speaker, transcript=transcript)
            return asking.quote(scope=scope, place=place_of(interaction), private=private)

        await answer(interaction, think, private=private)

    @tree.command(name="help", description="What can be asked")
    async def show_help(interaction: Interaction) -> None:
        await answer(interaction, asking.help, private=True)

    @tree.context_menu(name=FIND_MENU)
    async def find_menu(interaction: Interaction, message: discord.Message) -> None:
        await answer(
            interaction,
            lambda: asking.ask(words_in(message.content), scope=asking.scope(), private=True),
            private=True,
        )

    @tree.context_menu(name=VERIFY_MENU)
    async def verify_menu(interaction: Interaction, message: discord.Message) -> None:
        await answer(
            interaction,
            lambda: asking.verify(words_in(message.content), scope=asking.scope(), private=True),
            private=True,
        )

    @ask.autocomplete("question")
    async def suggest_quotes(interaction: Interaction, current: str) -> list[Choice[str]]:
        return await suggest(
            interaction, lambda: asking.suggest(current, scope=_chosen(interaction, asking))
        )

    @ask.autocomplete("speaker")
    @quote.autocomplete("speaker")
    async def suggest_speakers(interaction: Interaction, current: str) -> list[Choice[str]]:
        return await suggest(interaction, lambda: asking.speakers(current, scope=asking.scope()))

    @ask.autocomplete("transcript")
    @quote.autocomplete("transcript")
    async def suggest_transcripts(interaction: Interaction, current: str) -> list[Choice[str]]:
        return await suggest(interaction, lambda: asking.transcripts(current, scope=asking.scope()))


def choices(suggestions: list[Suggestion]) -> list[Choice[str]]:
    """Return what Discord offers for *suggestions*, without those that cannot be sent back."""
    return [
        Choice(name=label, value=one.value)
        for one in suggestions
        if 0 < len(one.value.strip()) <= CHOICE_MAX_CHARS
        and (label := shortened(cleaned(one.label).strip(), CHOICE_MAX_CHARS))
    ][:SUGGESTIONS_MAX]


def _chosen(interaction: Interaction, asking: Asking) -> Scope:
    """Return the scope of the options that are filled in already, as far as they name anything."""
    options = interaction.namespace
    try:
        return asking.scope(
            speaker=getattr(options, "speaker", None) or None,
            transcript=getattr(options, "transcript", None) or None,
        )
    except NotFoundError:
        return asking.scope()
