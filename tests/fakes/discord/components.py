"""What the components of a message or modal may be."""

from collections import Counter
from collections.abc import Collection

from tests.fakes.discord.errors import Form, Path
from tests.fakes.discord.messages import LINK_STYLE, walk
from tests.fakes.discord.wire import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL = 17, 18
SELECTS = (3, 5, 6, 7, 8)
MODAL_INPUTS = (TEXT_INPUT, *SELECTS, 19, 21, 22, 23)
IN_CONTAINER = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)

COMPONENTS_MAX = 40
DISPLAY_CHARS_MAX = 4000
ROWS_MAX = 5


def check_rows(rows: list[Json], form: Form, at: Path) -> None:
    """Note what is wrong with the components of an ordinary message: rows, nothing else."""
    form.count(at, rows, 0, ROWS_MAX)
    for index, row in enumerate(rows):
        form.choice((*at, index, "type"), row.get("type"), (ROW,))
        if row.get("type") == ROW:
            _check_row(row, form, (*at, index))
    _check_unique(rows, form, at)


def check_layout(parts: list[Json], files: Collection[str], form: Form, at: Path) -> None:
    """Note what is wrong with Components V2; *files* are the names that may be shown."""
    form.count(at, parts, 1, COMPONENTS_MAX)
    for index, part in enumerate(parts):
        form.choice((*at, index, "type"), part.get("type"), (*IN_CONTAINER, CONTAINER))
        _check_part(part, files, form, (*at, index))
    _check_unique(parts, form, at)
    everything = list(walk(parts))
    if len(everything) > COMPONENTS_MAX:
        form.fault(at, "COMPONENT_MAX_COUNT_EXCEEDED",
                   f"A message can have at most {COMPONENTS_MAX} components")  # fmt: skip
    texts = [str(part.get("content", "")) for part in everything if part["type"] == TEXT_DISPLAY]
    if sum(map(len, texts)) > DISPLAY_CHARS_MAX:
        form.fault(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Components displayable "
                   f"text size exceeds maximum size of {DISPLAY_CHARS_MAX}")  # fmt: skip


def check_modal(modal: Json, form: Form, at: Path) -> None:
    """Note what is wrong with a modal."""
    form.text((*at, "custom_id"), modal.get("custom_id"), 1, 100)
    form.text((*at, "title"), modal.get("title"), 1, 45)
    parts = form.objects((*at, "components"), modal.get("components"))
    form.count((*at, "components"), parts, 1, 5)
    for index, part in enumerate(parts):
        here = (*at, "components", index)
        form.choice((*here, "type"), part.get("type"), (ROW, LABEL, TEXT_DISPLAY))
        if part.get("type") == LABEL:
            form.text((*here, "label"), part.get("label"), 1, 45)
            form.text((*here, "description"), part.get("description"), 0, 100, required=False)
            _check_input(part.get("component") or {}, form, (*here, "component"))
        elif part.get("type") == ROW:
            inputs = form.objects((*here, "components"), part.get("components"))
            form.count((*here, "components"), inputs, 1, 1)
            for number, one in enumerate(inputs):
                form.text((*here, "components", number, "label"), one.get("label"), 1, 45)
                _check_input(one, form, (*here, "components", number))
    _check_unique(parts, form, (*at, "components"))


def _check_part(part: Json, files: Collection[str], form: Form, at: Path) -> None:
    kind = part.get("type")
    if kind == ROW:
        _check_row(part, form, at)
    elif kind == SECTION:
        texts = form.objects((*at, "components"), part.get("components"))
        form.count((*at, "components"), texts, 1, 3)
        for index, text in enumerate(texts):
            form.choice((*at, "components", index, "type"), text.get("type"), (TEXT_DISPLAY,))
            _check_part(text, files, form, (*at, "components", index))
        accessory = part.get("accessory") or {}
        form.choice((*at, "accessory", "type"), accessory.get("type"), (BUTTON, THUMBNAIL))
        _check_part(accessory, files, form, (*at, "accessory"))
    elif kind == TEXT_DISPLAY:
        form.text((*at, "content"), part.get("content"), 1, DISPLAY_CHARS_MAX)
    elif kind == BUTTON:
        _check_button(part, form, at)
    elif kind == THUMBNAIL:
        _check_media(part, "media", files, form, at)
    elif kind == FILE:
        _check_media(part, "file", files, form, at)
    elif kind == GALLERY:
        items = form.objects((*at, "items"), part.get("items"))
        form.count((*at, "items"), items, 1, 10)
        for index, item in enumerate(items):
            _check_media(item, "media", files, form, (*at, "items", index))
    elif kind == CONTAINER:
        form.whole((*at, "accent_color"), part.get("accent_color"), 0, 0xFFFFFF)
        held = form.objects((*at, "components"), part.get("components"))
        form.count((*at, "components"), held, 1, COMPONENTS_MAX)
        for index, one in enumerate(held):
            form.choice((*at, "components", index, "type"), one.get("type"), IN_CONTAINER)
            _check_part(one, files, form, (*at, "components", index))


def _check_media(part: Json, key: str, files: Collection[str], form: Form, at: Path) -> None:
    url = (part.get(key) or {}).get("url")
    form.text((*at, key, "url"), url, 1, 2048)
    form.url((*at, key, "url"), url)
    form.text((*at, "description"), part.get("description"), 0, 1024, required=False)
    scheme, _, name = str(url).partition("://")
    if scheme == "attachment" and name not in files:
        form.fault((*at, key, "url"), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                   "The referenced attachment was not found")  # fmt: skip


def _check_row(row: Json, form: Form, at: Path) -> None:
    parts = form.objects((*at, "components"), row.get("components"))
    selects = [part for part in parts if part.get("type") in SELECTS]
    form.count((*at, "components"), parts, 1, 1 if selects else 5)
    for index, part in enumerate(parts):
        here = (*at, "components", index)
        form.choice((*here, "type"), part.get("type"), (BUTTON, *SELECTS))
        if part.get("type") == BUTTON:
            _check_button(part, form, here)
        elif part in selects:
            _check_input(part, form, here)


def _check_button(button: Json, form: Form, at: Path) -> None:
    form.choice((*at, "style"), button.get("style"), (1, 2, 3, 4, LINK_STYLE))
    form.text((*at, "label"), button.get("label"), 0, 80, required=False)
    if not (button.get("label") or button.get("emoji")):
        form.fault(at, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button needs a label or an emoji")
    if button.get("style") == LINK_STYLE:
        form.text((*at, "url"), button.get("url"), 1, 512)
        form.url((*at, "url"), button.get("url"), high=512)
        unwanted = "custom_id"
    else:
        form.text((*at, "custom_id"), button.get("custom_id"), 1, 100)
        unwanted = "url"
    if button.get(unwanted) is not None:
        form.fault(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                   "A custom id and url cannot both be specified")  # fmt: skip


def _check_input(part: Json, form: Form, at: Path) -> None:
    form.choice((*at, "type"), part.get("type"), MODAL_INPUTS)
    form.text((*at, "custom_id"), part.get("custom_id"), 1, 100)
    if part.get("type") == TEXT_INPUT:
        form.choice((*at, "style"), part.get("style"), (1, 2))
        form.whole((*at, "min_length"), part.get("min_length"), 0, 4000)
        form.whole((*at, "max_length"), part.get("max_length"), 1, 4000)
        form.text((*at, "value"), part.get("value"), 0, 4000, required=False)
        form.text((*at, "placeholder"), part.get("placeholder"), 0, 100, required=False)
    elif part.get("type") in SELECTS:
        form.text((*at, "placeholder"), part.get("placeholder"), 0, 150, required=False)
        form.whole((*at, "min_values"), part.get("min_values"), 0, 25)
        form.whole((*at, "max_values"), part.get("max_values"), 1, 25)
        if part.get("type") == STRING_SELECT:
            _check_options(part, form, (*at, "options"))


def _check_options(select: Json, form: Form, at: Path) -> None:
    options = form.objects(at, select.get("options"))
    form.count(at, options, 1, 25)
    for index, option in enumerate(options):
        form.text((*at, index, "label"), option.get("label"), 1, 100)
        form.text((*at, index, "value"), option.get("value"), 1, 100)
        form.text((*at, index, "description"), option.get("description"), 0, 100, required=False)
    for value, times in Counter(option.get("value") for option in options).items():
        if times > 1:
            form.fault(at, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                       f"The specified option value {value!r} is already used")  # fmt: skip


def _check_unique(parts: list[Json], form: Form, at: Path) -> None:
    ids = Counter(part["custom_id"] for part in walk(parts) if part.get("custom_id"))
    for custom_id, times in ids.items():
        if times > 1:
            form.fault(at, "COMPONENT_CUSTOM_ID_DUPLICATED",
                       f"Component custom id cannot be duplicated: {custom_id!r}")  # fmt: skip
