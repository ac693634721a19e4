"""Which commands somebody is offered, and how what they fill in is sent."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord import installs, place_payloads
from tests.fakes.discord.commands import (
    BOOLEAN,
    CHANNEL,
    CHAT_INPUT,
    GROUP,
    INTEGER,
    NUMBER,
    ROLE,
    STRING,
    SUBCOMMAND,
    USER,
)
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Channel, Role
from tests.fakes.discord.places import User as Account
from tests.fakes.discord.wire import Json
from tests.fakes.discord.world import World

_PYTHON_TYPES: dict[int, type | tuple[type, ...]] = {
    STRING: str,
    INTEGER: int,
    BOOLEAN: bool,
    NUMBER: (int, float),
    USER: Account,
    CHANNEL: Channel,
    ROLE: Role,
}


class NotOfferedError(LookupError):
    """The person's client would not let them do this."""


def offered(
    world: World, person: Account, place: Channel, kind: int, name: str
) -> tuple[Json, dict[str, str]]:
    """Return the command of this type and name, and the installations that allow it.

    Raises:
        NotOfferedError: There is none that *person* can use in *place*; says why.
    """
    owners = installs.owners(person, place, world)
    scopes = [None] if place.guild is None or "0" not in owners else [place.guild.id, None]
    found = [
        command
        for scope in scopes
        for command in world.commands.registered(scope)
        if command["type"] == kind and command["name"] == name
    ]
    if not found:
        known = [command["name"] for command in world.commands.registered()]
        raise NotOfferedError(f"no command {name!r} among {known}")
    command = found[0]
    if "guild_id" not in command:
        owners = {k: v for k, v in owners.items() if int(k) in command["integration_types"]}
        contexts = command["contexts"]
        if contexts is not None and installs.context(place, world) not in contexts:
            raise NotOfferedError(f"{name!r} is for the contexts {contexts} only")
    if not owners:
        raise NotOfferedError(f"no installation allows {name!r} here")
    _check_permissions(person, place, command, owners)
    return command, owners


def fill_in(
    command: Json, path: list[str], options: Mapping[str, Any], *, typing: str | None = None
) -> Json:
    """Return the interaction data for a chat command.

    Args:
        command: As it is registered.
        path: The names of a group and subcommand inside it, as far as there are any.
        options: What the person filled in: strings, numbers, users, channels, roles.
        typing: The option being typed, for autocomplete; then required ones may be missing.

    Raises:
        NotOfferedError: The client would not send this; says why.
    """
    data: Json = {"id": command["id"], "name": command["name"], "type": CHAT_INPUT}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    described, inner = command.get("options", []), data
    for step in path:
        subs = [o for o in described if o["type"] in (SUBCOMMAND, GROUP) and o["name"] == step]
        if not subs:
            raise NotOfferedError(f"no subcommand {step!r} in {[o['name'] for o in described]}")
        inner["options"] = [{"name": step, "type": subs[0]["type"]}]
        described, inner = subs[0].get("options", []), inner["options"][0]
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in described):
        raise NotOfferedError(f"choose one of {[option['name'] for option in described]}")
    unknown = set(options) - {option["name"] for option in described}
    if unknown:
        raise NotOfferedError(f"no option {sorted(unknown)}")
    inner["options"] = []
    for option in described:
        name = option["name"]
        if name in options:
            inner["options"].append(_sent(option, options[name], data, focused=name == typing))
        elif option.get("required") and typing is None:
            raise NotOfferedError(f"the option {name!r} is required")
    return data


def _check_permissions(
    person: Account, place: Channel, command: Json, owners: Mapping[str, str]
) -> None:
    granted = place.permissions_of(person.id)
    if not granted & Permission.VIEW_CHANNEL:
        raise NotOfferedError("they cannot see that channel")
    if place.guild is None:
        return
    if not granted & Permission.USE_APPLICATION_COMMANDS:
        raise NotOfferedError("they may not use commands there")
    wanted = command["default_member_permissions"]
    if wanted is None or "0" not in owners or granted & Permission.ADMINISTRATOR:
        return
    if int(wanted) == 0 or int(wanted) & ~granted:
        raise NotOfferedError(f"{command['name']!r} wants the permissions {wanted}")


def _sent(option: Json, value: Any, data: Json, *, focused: bool) -> Json:
    kind = option["type"]
    sent: Json = {"name": option["name"], "type": kind}
    if focused:
        return {**sent, "value": value, "focused": True}
    value = getattr(value, "user", value)  # a Person stands for their account
    if not isinstance(value, _PYTHON_TYPES[kind]) or isinstance(value, bool) != (kind == BOOLEAN):
        raise NotOfferedError(f"{option['name']!r} does not take {value!r}")
    if isinstance(value, Account | Channel | Role):
        _resolve(value, data)
        return {**sent, "value": value.id}
    if choices := option.get("choices"):
        picked = [one["value"] for one in choices if value in (one["name"], one["value"])]
        if not picked:
            raise NotOfferedError(f"{value!r} is not among {[one['name'] for one in choices]}")
        return {**sent, "value": picked[0]}
    if isinstance(value, str):
        least = 1 if option.get("required") else 0
        low, high = option.get("min_length", least), option.get("max_length", 6000)
        fits = low <= len(value) <= high
    elif isinstance(value, int | float):
        low, high = option.get("min_value", value), option.get("max_value", value)
        fits = low <= value <= high
    else:
        raise TypeError(f"nothing is known of options of type {kind}")
    if not fits:
        raise NotOfferedError(f"{option['name']!r} takes {low} to {high}, not {value!r}")
    return {**sent, "value": value}


def _resolve(value: Account | Channel | Role, data: Json) -> None:
    resolved = data.setdefault("resolved", {})
    if isinstance(value, Account):
        resolved.setdefault("users", {})[value.id] = place_payloads.user(value)
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[value.id] = place_payloads.role(value, 1)
    else:
        shown = {"id": value.id, "type": value.kind, "name": value.name, "permissions": "0"}
        resolved.setdefault("channels", {})[value.id] = shown
