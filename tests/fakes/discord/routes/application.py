"""The app itself, its gateway address, its commands, and the users it can look up."""

from tests.fakes.discord import place_payloads
from tests.fakes.discord.errors import ApiError, Form, missing_access, unknown
from tests.fakes.discord.gateway import IDENTIFIES_A_DAY, Gateway
from tests.fakes.discord.ratelimits import Limit
from tests.fakes.discord.routing import Answer, Call, Route
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World


class ApplicationRoutes:
    """What an app asks about itself, and the commands it registers."""

    def __init__(self, world: World, gateway: Gateway, *, gateway_url: str) -> None:
        """Serve *world*; clients find the gateway at *gateway_url*."""
        self._world = world
        self._gateway = gateway
        self._gateway_url = gateway_url

    def routes(self) -> list[Route]:
        """Return the operations."""
        commands = "/applications/{application_id}/commands"
        in_guild = "/applications/{application_id}/guilds/{guild_id}/commands"
        return [
            Route("GET", "/users/@me", self._me),
            Route("POST", "/users/@me/channels", self._open_dm),
            Route("GET", "/users/{user_id}", self._user),
            Route("GET", "/oauth2/applications/@me", self._application),
            Route("GET", "/applications/@me", self._application),
            Route("GET", "/gateway", self._address),
            Route("GET", "/gateway/bot", self._address_for_bots),
            Route("GET", commands, self._commands),
            Route("PUT", commands, self._overwrite, Limit(5, 20.0)),
            Route("GET", in_guild, self._commands),
            Route("PUT", in_guild, self._overwrite, Limit(5, 20.0)),
        ]

    def _me(self, _: Call) -> Answer:
        return Answer(200, place_payloads.me(self._world))

    def _user(self, call: Call) -> Answer:
        found = self._world.users.get(call.params["user_id"])
        if found is None:
            raise unknown("User", 10013)
        return Answer(200, place_payloads.user(found))

    def _open_dm(self, call: Call) -> Answer:
        form = Form()
        recipient = form.text(("recipient_id",), str(call.json.get("recipient_id")), 1, 20)
        form.refuse_faults()
        found = self._world.users.get(recipient or "")
        if found is None or found.bot:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        channel = self._world.dm_with(found)
        return Answer(200, place_payloads.channel(channel, seen_by=self._world.bot))

    def _application(self, _: Call) -> Answer:
        return Answer(200, place_payloads.application(self._world))

    def _address(self, _: Call) -> Answer:
        return Answer(200, {"url": self._gateway_url})

    def _address_for_bots(self, _: Call) -> Answer:
        limit = {
            "total": IDENTIFIES_A_DAY,
            "remaining": self._gateway.identifies_left,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        return Answer(200, {"url": self._gateway_url, "shards": 1, "session_start_limit": limit})

    def _commands(self, call: Call) -> Answer:
        return Answer(200, self._world.commands.registered(self._scope(call)))

    def _overwrite(self, call: Call) -> Answer:
        if not isinstance(call.body, list):
            raise ApiError(400, 50035, "Invalid Form Body")
        form = Form()
        sent: list[Json] = form.objects((), call.body)
        form.refuse_faults()
        return Answer(200, self._world.commands.overwrite(self._scope(call), sent))

    def _scope(self, call: Call) -> str | None:
        if call.params["application_id"] != self._world.application_id:
            raise ApiError(403, 20012, "You are not authorized to perform this action on this "
                           "application")  # fmt: skip
        guild_id = call.params.get("guild_id")
        if guild_id is None:
            return None
        guild = self._world.guilds.get(guild_id)
        if guild is None or self._world.bot.id not in guild.members:
            raise missing_access()
        return guild_id
