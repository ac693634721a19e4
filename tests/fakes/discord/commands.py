"""Application commands: what may be registered, and what was."""

import re
from collections import Counter

from tests.fakes.discord.errors import ApiError, Form, Path
from tests.fakes.discord.limits import CHOICES_MAX, check_choice
from tests.fakes.discord.wire import Json, Mint

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE = 1, 2, 3, 4, 5, 6, 7, 8
MENTIONABLE, NUMBER, ATTACHMENT = 9, 10, 11
COUNTS_MAX = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
CREATES_A_DAY_MAX = 200
OPTIONS_MAX = 25
SIZE_MAX = 8000

# What a command, a group and a subcommand may hold.
_VALUES = tuple(range(STRING, ATTACHMENT + 1))
_KINDS_AT = ((SUBCOMMAND, GROUP, *_VALUES), (SUBCOMMAND,), _VALUES)
_NAME = re.compile(r"[-_'\w]{1,32}")


class Commands:
    """Every registered command, by scope: None for the global ones, else a guild's id.

    Attributes:
        creates: How many commands were created in each scope; changing one is none.
        syncs: How often any scope was overwritten.
    """

    def __init__(self, mint: Mint, application_id: str) -> None:
        """Start with nothing registered."""
        self._mint = mint
        self._application_id = application_id
        self._scopes: dict[str | None, dict[tuple[int, str], Json]] = {}
        self.creates: Counter[str | None] = Counter()
        self.syncs = 0

    def registered(self, scope: str | None = None) -> list[Json]:
        """Return the commands of one scope in the order they were sent."""
        return list(self._scopes.get(scope, {}).values())

    def overwrite(self, scope: str | None, sent: list[Json]) -> list[Json]:
        """Replace all commands of a scope; one of the same type and name keeps its id.

        Raises:
            ApiError: A command breaks a limit (50035), or too many are new today (30034).
        """
        form = Form()
        for index, command in enumerate(sent):
            _check_command(command, form, (index,))
        keys = [(command.get("type") or CHAT_INPUT, str(command.get("name"))) for command in sent]
        for key, times in Counter(keys).items():
            if times > 1:
                form.fault((keys.index(key),), "APPLICATION_COMMANDS_DUPLICATE_NAME",
                           "Application command names must be unique")  # fmt: skip
        form.refuse_faults()
        kinds = Counter(kind for kind, _ in keys)
        if any(times > COUNTS_MAX[kind] for kind, times in kinds.items()):
            raise ApiError(400, 30032, "Maximum number of application commands reached")

        known = self._scopes.get(scope, {})
        created = sum(key not in known for key in keys)
        if self.creates[scope] + created > CREATES_A_DAY_MAX:
            raise ApiError(429, 30034, "Maximum number of daily application command creates has "
                           "been reached (200)", retry_after=86_400.0)  # fmt: skip
        self.creates[scope] += created
        self.syncs += 1
        self._scopes[scope] = {
            key: self._stored(command, key, scope, known.get(key))
            for key, command in zip(keys, sent, strict=True)
        }
        return self.registered(scope)

    def _stored(
        self, sent: Json, key: tuple[int, str], scope: str | None, known: Json | None
    ) -> Json:
        fields: Json = {
            "integration_types": [0, 1],
            "contexts": None,
            "default_member_permissions": None,
            "description": "",
            "nsfw": False,
            **{name: value for name, value in sent.items() if value is not None},
            "type": key[0],
            "application_id": self._application_id,
        }
        if (permissions := fields["default_member_permissions"]) is not None:
            fields["default_member_permissions"] = str(permissions)
        if scope is not None:
            fields["guild_id"] = scope
            del fields["integration_types"], fields["contexts"]
        if known and fields == {k: v for k, v in known.items() if k not in ("id", "version")}:
            return known
        return {"id": known["id"] if known else self._mint(), "version": self._mint(), **fields}


def _check_command(command: Json, form: Form, at: Path) -> None:
    kind = command.get("type") or CHAT_INPUT
    form.choice((*at, "type"), kind, tuple(COUNTS_MAX))
    for field, high in (("integration_types", 1), ("contexts", 2)):
        for index, value in enumerate(command.get(field) or []):
            form.choice((*at, field, index), value, range(high + 1))
    permissions = command.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdigit():
        form.fault((*at, "default_member_permissions"), "NUMBER_TYPE_COERCE",
                   f'Value "{permissions}" is not int.')  # fmt: skip
    if kind == CHAT_INPUT:
        _check_named(command, form, at)
        _check_options(command.get("options"), form, (*at, "options"), depth=0)
    else:
        form.text((*at, "name"), command.get("name"), 1, 32)
        if command.get("description"):
            form.fault((*at, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION",
                       "Context menu commands cannot have description")  # fmt: skip
        if command.get("options"):
            form.fault((*at, "options"), "APPLICATION_COMMAND_INVALID_OPTIONS",
                       "Context menu commands cannot have options")  # fmt: skip
    if _size(command) > SIZE_MAX:
        form.fault(at, "APPLICATION_COMMAND_TOO_LARGE",
                   f"Command exceeds maximum size ({SIZE_MAX})")  # fmt: skip


def _check_named(thing: Json, form: Form, at: Path) -> None:
    localized = thing.get("name_localizations") or {}
    names: dict[Path, object] = {("name",): thing.get("name")}
    names |= {("name_localizations", locale): name for locale, name in localized.items()}
    for path, name in names.items():
        text = form.text((*at, *path), name, 1, 32)
        if text is not None and (not _NAME.fullmatch(text) or text != text.lower()):
            form.fault((*at, *path), "APPLICATION_COMMAND_INVALID_NAME",
                       "Command name is invalid")  # fmt: skip
    form.text((*at, "description"), thing.get("description"), 1, 100)
    for locale, text in (thing.get("description_localizations") or {}).items():
        form.text((*at, "description_localizations", locale), text, 1, 100)


def _check_options(value: object, form: Form, at: Path, *, depth: int) -> None:
    options = form.objects(at, value)
    form.count(at, options, 0, OPTIONS_MAX)
    required_over = False
    for index, option in enumerate(options):
        here = (*at, index)
        kind = option.get("type")
        _check_named(option, form, here)
        form.choice((*here, "type"), kind, _KINDS_AT[depth])
        if kind in (SUBCOMMAND, GROUP):
            inner = 1 if kind == GROUP else 2
            _check_options(option.get("options"), form, (*here, "options"), depth=inner)
            continue
        if option.get("required") and required_over:
            form.fault(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                       "Required options must be placed before non-required options")  # fmt: skip
        required_over |= not option.get("required")
        _check_value_option(option, form, here)
    for name, times in Counter(option.get("name") for option in options).items():
        if times > 1:
            form.fault(at, "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE",
                       f"Option name {name!r} is not unique")  # fmt: skip


def _check_value_option(option: Json, form: Form, at: Path) -> None:
    kind = option.get("type")
    choices = form.objects((*at, "choices"), option.get("choices"))
    form.count((*at, "choices"), choices, 0, CHOICES_MAX)
    if choices and option.get("autocomplete"):
        form.fault((*at, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
                   "Autocomplete cannot be used together with choices")  # fmt: skip
    if (choices or option.get("autocomplete")) and kind not in (STRING, INTEGER, NUMBER):
        form.fault((*at, "type"), "APPLICATION_COMMAND_OPTION_TYPE_INVALID",
                   "This option cannot have choices or autocomplete")  # fmt: skip
    elif isinstance(kind, int):
        for index, choice in enumerate(choices):
            check_choice(choice, kind, form, (*at, "choices", index))
    form.whole((*at, "min_length"), option.get("min_length"), 0, 6000)
    form.whole((*at, "max_length"), option.get("max_length"), 1, 6000)


def _size(thing: Json) -> int:
    """Return the characters that count towards a command's size."""
    total = 0
    for field in ("name", "description"):
        localized = (thing.get(f"{field}_localizations") or {}).values()
        total += max(len(str(text)) for text in (thing.get(field) or "", *localized))
    for choice in thing.get("choices") or []:
        total += len(str(choice.get("name"))) + len(str(choice.get("value")))
    return total + sum(map(_size, thing.get("options") or []))
