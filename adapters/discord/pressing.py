"""What a pressed button does, and in whose sight."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import discord

from adapters.discord.answering import Answering
from adapters.discord.buttons import deletable_by
from adapters.discord.outlets import InteractionOutlet
from bot.actions import decode
from bot.asking import Asking
from bot.errors import BadRequestError

# Discord lets older messages be edited a few times only.
EDITABLE_FOR = timedelta(hours=1)

NOT_YOURS = "Only whoever asked can delete this."


async def press(
    interaction: discord.Interaction, action: str, answering: Answering, asking: Asking
) -> None:
    """Do what *action* says.

    Whoever asked turns the pages of their answer. For anybody else, and from old messages, the
    page comes in private, so that nobody changes what others read.
    """
    message = interaction.message
    if message is None or not answering.is_new(interaction):
        return
    asker_id = deletable_by(action)
    if asker_id is not None:
        await _delete(interaction, asker_id, answering)
        return

    is_private = message.flags.ephemeral
    in_place = is_private or _is_theirs(message, interaction)
    if _is_share(action):
        in_place = is_private = False
    elif not in_place:
        is_private = True
    await answering.ask(
        interaction,
        InteractionOutlet(interaction, private=is_private, in_place=in_place),
        lambda: asking.press(action, scope=asking.scope(), private=is_private),
    )


async def _delete(interaction: discord.Interaction, asker_id: int, answering: Answering) -> None:
    outlet = InteractionOutlet(interaction, private=True)

    async def work() -> None:
        if interaction.user.id != asker_id:
            raise BadRequestError(NOT_YOURS)
        await outlet.withdraw()

    await answering.do(interaction, outlet, work)


def _is_share(action: str) -> bool:
    try:
        return decode(action).verb == "share"
    except BadRequestError:
        return False  # asking says the same again, where it can be told


def _is_theirs(message: discord.Message, interaction: discord.Interaction) -> bool:
    """Say whether *message* is young and answers the person who presses."""
    if interaction.created_at - message.created_at > EDITABLE_FOR:
        return False
    return interaction.user.id in map(deletable_by, _custom_ids(message.components))


def _custom_ids(components: Iterable[object]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.Container | discord.ActionRow):
            yield from _custom_ids(component.children)
        elif isinstance(component, discord.Button) and component.custom_id:
            yield component.custom_id
