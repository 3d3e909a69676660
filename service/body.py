"""Reading a body without letting anybody fill the memory or keep a connection for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from service.settings import Limits


class Refused(Exception):  # noqa: N818 - an answer, not always an error
    """The request is answered with this status; ``reason`` is one of few words, the message for people."""

    def __init__(self, status: int, reason: str, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.reason = reason


@dataclass(slots=True)
class Room:
    """How many bytes of bodies may still come into memory."""

    left: int

    def take(self, size: int) -> None:
        """Take some; raises :class:`Refused` when there is not as much."""
        if size > self.left:
            raise Refused(503, "busy", "Too much is being received at once; send it again later.")
        self.left -= size


@asynccontextmanager
async def read_body(request: Request, limits: Limits, room: Room) -> AsyncIterator[bytes]:
    """The body, which takes its room until it was answered; raises :class:`Refused`."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > limits.body:
        raise _too_large(limits)
    taken = 0
    try:
        chunks: list[bytes] = []
        async for chunk in _stream(request, limits):
            if taken + len(chunk) > limits.body:
                raise _too_large(limits)
            room.take(len(chunk))
            taken += len(chunk)
            chunks.append(chunk)
        yield b"".join(chunks)
    finally:
        room.left += taken


async def _stream(request: Request, limits: Limits) -> AsyncIterator[bytes]:
    try:
        async with asyncio.timeout(limits.message_seconds):
            async for chunk in request.stream():
                yield chunk
    except TimeoutError:
        raise Refused(408, "slow", "The body did not arrive in time.") from None
    except ClientDisconnect:
        raise Refused(400, "cut", "The connection ended before the body did.") from None


def _too_large(limits: Limits) -> Refused:
    return Refused(413, "too-large", f"The body is larger than {limits.body // 1024 // 1024} MiB.")
