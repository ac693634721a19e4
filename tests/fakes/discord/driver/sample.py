"""A small app on discord.py that uses what the fake has to be able to do."""

import re
from typing import Any, Self

import discord
from discord import app_commands, ui

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Again(ui.DynamicItem[ui.Button[Any]], template=r"1:again:(?P<count>\d+)"):
    """A button whose state is in its custom_id only; pressing it updates its message."""

    def __init__(self, count: int) -> None:
        """Stand for having been pressed *count* times."""
        button: ui.Button[Any] = ui.Button(label="Again", custom_id=f"1:again:{count}")
        super().__init__(button)
        self.count = count

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], __: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """Return the button that was pressed, by its custom_id alone."""
        return cls(int(match["count"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Count on."""
        count = self.count + 1
        view = buttons(Again(count))
        await interaction.response.edit_message(content=f"pressed {count}", view=view)


class Question(ui.Modal, title="Ask"):
    """A form with one field."""

    text: ui.TextInput[Any] = ui.TextInput(label="Question", custom_id="text", max_length=50)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Say what was asked."""
        await interaction.response.send_message(f"asked: {self.text.value}")


class SampleApp(discord.Client):
    """The app; what it hears of is kept in `heard`, oldest first."""

    def __init__(self, intents: discord.Intents = INTENTS) -> None:
        """Prepare its commands."""
        nobody = discord.AllowedMentions.none()
        super().__init__(intents=intents, allowed_mentions=nobody)
        self.heard: list[discord.Message] = []
        self.resumes = 0
        self.tree = app_commands.CommandTree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
        )
        self.add_dynamic_items(Again)
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        """Register the commands."""
        await self.tree.sync()

    async def before_identify_hook(self, _: int | None, *, initial: bool = False) -> None:
        """Identify at once, unlike the library, which waits for 5 seconds."""

    async def on_message(self, message: discord.Message) -> None:
        """Answer mentions and direct messages."""
        if message.author == self.user:
            return
        self.heard.append(message)
        if message.guild is None or self.user in message.mentions:
            await message.reply(f"you wrote: {message.content}")

    async def on_resumed(self) -> None:
        """Count."""
        self.resumes += 1


def buttons(*items: ui.Item[Any]) -> ui.View:
    """Return a view of *items* that never ends."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    """Register one command for each way to answer."""

    @tree.command(description="Answer at once")
    @app_commands.describe(question="What to say", private="To whom")
    async def jensen(
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, 500],
        private: bool = False,
    ) -> None:
        view = buttons(Again(0))
        await interaction.response.send_message(f"> {question}", view=view, ephemeral=private)

    @jensen.autocomplete("question")
    async def complete(_: discord.Interaction[Any], text: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{text}{end}", value=text + end) for end in "!?"]

    @tree.command(description="Think first, then edit")
    async def think(interaction: discord.Interaction[Any], private: bool = False) -> None:
        await interaction.response.defer(thinking=True, ephemeral=private)
        await interaction.edit_original_response(content="thought")

    @tree.command(description="Think first, then follow up twice")
    async def follow(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.followup.send("first", wait=True)
        await interaction.followup.send("second", ephemeral=True, wait=True)

    @tree.command(description="Open a form")
    async def form(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Question())

    @tree.command(description="Say nothing")
    async def silence(_: discord.Interaction[Any]) -> None:
        return

    @tree.command(description="For those who manage the server")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def settings(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("settings", ephemeral=True)

    @tree.context_menu(name="Read it")
    async def read(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interaction.response.send_message(f"it says: {message.content}", ephemeral=True)
