"""What a message, its embeds and files, and a list of choices may hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.fakes.discord.components import check_layout, check_rows
from tests.fakes.discord.errors import ApiError, Form, Path
from tests.fakes.discord.mentions import check_allowed_mentions
from tests.fakes.discord.messages import IS_COMPONENTS_V2, Attachment
from tests.fakes.discord.wire import Json

CONTENT_MAX = 2000
EMBEDS_MAX = 10
EMBED_SUM_MAX = 6000
FILES_MAX = 10
FILE_BYTES_MAX = 10 * 1024 * 1024
REQUEST_BYTES_MAX = 25 * 1024 * 1024
ALT_TEXT_MAX = 1024
NONCE_MAX = 25
CHOICES_MAX = 25


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it would be after a request: what is sent, over what was there."""

    content: str
    embeds: list[Json]
    components: list[Json]
    attachments: list[Attachment]
    flags: int

    @property
    def is_empty(self) -> bool:
        """Whether there would be nothing to see."""
        shown = any(set(embed) - {"type", "color", "flags"} for embed in self.embeds)
        return not (self.content.strip() or shown or self.components or self.attachments)


def check_draft(draft: Draft, body: Json, form: Form, at: Path = ()) -> None:
    """Refuse a message that breaks a limit; *body* is the part of the request for it.

    Raises:
        ApiError: 400 with 50035 for what breaks a limit, 50006 when there is nothing to see.
    """
    form.objects((*at, "embeds"), draft.embeds)
    form.objects((*at, "components"), draft.components)
    form.refuse_faults()
    form.text((*at, "content"), draft.content, 0, CONTENT_MAX)
    _check_embeds(draft.embeds, form, (*at, "embeds"))
    check_allowed_mentions(form, (*at, "allowed_mentions"), body.get("allowed_mentions"))
    names = {attachment.filename for attachment in draft.attachments}
    form.count((*at, "attachments"), draft.attachments, 0, FILES_MAX)
    for index, attachment in enumerate(draft.attachments):
        here = (*at, "attachments", index, "description")
        form.text(here, attachment.description, 0, ALT_TEXT_MAX, required=False)
    if draft.flags & IS_COMPONENTS_V2:
        check_layout(draft.components, names, form, (*at, "components"))
        for field in ("content", "embeds", "poll", "sticker_ids"):
            if getattr(draft, field, None) or body.get(field):
                form.fault((*at, field), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                           f"The '{field}' field cannot be used when using "
                           "MessageFlags.IS_COMPONENTS_V2")  # fmt: skip
    else:
        check_rows(draft.components, form, (*at, "components"))
    form.refuse_faults()
    if draft.is_empty:
        raise ApiError(400, 50006, "Cannot send an empty message")


def check_nonce(body: Json, form: Form) -> None:
    """Note a nonce that is neither an integer nor a string of at most 25 characters."""
    nonce = body.get("nonce")
    if isinstance(nonce, bool) or not isinstance(nonce, int | str | None):
        form.fault(("nonce",), "NONCE_TYPE_CONVERT", "nonce must be an integer or a string")
    elif nonce is not None and len(str(nonce)) > NONCE_MAX:
        message = f"Must be {NONCE_MAX} or fewer in length."
        form.fault(("nonce",), "BASE_TYPE_MAX_LENGTH", message)


def check_flags(body: Json, allowed: int, form: Form, at: Path = ()) -> None:
    """Refuse flags beyond *allowed*, which cannot be set where *body* was sent.

    Raises:
        ApiError: 400 with 50035, for this and what *form* held before.
    """
    form.whole((*at, "flags"), body.get("flags"), 0, 2**31 - 1)
    if isinstance(flags := body.get("flags"), int) and flags & ~allowed:
        message = f"Flags {flags} cannot be set here."
        form.fault((*at, "flags"), "MESSAGE_FLAGS_INVALID", message)
    form.refuse_faults()


def check_sizes(sizes: Sequence[int]) -> None:
    """Refuse files of *sizes* in bytes that are too large, alone or together.

    Raises:
        ApiError: 413 with 40005.
    """
    if sum(sizes) > REQUEST_BYTES_MAX or any(size > FILE_BYTES_MAX for size in sizes):
        raise ApiError(413, 40005, "Request entity too large")


def check_choices(choices: object, option_kind: int, form: Form) -> None:
    """Note what is wrong with the choices for an option of type *option_kind*."""
    at: Path = ("data", "choices")
    if choices is None:
        form.fault(at, "BASE_TYPE_REQUIRED", "This field is required")
    listed = form.objects(at, choices)
    form.count(at, listed, 0, CHOICES_MAX)
    for index, choice in enumerate(listed):
        check_choice(choice, option_kind, form, (*at, index))


def check_choice(choice: Json, option_kind: int, form: Form, at: Path) -> None:
    """Note what is wrong with one choice of an option: its name, or its value's type."""
    form.text((*at, "name"), choice.get("name"), 1, 100)
    value = choice.get("value")
    if option_kind == 3:
        form.text((*at, "value"), value, 1, 100)
    elif isinstance(value, bool) or not isinstance(value, int if option_kind == 4 else int | float):
        form.fault((*at, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')


def _check_embeds(embeds: list[Json], form: Form, at: Path) -> None:
    form.count(at, embeds, 0, EMBEDS_MAX)
    total = 0
    for index, embed in enumerate(embeds):
        here = (*at, index)
        limits: list[tuple[Path, object, int, int]] = [
            (("title",), embed.get("title"), 0, 256),
            (("description",), embed.get("description"), 0, 4096),
            (("footer", "text"), (embed.get("footer") or {}).get("text"), 0, 2048),
            (("author", "name"), (embed.get("author") or {}).get("name"), 0, 256),
        ]
        fields = form.objects((*here, "fields"), embed.get("fields"))
        form.count((*here, "fields"), fields, 0, 25)
        for number, field in enumerate(fields):
            limits.append((("fields", number, "name"), field.get("name") or "", 1, 256))
            limits.append((("fields", number, "value"), field.get("value") or "", 1, 1024))
        for path, value, low, high in limits:
            text = form.text((*here, *path), value, low, high, required=False)
            total += len((text or "").strip())
        form.whole((*here, "color"), embed.get("color"), 0, 0xFFFFFF)
        form.url((*here, "url"), embed.get("url"))
        for media in ("image", "thumbnail"):
            form.url((*here, media, "url"), (embed.get(media) or {}).get("url"))
        for media in ("author", "footer"):
            form.url((*here, media, "icon_url"), (embed.get(media) or {}).get("icon_url"))
    if total > EMBED_SUM_MAX:
        form.fault(at, "MAX_EMBED_SIZE_EXCEEDED",
                   f"Embed size exceeds maximum size of {EMBED_SUM_MAX}")  # fmt: skip
