"""The one HTTP server of `jensen run`: `/healthz`, and the routes that adapters add."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import SettingsError

Health = Callable[[], Mapping[str, bool]]


@asynccontextmanager
async def serving(
    host: str, port: int, routes: Iterable[web.RouteDef], health: Health
) -> AsyncIterator[int]:
    """Serve *routes* and `/healthz` on *host* for as long as the context lasts; yield the port.

    `/healthz` answers 200 when everything that *health* names is ready, else 503, with a JSON
    object of what is and what is not.

    Raises:
        SettingsError: Nothing can listen there; names the variables.
    """

    async def healthz(request: web.Request) -> web.Response:
        ready = health()
        return web.json_response(dict(ready), status=200 if all(ready.values()) else 503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_routes(routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"JENSEN_HTTP_HOST, JENSEN_HTTP_PORT: {host}:{port} cannot be listened on"
                f" ({error.strerror}); set another port, or 0 for any free one"
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
