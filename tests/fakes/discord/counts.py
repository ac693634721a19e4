"""What happened so far, in numbers."""

from dataclasses import dataclass

from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.posts import Posts
from tests.fakes.discord.rest import Exchange
from tests.fakes.discord.world import World


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened so far.

    Attributes:
        posts: Messages that the app posted, ephemeral and deleted ones included.
        duplicates: Messages that say again what another said, see `Posts.duplicates`.
        deduplicated: Posts that were answered with an earlier message, by their nonce.
        pings: The app's messages that notified anybody.
        refused: Requests answered with a 4xx.
        invalid: Those of them that count towards a ban: 401, 403, and 429 unless shared.
        identifies: IDENTIFYs, of the 1000 a day; `resumes` cost nothing.
        command_creates: New commands, of the 200 a day; `syncs`: overwrites of all commands.
    """

    posts: int
    duplicates: int
    deduplicated: int
    pings: int
    refused: int
    invalid: int
    identifies: int
    resumes: int
    command_creates: int
    syncs: int


def counted(world: World, gateway: Gateway, posts: Posts, exchanges: list[Exchange]) -> Counts:
    """Return the counts of everything so far."""
    statuses = world.statuses
    own = [one for one in world.messages.values() if one.author is world.bot]
    shared = sum(
        one.status == 429 and str(one.answered.get("message")).startswith("The resource")
        for one in exchanges
    )
    return Counts(
        posts=len(own),
        duplicates=len(posts.duplicates()),
        deduplicated=world.deduplicated,
        pings=sum(bool(one.pinged) for one in own),
        refused=sum(times for status, times in statuses.items() if 400 <= status < 500),
        invalid=statuses[401] + statuses[403] + statuses[429] - shared,
        identifies=len(gateway.identifies),
        resumes=gateway.resumes,
        command_creates=sum(world.commands.creates.values()),
        syncs=world.commands.syncs,
    )
