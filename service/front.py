"""What every request goes through: a name for it, the sender's limit, its time, a line in the log."""

import logging
import re
import secrets
import time

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gitops_assets.core.inbox.limits import Buckets, sender_of
from gitops_assets.core.inbox.model import Provider
from service.metrics import Metrics
from service.settings import Limits

_LOG = logging.getLogger("gitops.http")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
PATHS = frozenset(
    (
        "/health",
        "/health/live",
        "/health/ready",
        "/metrics",
        *(f"/webhooks/{each.value}" for each in Provider),
    )
)
"""The paths that stand for themselves: routes without parameters."""

_SAFE = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
)


class Front:
    """Wraps the application; what it learns of a request stands in ``scope["state"]``."""

    def __init__(self, app: ASGIApp, metrics: Metrics, limits: Limits) -> None:
        self.app = app
        self.metrics = metrics
        self.buckets = Buckets(limits.rate, limits.burst) if limits.rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        name = request_name(dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1"))
        scope.setdefault("state", {})["request_id"] = name
        said = {"status": 500}

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                said["status"] = message["status"]
                message["headers"] = [*message["headers"], *_SAFE, (b"x-request-id", name.encode())]
            await send(message)

        try:
            await (self._too_many(scope) or self.app)(scope, receive, answer)
        finally:
            self._tell(scope, said["status"], time.perf_counter() - began)

    def _too_many(self, scope: Scope) -> ASGIApp | None:
        client = scope.get("client")
        if self.buckets is None or client is None:
            return None
        pause = self.buckets.take(sender_of(client[0]), time.monotonic())
        if not pause:
            return None
        why = {"error": "rate-limited", "why": "Too many requests; come again later."}
        return JSONResponse(why, 429, {"retry-after": str(int(pause) + 1)})

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        # Only names of routes are labels: paths are what a sender chooses.
        route = scope["path"] if scope["path"] in PATHS else getattr(scope.get("route"), "path", "other")
        self.metrics.requests.labels(route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        state = scope["state"]
        known = {"request_id": state["request_id"], "route": route, "status": status}
        known |= {"method": scope["method"], "ms": round(seconds * 1000, 2), **state.get("said", {})}
        quiet = status < 400 and not route.startswith("/webhooks")
        _LOG.log(logging.DEBUG if quiet else logging.INFO, "request", extra=known)


def request_name(said: str) -> str:
    """The name that somebody before us gave the request, if it is a harmless one, or a new one."""
    return said if _NAME.fullmatch(said) else secrets.token_hex(8)
