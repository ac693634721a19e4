"""`jensen run`: everything that has its token, in one process under one task group."""

import asyncio
import logging
import os
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Protocol

from aiohttp import web

from adapters.web import serving
from bot.app import build
from bot.errors import SettingsError
from bot.settings import Settings

log = logging.getLogger(__name__)

STOP_WITHIN_S = 10.0
# How long the event loop waits for a thread that computes; Python's 5 ms, at every step of many
# requests, would add up.
SWITCH_INTERVAL_S = 0.0005
PAUSE_MIN_S = 1.0
# Keeps an adapter that always fails far below the 1,000 logins a day that Discord allows.
PAUSE_MAX_S = 300.0

NOTHING_SET = (
    "Nothing to run: set DISCORD_TOKEN for Discord, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN or"
    " SLACK_SIGNING_SECRET for Slack. To try the bot without either: jensen chat"
)


class Adapter(Protocol):
    """One platform, from connecting to closing.

    Attributes:
        name: What people call the platform.
    """

    name: str

    @property
    def is_ready(self) -> bool:
        """Whether it is connected, so that a question would be answered now."""
        ...

    def routes(self) -> Sequence[web.RouteDef]:
        """Return what it serves over HTTP, from before `run` until after `stop`."""
        ...

    async def run(self) -> None:
        """Answer questions until `stop`; called again, after a pause, when it raised.

        Raises:
            SettingsError: A setting is refused, so that trying again is of no use.
        """
        ...

    async def stop(self) -> None:
        """Take no more questions, finish what is under way, disconnect; `run` returns then.

        Called once, whether it runs or not. Whoever calls gives it STOP_WITHIN_S seconds and
        then cancels `run`.
        """
        ...


def run(settings: Settings) -> int:
    """Run whatever has its token until a signal ends it, and return the exit status.

    SIGTERM or SIGINT ends it in order, a second one at once. 0 means that it was told to end,
    2 that no platform accepts its settings; the log says which and why.

    Raises:
        SettingsError: No token is set, or nothing can listen where the settings say.
        FaultError: The library or the index cannot be opened.
    """
    adapters = _with_tokens(settings)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    return asyncio.run(_run(adapters, settings))


async def keep_running(
    adapter: Adapter,
    pause: Callable[[float], Awaitable[bool]],
    *,
    monotonic: Callable[[], float],
    rng: random.Random,
) -> bool:
    """Run *adapter* until it ends as it was told; start it again, after a pause, when it fails.

    Pauses double from PAUSE_MIN_S to PAUSE_MAX_S, each shortened by up to a half by chance, and
    begin anew once it ran for longer than that.

    Args:
        adapter: What to run.
        pause: Waits so many seconds, or until everything is to end, and says whether it is.
        monotonic: Tells seconds.
        rng: Chance.

    Returns:
        False if it was given up, because a setting is refused.
    """
    pause_s = PAUSE_MIN_S
    while True:
        started_s = monotonic()
        try:
            await adapter.run()
        except SettingsError as error:
            words = {"adapter": adapter.name, "error": str(error)}
            log.error("given up", extra=words)  # noqa: TRY400 - the words say it all
            return False
        except Exception as error:  # one platform's failure, of whatever kind, must not end others
            if monotonic() - started_s > PAUSE_MAX_S:
                pause_s = PAUSE_MIN_S
            shortened_s = pause_s * rng.uniform(0.5, 1.0)
            log.warning(
                "failed, starts again",
                extra={
                    "adapter": adapter.name,
                    "error": f"{type(error).__name__}: {error}",
                    "pause_s": round(shortened_s, 1),
                },
            )
            if await pause(shortened_s):
                return True
            pause_s = min(2 * pause_s, PAUSE_MAX_S)
        else:
            return True


async def _run(adapters: Sequence[Adapter], settings: Settings) -> int:
    stopping = asyncio.Event()

    async def pause(seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), seconds)
        return stopping.is_set()

    routes = [route for adapter in adapters for route in adapter.routes()]
    host, port = settings.jensen_http_host, settings.jensen_http_port
    with _signals_set(stopping):
        async with serving(host, port, routes, lambda: _health(adapters)) as port:
            log.info("listening", extra={"host": host, "port": port})
            async with asyncio.TaskGroup() as group:
                rng = random.Random()  # noqa: S311 - spreads retries, guards nothing
                kept = [
                    group.create_task(
                        keep_running(adapter, pause, monotonic=time.monotonic, rng=rng)
                    )
                    for adapter in adapters
                ]
                stopper = group.create_task(_stop_when(stopping, adapters, kept))
                await asyncio.wait(kept)
                if not stopping.is_set():
                    stopper.cancel()
    if not stopping.is_set():
        return 2
    log.info("stopped")
    return 0


async def _stop_when(
    stopping: asyncio.Event, adapters: Sequence[Adapter], kept: Sequence[asyncio.Task[bool]]
) -> None:
    """Stop *adapters* in order once *stopping* is set, or cancel *kept* if that takes too long."""
    await stopping.wait()
    log.info("stopping")
    try:
        async with asyncio.timeout(STOP_WITHIN_S):
            await asyncio.gather(*(_stop(adapter) for adapter in adapters))
            await asyncio.wait(kept)
    except TimeoutError:
        log.warning("not everything was finished in time")
        for task in kept:
            task.cancel()


async def _stop(adapter: Adapter) -> None:
    try:
        await adapter.stop()
    except Exception as error:  # a failure here must not keep the others from stopping in order
        log.warning(
            "failed to stop in order",
            extra={"adapter": adapter.name, "error": f"{type(error).__name__}: {error}"},
        )


@contextmanager
def _signals_set(stopping: asyncio.Event) -> Iterator[None]:
    """Have the first SIGTERM or SIGINT set *stopping*, and the second exit at once."""
    loop = asyncio.get_running_loop()
    is_asked = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal is_asked
        if is_asked:
            os._exit(128 + number)
        is_asked = True
        loop.call_soon_threadsafe(stopping.set)

    handled = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, handle) for number in handled]
    try:
        yield
    finally:
        for number, handler in zip(handled, before, strict=True):
            signal.signal(number, handler)


def _health(adapters: Sequence[Adapter]) -> dict[str, bool]:
    return {adapter.name.lower(): adapter.is_ready for adapter in adapters}


def _with_tokens(settings: Settings) -> list[Adapter]:
    """Return an adapter for each platform whose token is set.

    Raises:
        SettingsError: None is set, or only a part of what Slack needs.
    """
    discord = settings.discord_token is not None
    slack = settings.slack_bot_token is not None
    if not slack and (settings.slack_app_token or settings.slack_signing_secret):
        raise SettingsError("SLACK_BOT_TOKEN: is missing; set it to the token that begins xoxb-")
    if not discord and not slack:
        raise SettingsError(NOTHING_SET)

    bot = build(
        settings.jensen_home,
        clock=lambda: datetime.now(UTC),
        rng=random.Random(),  # noqa: S311 - draws quotes, guards nothing
    )
    # What is loaded when it is first used is loaded now, not when somebody waits for it.
    bot.asking.suggest("hello", scope=bot.asking.scope())
    adapters: list[Adapter] = []
    # Only who uses a platform pays for importing its library.
    if discord:
        from adapters.discord.adapter import DiscordAdapter

        adapters.append(DiscordAdapter(bot, settings))
    if slack:
        from adapters.slack.adapter import SlackAdapter

        adapters.append(SlackAdapter(bot, settings))
    return adapters
