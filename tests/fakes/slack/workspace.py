"""The workspace: who is in it, its channels, messages, views and files."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from tests.fakes.slack.app import SlackApp, Token, Tokens
from tests.fakes.slack.changes import Changes
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.ledger import Ledger
from tests.fakes.slack.message import Message, SharedFile
from tests.fakes.slack.tickets import ResponseUrls, Triggers
from tests.fakes.slack.views import View
from tests.fakes.slack.wire import Ids, Json, RefusedError

ChannelKind = Literal["public", "private", "direct"]
CHANNEL_TYPES: dict[ChannelKind, str] = {"public": "channel", "private": "group", "direct": "im"}


@dataclass(frozen=True, slots=True)
class Member:
    """A user of the workspace, the bot's own included."""

    id: str
    name: str
    tz: str = "Europe/Berlin"
    is_admin: bool = False
    is_bot: bool = False


@dataclass(slots=True, eq=False)
class Channel:
    """A channel or direct conversation; `members` holds user ids."""

    id: str
    name: str
    kind: ChannelKind
    members: set[str] = field(default_factory=set)
    is_archived: bool = False


class Workspace:
    """Everything Slack keeps for one team in which the app is installed."""

    def __init__(self, app: SlackApp, clock: Clock) -> None:
        """Start with nobody but the bot."""
        self.app = app
        self.clock = clock
        self.changes = Changes()
        self.ids = Ids()
        self.team_id = "T00000001"
        self.app_id = "A00000001"
        self.bot_id = "B00000001"
        self.bot = Member(self.ids.new("U"), "jensen", is_bot=True)
        self.tokens = Tokens(
            bot=Token("xoxb-1001-2002-madeuptoken", "bot"),
            app=Token("xapp-1-A00000001-3003-madeuptoken", "app"),
            signing_secret="8f742231b10e8888abcd99yyyzzz85a5",
        )
        self.members: dict[str, Member] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.views: dict[str, View] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, SharedFile] = {}
        self.ledger = Ledger(self.changes)
        self.triggers = Triggers(clock, self.ids)
        self.response_urls = ResponseUrls(clock, self.ids)

    def add_member(self, name: str, *, tz: str, is_admin: bool) -> Member:
        """Let a person join."""
        member = Member(self.ids.new("U"), name, tz, is_admin)
        self.members[member.id] = member
        return member

    def add_channel(self, name: str, kind: ChannelKind, members: set[str]) -> Channel:
        """Open a channel with *members* in it."""
        prefix = "D" if kind == "direct" else "C"
        channel = Channel(self.ids.new(prefix), name, kind, members)
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, person: str) -> Channel:
        """Return the direct conversation of *person* with the bot, opened if need be."""
        pair = {person, self.bot.id}
        for channel in self.channels.values():
            if channel.kind == "direct" and channel.members == pair:
                return channel
        return self.add_channel("directmessage", "direct", pair)

    def only_person(self, channel: str) -> str | None:
        """Return whom the bot talks to in *channel* if that is a direct conversation."""
        place = self.channels[channel]
        return min(place.members - {self.bot.id}) if place.kind == "direct" else None

    def get_channel(self, named: object) -> Channel:
        """Return the channel that the app means by *named*: an id, a name, or a person's id.

        Raises:
            RefusedError: channel_not_found; also where the bot may not know that it exists.
        """
        text = str(named)
        if text in self.members and text != self.bot.id:
            return self.direct_channel(text)
        channel = self.channels.get(text)
        if channel is None:
            name = text.removeprefix("#")
            public = [each for each in self.channels.values() if each.kind == "public"]
            channel = next((each for each in public if each.name == name), None)
        if channel is None or (channel.kind != "public" and self.bot.id not in channel.members):
            raise RefusedError("channel_not_found")
        return channel

    def find_message(self, channel: str, ts: object) -> Message | None:
        """Return the message of *channel* with that timestamp unless it is gone or ephemeral."""
        message = self.messages.get((channel, str(ts)))
        return None if message is None or message.deleted or message.is_ephemeral else message

    def new_ts(self) -> str:
        """Return a timestamp that no message has, later than every other at the same second."""
        return f"{int(self.clock.now())}.{self.ids.number('ts'):06d}"

    def keep(self, message: Message) -> Message:
        """Store *message* and return it."""
        self.messages[(message.channel, message.ts)] = message
        return message

    def message_json(self, message: Message) -> Json:
        """Return *message* as Slack hands it out."""
        ours = message.author == self.bot.id
        return message.as_json(
            team=self.team_id,
            bot_id=self.bot_id if ours else None,
            app_id=self.app_id if ours else None,
        )

    def view_json(self, view: View) -> Json:
        """Return *view* as Slack hands it out."""
        return view.as_json(team=self.team_id, bot_id=self.bot_id, app_id=self.app_id)

    def member_json(self, member: Member) -> Json:
        """Return *member* as Slack hands it out to a bot without users:read.email."""
        moment = datetime.fromtimestamp(self.clock.now(), ZoneInfo(member.tz))
        offset = moment.utcoffset()
        return {
            "id": member.id,
            "team_id": self.team_id,
            "name": member.name,
            "deleted": False,
            "real_name": member.name.title(),
            "tz": member.tz,
            "tz_label": moment.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "profile": {"real_name": member.name.title(), "display_name": member.name},
            "is_admin": member.is_admin,
            "is_owner": False,
            "is_bot": member.is_bot,
            "is_app_user": False,
            "updated": int(self.clock.now()),
        }
