"""People: everything they can do with the app, and what they see of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord import installs, message_payloads
from tests.fakes.discord.commands import CHAT_INPUT, MESSAGE_MENU
from tests.fakes.discord.driver.forms import submission
from tests.fakes.discord.driver.offers import NotOfferedError, fill_in, offered
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    FIRST_RESPONSE_S,
    MODAL_SUBMIT,
    Interaction,
    NoResponseError,
)
from tests.fakes.discord.limits import CONTENT_MAX, Draft
from tests.fakes.discord.mentions import IN_MESSAGES
from tests.fakes.discord.messages import LINK_STYLE, Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Channel, User
from tests.fakes.discord.posts import Posts
from tests.fakes.discord.wire import Json, stopwatch
from tests.fakes.discord.world import World

ANSWER_S = 10.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What autocomplete offers: the text shown, and the value it stands for."""

    name: str
    value: str | int | float


class Person:
    """Somebody with an account, at their client.

    What the client would not allow raises NotOfferedError. What the app leaves without an
    answer raises NoResponseError. `start_...` methods return at once; the others wait until
    there is something to see. Commands are used in the DM with the bot if no place is given.
    """

    def __init__(self, user: User, world: World, gateway: Gateway, posts: Posts) -> None:
        """Act as *user*."""
        self.user = user
        self._world = world
        self._gateway = gateway
        self._posts = posts

    @property
    def id(self) -> str:
        """The id of the account."""
        return self.user.id

    @property
    def mention(self) -> str:
        """What mentions this person in a message."""
        return self.user.mention

    @property
    def dm_channel(self) -> Channel:
        """The DM with the bot."""
        return self._world.dm_with(self.user)

    async def command(
        self, name: str, where: Channel | None = None, /, **options: Any
    ) -> Interaction:
        """Use the command *name*, such as `jensen` or `daily add`, and wait for its answer."""
        return await self.answered(self.start_command(name, where, **options))

    def start_command(
        self, name: str, where: Channel | None = None, /, **options: Any
    ) -> Interaction:
        """Use the command *name*."""
        place = where or self.dm_channel
        first, *path = name.split(" ")
        command, owners = offered(self._world, self.user, place, CHAT_INPUT, first)
        return self._send(COMMAND, fill_in(command, path, options), place, owners)

    async def autocomplete(
        self, name: str, option: str, text: str, where: Channel | None = None, /, **others: Any
    ) -> list[Choice]:
        """Type *text* into an option of a command, and return what is offered."""
        interaction = await self.answered(
            self.start_autocomplete(name, option, text, where, **others)
        )
        return [Choice(one["name"], one["value"]) for one in interaction.choices or []]

    def start_autocomplete(
        self, name: str, option: str, text: str, where: Channel | None = None, /, **others: Any
    ) -> Interaction:
        """Type *text* into an option of a command."""
        place = where or self.dm_channel
        first, *path = name.split(" ")
        command, owners = offered(self._world, self.user, place, CHAT_INPUT, first)
        data = fill_in(command, path, {**others, option: text}, typing=option)
        return self._send(AUTOCOMPLETE, data, place, owners)

    async def message_menu(self, name: str, message: Message) -> Interaction:
        """Use the message command *name* on *message*, and wait for its answer."""
        return await self.answered(self.start_message_menu(name, message))

    def start_message_menu(self, name: str, message: Message) -> Interaction:
        """Use the message command *name* on *message*."""
        self._check_sees(message)
        place = message.channel
        command, owners = offered(self._world, self.user, place, MESSAGE_MENU, name)
        data: Json = {
            "id": command["id"],
            "name": name,
            "type": MESSAGE_MENU,
            "target_id": message.id,
            "resolved": {"messages": {message.id: message_payloads.message(message, self._world)}},
        }
        return self._send(COMMAND, data, place, owners)

    async def press(self, message: Message, wanted: str) -> Interaction:
        """Press the button with this label or custom_id, and wait for what it does."""
        return await self.answered(self.start_press(message, wanted))

    def start_press(self, message: Message, wanted: str) -> Interaction:
        """Press the button with this label or custom_id."""
        self._check_sees(message)
        button = message.interactive(wanted)
        if button["type"] != 2 or button["style"] == LINK_STYLE:
            raise NotOfferedError(f"{wanted!r} is no button that asks the app")
        return self._use(message, button, {})

    async def choose(self, message: Message, custom_id: str, *values: str) -> Interaction:
        """Pick *values* in a select menu of strings, and wait for what it does."""
        self._check_sees(message)
        menu = message.interactive(custom_id)
        offered_values = {option["value"] for option in menu.get("options", [])}
        if not set(values) <= offered_values:
            raise NotOfferedError(f"{values} are not among {sorted(offered_values)}")
        return await self.answered(self._use(message, menu, {"values": list(values)}))

    async def submit_modal(self, opened: Interaction, values: Mapping[str, str]) -> Interaction:
        """Fill in the modal that *opened* showed, by custom_id, and wait for what it does."""
        if opened.modal is None:
            raise NotOfferedError("no modal is open")
        data = submission(opened.modal, values)
        sent = self._send(MODAL_SUBMIT, data, opened.channel, opened.owners, opened.source)
        return await self.answered(sent)

    async def say(
        self, text: str, channel: Channel, *, reply_to: Message | None = None, ping: bool = True
    ) -> Message:
        """Write a message; *ping* says whether a reply notifies whom it answers."""
        if not channel.permissions_of(self.id) & Permission.SEND_MESSAGES:
            raise NotOfferedError("they may not write there")
        if not 1 <= len(text.strip()) <= CONTENT_MAX:
            raise NotOfferedError(f"a message has 1 to {CONTENT_MAX} characters")
        return self._posts.post(
            channel,
            self.user,
            Draft(text, [], [], [], 0),
            allowed={**IN_MESSAGES, "replied_user": ping},
            reference=reply_to,
        )

    async def dm(self, text: str) -> Message:
        """Write a message to the bot, in private."""
        return await self.say(text, self.dm_channel)

    def delete(self, message: Message) -> None:
        """Delete one's own message."""
        if message.author is not self.user:
            raise NotOfferedError("that is somebody else's message")
        self._posts.remove(message)

    async def answered(self, interaction: Interaction) -> Interaction:
        """Wait until there is something to see of *interaction*.

        Raises:
            NoResponseError: The app did not respond in time; tells what was refused.
            TimeoutError: It said that it is thinking, and was silent then.
        """
        world = self._world

        def settled() -> bool:
            now = world.clock.now()
            return interaction.is_answered or interaction.is_too_late(now)

        due_s = interaction.created_at + FIRST_RESPONSE_S - world.clock.now()
        alarm = asyncio.get_running_loop().call_later(max(0.0, due_s) + 0.01, world.changes.tell)
        try:
            await world.changes.wait_for(settled, ANSWER_S)
        except TimeoutError:
            raise TimeoutError(f"only acknowledged; refused: {interaction.refused}") from None
        finally:
            alarm.cancel()
        if not interaction.is_answered:
            raise NoResponseError(f"the app did not respond; refused: {interaction.refused}")
        return interaction

    def sees(self, message: Message) -> bool:
        """Return whether *message* is there for this person."""
        if message.deleted or (message.ephemeral and message.reader is not self.user):
            return False
        return message.channel.can_be_read_by(self.id)

    def _check_sees(self, message: Message) -> None:
        if not self.sees(message):
            raise NotOfferedError("they do not see that message")

    def _use(self, message: Message, part: Json, more: Json) -> Interaction:
        data = {"custom_id": part["custom_id"], "component_type": part["type"], "id": part["id"]}
        owners = (message.interaction or {}).get("authorizing_integration_owners")
        if owners is None:
            owners = installs.owners(self.user, message.channel, self._world)
        return self._send(COMPONENT, {**data, **more}, message.channel, owners, message)

    def _send(
        self,
        kind: int,
        data: Json,
        place: Channel,
        owners: dict[str, str],
        source: Message | None = None,
    ) -> Interaction:
        world = self._world
        created_at = world.clock.now()
        interaction_id = world.mint()
        granted = place.permissions_of(self.id)
        interaction = Interaction(
            id=interaction_id,
            token=world.interaction_token(interaction_id),
            kind=kind,
            person=self.user,
            channel=place,
            created_at=created_at,
            data=data,
            owners=owners,
            source=source,
            forced_private="0" not in owners and not granted & Permission.USE_EXTERNAL_APPS,
        )
        world.interactions[interaction.id] = interaction
        world.by_token[interaction.token] = interaction

        def note_sent() -> None:
            if interaction.sent_at is None:
                interaction.sent_at = stopwatch()
                world.changes.tell()

        self._gateway.dispatch(
            "INTERACTION_CREATE",
            message_payloads.interaction(interaction, world),
            guild_id=place.guild.id if place.guild else None,
            on_sent=note_sent,
        )
        return interaction
