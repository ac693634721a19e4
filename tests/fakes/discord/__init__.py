"""A fake Discord on the wire: gateway and REST API on loopback, for the real discord.py.

    async with FakeDiscord() as discord:
        guild = discord.add_guild()
        ada = discord.add_person("Ada", guild)
        ...  # start the app with the environment `discord.env`
        await discord.connected()
        asked = await ada.command("jensen", guild.general, question="hello")
        assert asked.response.text

It keeps Discord's limits and deadlines with Discord's own error bodies, works out who would be
notified, and takes a plan of faults (`discord.plan`, `discord.gateway`). Time is the machine's
until a test moves it (`discord.advance`); waiting is for conditions (`discord.wait_for`).

Where it knowingly differs from Discord:
- Numbers that Discord does not publish are guesses: rate limits, the five minutes in which a
  nonce counts, edits of old messages (3 in 20 s a channel). So are some names of inner errors
  in a 50035; the codes, statuses and places of errors are Discord's.
- Stricter: mentions inside code count; flags that cannot be set are refused, not ignored.
- A session is kept for resuming as long as the fake lives; missed heartbeats close nothing,
  REQUEST_GUILD_MEMBERS is not answered, and presence and voice are ignored.
- Not there: reactions, pins, polls, stickers, voice, webhooks beyond interactions, attachment
  options, entity selects, Discord's CDN, and the ban after 10,000 invalid requests.
"""

from tests.fakes.discord.counts import Counts
from tests.fakes.discord.driver.offers import NotOfferedError
from tests.fakes.discord.driver.people import Choice, Person
from tests.fakes.discord.faults import Fault, FaultPlan
from tests.fakes.discord.interactions import Interaction, NoResponseError
from tests.fakes.discord.mentions import Pings
from tests.fakes.discord.messages import Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Channel, Guild, Role, User
from tests.fakes.discord.server import FakeDiscord

__all__ = [
    "Channel",
    "Choice",
    "Counts",
    "FakeDiscord",
    "Fault",
    "FaultPlan",
    "Guild",
    "Interaction",
    "Message",
    "NoResponseError",
    "NotOfferedError",
    "Permission",
    "Person",
    "Pings",
    "Role",
    "User",
]
