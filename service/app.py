"""The application: which address is answered by what."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from gitops_assets.core.inbox.model import Provider
from resources.store.store import Store
from service.front import Front
from service.health import Condition, Health, Parts, document, worst
from service.loops import LOOPS, Loop, Loops
from service.metrics import Metrics
from service.settings import Settings
from service.slack import SlackActions
from service.webhooks import Webhooks
from service.writer import Writer


def create_app(settings: Settings, store: Store, loops: Sequence[Loop] = LOOPS) -> ASGIApp:
    """The service on a store that is migrated; the caller closes the store after it has ended."""
    metrics = Metrics(store, settings.home.cache / "forge")
    app = FastAPI(
        title="gitops-assets",
        lifespan=_lifespan(settings, store, metrics, loops),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    return Front(app, metrics, settings.limits)


def _lifespan(
    settings: Settings, store: Store, metrics: Metrics, loops: Sequence[Loop]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        writer = Writer(store.inbox.add, settings.limits.queue, metrics.wrote)
        metrics.queue.set_function(lambda: writer.depth)
        running = Loops(loops, store, settings.home, lambda name: metrics.restarts.labels(name).inc())
        hooks = Webhooks(settings, writer, metrics)
        for provider in Provider:
            app.add_route(f"/webhooks/{provider.value}", hooks.route(provider), methods=["POST"])
        if settings.slack:
            app.add_route("/slack/actions", SlackActions(settings, store).answer, methods=["POST"])
        _watched(app, Health(Parts(settings.home, store, writer, running)), metrics)
        yield
        # What was read is written before the process ends; only loops may be cut short.
        await anyio.to_thread.run_sync(writer.close)
        await anyio.to_thread.run_sync(running.close)

    return living


def _watched(app: FastAPI, health: Health, metrics: Metrics) -> None:
    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "fine"})

    async def ready(_request: Request) -> Response:
        components = await anyio.to_thread.run_sync(health.components)
        failed = worst(components) is Condition.FAILED
        return JSONResponse(document(components), 503 if failed else 200)

    async def scraped(_request: Request) -> Response:
        text = await anyio.to_thread.run_sync(generate_latest, metrics.registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    app.add_route("/health/live", live)
    app.add_route("/health/ready", ready)
    app.add_route("/health", ready)
    app.add_route("/metrics", scraped)
