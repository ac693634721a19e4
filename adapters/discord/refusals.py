"""Why Discord cannot be used, in words for whoever runs the bot."""

import aiohttp
import discord

from bot.errors import BotError, FaultError, SettingsError

_PORTAL = "https://discord.com/developers/applications"
NO_TOKEN = f"DISCORD_TOKEN: is missing; copy it from the page Bot of your app at {_PORTAL}"
BAD_TOKEN = (
    "DISCORD_TOKEN: Discord does not accept it; copy it anew from the page Bot of your app at"
    f" {_PORTAL}, where Reset Token shows one"
)
BAD_INTENTS = (
    "DISCORD_TOKEN: Discord refuses this app the intents guilds, guild_messages and dm_messages,"
    f" none of which is privileged; make another app at {_PORTAL}"
)
ENDPOINT_SET = (
    "DISCORD_TOKEN: commands of this app go to its Interactions Endpoint URL and never reach the"
    f" bot; clear that field on the page General Information of your app at {_PORTAL}"
)

_AUTHENTICATION_FAILED, _INVALID_INTENTS, _DISALLOWED_INTENTS = 4004, 4013, 4014


LIBRARY_ERRORS = (discord.DiscordException, aiohttp.ClientError, OSError)


def explained(error: Exception) -> BotError:
    """Return the error to show for one of LIBRARY_ERRORS.

    A SettingsError where trying again is of no use, a FaultError where it may be.
    """
    match error:
        case discord.LoginFailure():
            return SettingsError(BAD_TOKEN)
        case discord.ConnectionClosed(code=code) if code == _AUTHENTICATION_FAILED:
            return SettingsError(BAD_TOKEN)
        case discord.PrivilegedIntentsRequired():
            return SettingsError(BAD_INTENTS)
        case discord.ConnectionClosed(code=code) if code in (_INVALID_INTENTS, _DISALLOWED_INTENTS):
            return SettingsError(BAD_INTENTS)
        case discord.ConnectionClosed(code=code):
            return FaultError(f"Discord closed the connection (code {code})")
        case discord.HTTPException(status=status):
            return FaultError(f"Discord answered with the HTTP status {status}")
        case aiohttp.ClientError() | OSError() | discord.GatewayNotFound():
            return FaultError(
                "Discord cannot be reached; check the network, DISCORD_API_URL and"
                f" DISCORD_GATEWAY_URL ({type(error).__name__})"
            )
    return FaultError(f"discord.py gave up ({type(error).__name__})")
