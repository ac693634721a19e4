"""Discord's refusals: an HTTP status, a code, a message, and the tree of a bad form."""

import re
from collections.abc import Collection, Sized
from typing import Any, TypeAlias

from tests.fakes.discord.wire import Json

Path: TypeAlias = tuple[str | int, ...]

_URL = re.compile(r"(https?|discord|attachment)://\S+")


class ApiError(Exception):
    """A request that Discord refuses."""

    def __init__(
        self, status: int, code: int, message: str, *, errors: Json | None = None, **extra: Any
    ) -> None:
        """Keep what the answer will say; *extra* goes into its body."""
        super().__init__(f"{status} ({code}): {message} {errors or ''}".rstrip())
        self.status = status
        self.code = code
        self.body: Json = {"message": message, "code": code, **extra}
        if errors:
            self.body["errors"] = errors


class Form:
    """Gathers everything wrong with a body, each fault at its place."""

    def __init__(self) -> None:
        """Start without a fault."""
        self._errors: Json = {}

    def fault(self, at: Path, code: str, message: str) -> None:
        """Note a fault at the path *at*; the empty path is the whole body."""
        node = self._errors
        for step in at:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def refuse_faults(self) -> None:
        """Raise the ApiError for what was noted, if anything was.

        Raises:
            ApiError: 400 with code 50035.
        """
        if self._errors:
            raise ApiError(400, 50035, "Invalid Form Body", errors=self._errors)

    def text(
        self, at: Path, value: object, low: int, high: int, *, required: bool = True
    ) -> str | None:
        """Return *value* if it is a string of *low* to *high* characters once trimmed."""
        if value is None:
            if required:
                self.fault(at, "BASE_TYPE_REQUIRED", "This field is required")
            return None
        if not isinstance(value, str):
            self.fault(at, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return None
        length = len(value.strip())
        if not low and length > high:
            self.fault(at, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        elif low and length == 0:
            self.fault(at, "BASE_TYPE_REQUIRED", "This field is required")
        elif not low <= length <= high:
            self._bad_length(at, low, high)
        return value

    def whole(self, at: Path, value: object, low: int, high: int) -> None:
        """Note a fault unless *value* is None or an integer from *low* to *high*."""
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(at, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif not low <= value <= high:
            self.fault(at, "NUMBER_TYPE_MAX", f"int value should be {low} to {high}.")

    def count(self, at: Path, values: Sized, low: int, high: int) -> None:
        """Note a fault unless there are *low* to *high* values."""
        if not low <= len(values) <= high:
            self._bad_length(at, low, high)

    def choice(self, at: Path, value: object, allowed: Collection[object]) -> None:
        """Note a fault unless *value* is one of *allowed*."""
        if value not in allowed:
            listed = ", ".join(map(repr, allowed))
            self.fault(at, "BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")

    def url(self, at: Path, value: object, *, high: int = 2048) -> None:
        """Note a fault unless *value* is None or a URL of at most *high* characters."""
        if value is None:
            return
        if not isinstance(value, str) or not _URL.fullmatch(value):
            self.fault(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        elif len(value) > high:
            self.fault(at, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")

    def objects(self, at: Path, value: object) -> list[Json]:
        """Return *value* if it is a list of objects, else note a fault; null is empty."""
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        self.fault(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []

    def _bad_length(self, at: Path, low: int, high: int) -> None:
        message = f"Must be between {low} and {high} in length."
        self.fault(at, "BASE_TYPE_BAD_LENGTH", message)


def unknown(what: str, code: int) -> ApiError:
    """Return the 404 for a thing that does not exist."""
    return ApiError(404, code, f"Unknown {what}")


def missing_access() -> ApiError:
    """Return the 403 for a place that cannot be seen."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """Return the 403 for something that is not allowed in a place."""
    return ApiError(403, 50013, "Missing Permissions")
