"""A hundred thousand messages to a receiver that fails, hangs and redirects, the courier killed once.

``python -m benchmarks.deliveries [--messages N]``. The receiver is a process of its own on this machine, the
courier another; it is killed with SIGKILL a while after it began, and started again. Then it is counted what
arrived.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

from benchmarks.timing import CALM, Row, table
from gitops_assets.core.outbox.model import Planned, Webhook
from gitops_assets.core.outbox.retrying import Patience
from resources.couriers.courier import Courier, Pace
from resources.couriers.posting import Poster
from resources.couriers.webhook import WebhookChannel
from resources.store.store import Store

FAILS, HANGS, REDIRECTS = 30, 5, 1
TARGETS, REPOSITORIES = 10, 500
TIMEOUT = 1.0
"""Seconds that an answer may take here, so that hanging costs what it must and no more."""
PACE = Pace(workers=48, each=12, lease=10, idle=0.1, patience=Patience(first=1, factor=1.3, attempts=7))
SECRET = "whsec_" + b64encode(b"benchmark" * 4).decode()


def planned(messages: int, now: int) -> Iterator[Planned]:
    for number in range(messages):
        repository = f"fleet/repository-{number % REPOSITORIES:04}"
        yield Planned(
            event_ids=(f"evt_{number:032x}",),
            target=f"webhook:w{number // REPOSITORIES % TARGETS}",
            key=f"finding:{repository}:{number}",
            repository=repository,
            not_before=now,
            document={"type": "finding.opened", "data": {"repository": repository, "number": number}},
        )


def carry(url: str, port: int) -> None:
    """The courier's process: until nothing waits."""
    poster, stop = Poster(allow_private=True, seconds=TIMEOUT), threading.Event()
    with Store.open(url) as store:
        channels = {
            each.target: WebhookChannel(each, poster, time.time, {"SECRET": SECRET})
            for each in webhooks(port)
        }

        def turn(_now: float) -> None:
            if store.outbox.queue().waiting == 0:
                stop.set()

        Courier(store, channels, time.time, replace(PACE, turn=2)).run(stop, turn)


def webhooks(port: int) -> list[Webhook]:
    where = f"http://127.0.0.1:{port}"
    return [Webhook(name=f"w{n}", url=f"{where}/w{n}", secrets=("env:SECRET",)) for n in range(TARGETS)]


def killed_and_started_again(url: str, port: int, after: float) -> float:
    command = [sys.executable, "-m", "benchmarks.deliveries", "--carry", url, "--port", str(port)]
    began = time.monotonic()
    first = subprocess.Popen(command, env=CALM)
    time.sleep(after)
    first.kill()
    first.wait()
    subprocess.run(command, env=CALM, check=True)
    return time.monotonic() - began


@contextmanager
def receiving() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    shares = map(str, (FAILS, HANGS, REDIRECTS))
    with subprocess.Popen([sys.executable, "-m", "benchmarks.receiver", str(port), *shares]) as receiver:
        time.sleep(1)
        yield port
        receiver.kill()


def disordered(taken: Sequence[tuple[str, str, int]]) -> int:
    """How many messages arrived for the first time after a later one of the same target and repository."""
    seen: set[int] = set()
    last: dict[tuple[str, str], int] = defaultdict(lambda: -1)
    wrong = 0
    for target, repository, number in taken:
        if number in seen:
            continue
        seen.add(number)
        wrong += number < last[target, repository]
        last[target, repository] = max(number, last[target, repository])
    return wrong


def measured(messages: int, after: float) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, receiving() as port:
        url = f"sqlite:///{Path(folder) / 'store.db'}"
        with Store.open(url) as store:
            store.migrate()
            store.outbox.routed((), list(planned(messages, int(time.time()))))
            seconds = killed_and_started_again(url, port, after)
            dead = store.outbox.deliveries("dead", limit=messages)
            reasons = {each.delivery: each.why for each in store.outbox.log(limit=10**7)}
            attempts = len(store.outbox.log(limit=10**7))
        lines = urlopen(f"http://127.0.0.1:{port}/taken").read().decode().split("\n")
    taken = [(target, repository, int(number)) for target, repository, number in map(str.split, lines)]
    arrived = Counter(number for _, _, number in taken)
    gone = {int(each.key.rpartition(":")[2]) for each in dead}
    lost = messages - len(arrived.keys() | gone)
    twice = sum(arrived.values()) - len(arrived)
    mute = sum(not reasons.get(each.id) for each in dead)
    wrong = disordered(taken)
    return [
        Row("messages, to 10 webhooks about 500 repositories", f"{messages:,}"),
        Row("seconds, the courier killed once", f"{seconds:.0f}"),
        Row("attempts a second", f"{attempts / seconds:,.0f}"),
        Row("arrived", f"{len(arrived):,}"),
        Row(
            "given up after seven attempts, each with its reason", f"{len(gone):,}", "no reason: 0", mute == 0
        ),
        Row("lost", f"{lost:,}", "0", lost == 0),
        Row(
            "taken twice, because of the kill",
            f"{twice:,}",
            f"≤ {3 * PACE.workers}",
            twice <= 3 * PACE.workers,
        ),
        Row("out of their order by repository", f"{wrong:,}", "0", wrong == 0),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=int(os.environ.get("DELIVERIES", "100000")))
    parser.add_argument("--kill-after", type=float, default=20)
    parser.add_argument("--carry", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.carry:
        carry(options.carry, options.port)
        return
    title = f"Deliveries: {FAILS} % refused, {HANGS} % never answered, {REDIRECTS} % redirected"
    print(table(title, measured(options.messages, options.kill_after)))


if __name__ == "__main__":
    main()
