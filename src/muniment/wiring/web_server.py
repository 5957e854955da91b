"""A server of web pages or tools: it says nothing of itself, and takes no header's word for who calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    import uvicorn
    from starlette.applications import Starlette


def web_server(
    app: Starlette, *, host: str, port: int, tls: Mapping[str, Any], http: type[asyncio.Protocol] | str
) -> uvicorn.Server:
    """Return the server of `app`, which has yet to be run. `tls` are the names of files as uvicorn takes them.

    Front proxies are not believed: who calls is known by its connection, its key or its session alone.
    """
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=http,
            ws="none",
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            log_level="warning",
            timeout_graceful_shutdown=2,
            **tls,
        )
    )
