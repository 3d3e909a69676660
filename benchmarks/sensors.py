"""What does one evaluation of each sensor cost over a thousand repositories, on SQLite and PostgreSQL?

Run with ``python -m benchmarks.sensors FOLDER``, a folder with work trees, as `make bench` makes one. Prints
Markdown. Each is evaluated by itself with as much to do as a tick may find, and again with nothing new.
Dagster gives up on one after 60 seconds.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import dagster as dg

from benchmarks.inbox import postgres
from benchmarks.timing import CALM, Row, machine, product, table
from gitops_assets.core.inbox.model import Provider, Received
from resources.home import HOME_VARIABLE, STORE_VARIABLE, find_home
from resources.instance import open_instance
from resources.store.store import Store
from sensors import SENSORS, at_hand

DELIVERIES = 1_000
ENDED = 200
LIMIT = 2.0
FILE = "roots: ['{folder}']\nschedules: {{often: {{cron: '*/10 * * * *'}}, nightly: {{daily: '02:30'}}}}\n"


@contextmanager
def audited(folder: Path, fleet: Path, url: str | None) -> Iterator[tuple[dg.DagsterInstance, Store]]:
    """A home in whose store the fleet was audited once; the environment names it."""
    file = folder / "fleet.yaml"
    file.write_text(FILE.format(folder=fleet), encoding="utf-8")
    named = {HOME_VARIABLE: str(folder / "home"), **({STORE_VARIABLE: url} if url else {})}
    os.environ.update(named)
    command = product("audit", "--fleet", str(file), "--skip", "dependencies", "--skip", "gates")
    subprocess.run(command, env={**CALM, **named}, check=False, capture_output=True)
    home = find_home()
    with Store.open(home.store_url) as store, open_instance(home) as instance:
        yield instance, store
    for name in named:
        del os.environ[name]


def evaluate(sensor: dg.SensorDefinition, instance: dg.DagsterInstance, cursor: str | None) -> Row:
    """One evaluation, and the next one."""
    took, asked = [], []
    for _ in range(2):
        began = time.perf_counter()
        result = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
        took.append(time.perf_counter() - began)
        assert isinstance(result, dg.SensorResult)
        asked.append(len(result.run_requests or ()))
        cursor = result.cursor or cursor
    said = f"{took[0]:.2f} s ({asked[0]} runs asked for), {took[1]:.2f} s ({asked[1]})"
    return Row(f"`{sensor.name}`, and again", said, f"≤ {LIMIT:g} s", max(took) <= LIMIT)


def deliveries(slugs: Sequence[str]) -> list[Received]:
    """A push of each repository, in turn."""
    made = []
    for number in range(DELIVERIES):
        body = {"ref": "refs/heads/main", "repository": {"full_name": slugs[number % len(slugs)]}}
        made.append(
            Received(
                provider=Provider.GITHUB,
                delivery=str(number),
                event="push",
                received=int(time.time()),
                headers={"content-type": "application/json"},
                body=json.dumps(body).encode(),
            )
        )
    return made


def burden(instance: dg.DagsterInstance, store: Store, slugs: Sequence[str]) -> dict[str, str | None]:
    """Give every sensor something to do; the cursors with which they begin."""
    store.inbox.add(deliveries(slugs))
    begun = json.dumps({"until": time.time() - 60, "told": [], "failing": []})
    for number in range(ENDED):
        tags = {"dagster/partition": slugs[number % len(slugs)]}
        run = dg.DagsterRun("look", run_id=f"ended-{number}", status=dg.DagsterRunStatus.STARTED, tags=tags)
        instance.report_run_failed(instance.add_run(run), "It was killed.")
    return {"run_outcome": begun}


def measured(fleet: Path, url: str | None) -> Iterator[Row]:
    """A line for each sensor."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sensors-")))
        instance, store = stack.enter_context(audited(folder, fleet, url))
        slugs = sorted(store.states())
        yield Row("repositories", f"{len(slugs):,}")
        cursors = burden(instance, store, slugs)
        for sensor in SENSORS:
            yield evaluate(sensor, instance, cursors.get(sensor.name))
        # Everybody is due, and nobody's refs stand where they stood.
        at_hand.clock = lambda: int(time.time()) + 86_400
        watches = store.waking.watches()
        store.waking.remember_watches([replace(each, stamp="elsewhere") for each in watches.values()])
        for sensor in SENSORS:
            if sensor.name in {"repository_moves", "schedules"}:
                row = evaluate(sensor, instance, None)
                yield Row(f"{row.what}, a day later, all moved", row.measured, row.reach, row.reached)
        at_hand.clock = lambda: int(time.time())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fleet", type=Path, help="a folder with work trees")
    options = parser.parse_args()
    print(f"Measured with {machine()}.\n")
    with postgres() as server:
        for name, url in (("SQLite", None), ("PostgreSQL", server)):
            if name == "SQLite" or url:
                print(table(f"Sensors on {name}", list(measured(options.fleet.absolute(), url))), flush=True)


if __name__ == "__main__":
    main()
