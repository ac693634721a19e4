"""A request taken apart, an answer to it, and the routes between them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.errors import ApiError
from tests.fakes.discord.messages import Attachment
from tests.fakes.discord.ratelimits import Limit
from tests.fakes.discord.wire import Json

# The parts of a path that have rate limits of their own.
_MAJOR = ("channel_id", "guild_id", "webhook_token", "interaction_token")

GENEROUS = Limit(50, 1.0)


@dataclass(frozen=True, slots=True)
class Call:
    """A request, read and allowed, on its way to a handler.

    Attributes:
        params: What stood in the path's places.
        body: The JSON, or None when there was none.
        files: Uploads in the order they were numbered, alternative texts filled in.
        arrived_at: When the request came in, in seconds of the stopwatch.
    """

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: list[Attachment]
    arrived_at: float

    @property
    def json(self) -> Json:
        """The body, which has to be an object.

        Raises:
            ApiError: It is not.
        """
        if not isinstance(self.body, dict):
            raise ApiError(400, 50035, "Invalid Form Body")
        return self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and JSON unless there is nothing to say."""

    status: int
    body: object = None


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API.

    Attributes:
        template: Its path, places in braces, as the official description writes it.
        limit: How often it may be used for one channel, guild or token.
        by_token: Whether a token in the path takes the place of the bot's, as in
            interactions; such requests do not count towards the global limit.
    """

    method: str
    template: str
    handler: Callable[[Call], Answer]
    limit: Limit = GENEROUS
    by_token: bool = False
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Compile the template."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template)
        object.__setattr__(self, "pattern", re.compile(pattern))

    @property
    def name(self) -> str:
        """The method and the template."""
        return f"{self.method} {self.template}"

    def place(self, params: Mapping[str, str]) -> str:
        """Return what its rate limit is counted for."""
        return "/".join(params[key] for key in _MAJOR if key in params)


def find_route(
    routes: Iterable[Route], method: str, path: str
) -> tuple[Route, dict[str, str]] | None:
    """Return the first route for a request and what stands in its places, or None."""
    for route in routes:
        if route.method == method and (match := route.pattern.fullmatch(path)):
            return route, match.groupdict()
    return None
