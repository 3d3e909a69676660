"""``POST /webhooks/<provider>``: believed, kept, answered. What it says is found out later."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gitops_assets.core.inbox.envelope import received
from gitops_assets.core.inbox.model import Provider, Received
from gitops_assets.core.inbox.signatures import refusal
from service.body import Refused, Room, read_body
from service.metrics import Metrics
from service.settings import Settings
from service.writer import Unwritten, Writer

RETRY_AFTER = "10"
"""Seconds after which a sender should try again when we could not keep a delivery."""


class Webhooks:
    """The route of one provider is one of its methods' answers."""

    def __init__(self, settings: Settings, writer: Writer, metrics: Metrics) -> None:
        self._settings = settings
        self._writer = writer
        self._metrics = metrics
        self._room = Room(settings.limits.unanswered)

    def route(self, provider: Provider) -> Callable[[Request], Awaitable[Response]]:
        """What answers deliveries of this provider."""

        async def answer(request: Request) -> Response:
            try:
                return await self._take(provider, request)
            except Refused as refused:
                self._metrics.webhooks.labels(provider.value, refused.reason).inc()
                request.state.said = {"provider": provider.value, "result": refused.reason}
                body = {"error": refused.reason, "why": str(refused)}
                again = {"retry-after": RETRY_AFTER} if refused.status == 503 else None
                return JSONResponse(body, refused.status, again)

        return answer

    async def _take(self, provider: Provider, request: Request) -> Response:
        limits = self._settings.limits
        async with read_body(request, limits, self._room) as body:
            delivery = self._believed(provider, request, body)
            number = await self._kept(delivery)
        result = "duplicate" if number is None else "accepted"
        self._metrics.webhooks.labels(provider.value, result).inc()
        request.state.said = {
            "provider": provider.value,
            "result": result,
            "delivery": delivery.delivery,
            "event": delivery.event,
            "inbox": number,
        }
        answer = {"id": number, "delivery": delivery.delivery, "duplicate": number is None}
        return JSONResponse(answer, 202)

    def _believed(self, provider: Provider, request: Request, body: bytes) -> Received:
        if provider not in self._settings.providers:
            raise Refused(404, "not-configured", f"No secret is set for deliveries of {provider.value} here.")
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in request.scope["headers"]
        }
        now = time.time()
        if provider not in self._settings.unsigned:
            found = refusal(provider, body, headers, self._settings.secrets[provider], now)
            if found is not None:
                raise Refused(401, found.reason, found.why)
        return received(provider, body, headers, now, request.state.request_id)

    async def _kept(self, delivery: Received) -> int | None:
        try:
            async with asyncio.timeout(self._settings.limits.answer_seconds):
                return await self._writer.keep(delivery)
        except (Unwritten, TimeoutError):
            # It may be on disk for all that: when it is sent again it is known by its name.
            raise Refused(503, "not-written", "The delivery could not be kept; send it again.") from None
