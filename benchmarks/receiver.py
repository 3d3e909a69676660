"""A receiver of webhooks that fails, hangs and redirects as often as it is told, and remembers what it took.

``python -m benchmarks.receiver PORT FAILS HANGS REDIRECTS`` with shares of a hundred. ``GET /taken`` gives a
line for each message that was answered 200, in their order: target, repository, number.
"""

import asyncio
import json
import random
import sys

_REASONS = {
    200: b"OK",
    307: b"Temporary Redirect",
    500: b"Internal Server Error",
    503: b"Service Unavailable",
}


class Receiver:
    """What a receiver remembers, and its dice."""

    def __init__(self, shares: tuple[int, int, int]) -> None:
        self.fails, self.hangs, self.redirects = shares
        self.taken: list[str] = []
        self.chance = random.Random(11)  # noqa: S311 - dice

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer what comes over one connection."""
        try:
            while await self.one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; False ends the connection."""
        head = await reader.readuntil(b"\r\n\r\n")
        request, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path = request.split(" ")[1]
        if path == "/taken":
            self.answer(writer, 200, "\n".join(self.taken).encode())
            return True
        roll = self.chance.random() * 100
        if roll < self.hangs:
            await reader.read()
            return False
        if roll < self.hangs + self.fails:
            later = b"retry-after: 1\r\n" if roll < self.hangs + 1 else b""
            self.answer(writer, 503 if later else 500, b"try again", later)
        elif roll < self.hangs + self.fails + self.redirects and not path.endswith("/moved"):
            self.answer(writer, 307, b"", b"location: %b/moved\r\n" % path.encode())
        else:
            said = json.loads(body)["data"]
            self.taken.append(f"{path.removesuffix('/moved')} {said['repository']} {said['number']}")
            self.answer(writer, 200, b"ok")
        await writer.drain()
        return True

    @staticmethod
    def answer(writer: asyncio.StreamWriter, status: int, body: bytes, more: bytes = b"") -> None:
        """Write one answer."""
        head = b"HTTP/1.1 %d %b\r\ncontent-length: %d\r\n%b\r\n" % (status, _REASONS[status], len(body), more)
        writer.write(head + body)


async def main(port: int, *shares: int) -> None:
    fails, hangs, redirects = shares
    receiver = Receiver((fails, hangs, redirects))
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", port, backlog=1024)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
