"""What is lost, and what happens twice, when the processes of ``gitops-assets dev`` are killed with -9?

Run with ``python -m benchmarks.restarts [--folder FOLDER]``. Prints Markdown. On the sample fleet a commit is
pushed to remotes and forges say so by signed webhooks, and in the middle one process after the other is
killed. After each, every repository that something was pushed to has to become fresh by one run.
"""

import argparse
import hashlib
import hmac
import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import dagster as dg
from dagster._core.scheduler.instigation import TickStatus

from benchmarks.inbox import SECRET
from benchmarks.timing import CALM, machine, product
from resources.home import Home
from resources.instance import open_instance
from resources.store.store import Store

T = TypeVar("T")
UI, SERVICE = 3977, 3978
PATIENCE = 240.0
_OF_PUSHES = ("look", "audit")
PUSHED = ("shop/api", "shop/reviews-stashed", "shop/newsletter-untracked")
KINDS = {
    "code server": "dagster api grpc",
    "web server": "dagster_webserver",
    "daemon": "dagster._daemon",
    "service": "main serve",
    "run worker": "multiprocessing.spawn",
}
IDENTITY = {
    f"GIT_{who}_{what}": "bench@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}


@dataclass(slots=True)
class World:
    """The sample fleet, its home, the processes, and how many commits each remote got."""

    folder: Path
    home: Home
    dev: subprocess.Popen[bytes]
    pushed: Counter[str] = field(default_factory=Counter)

    def process(self, kind: str) -> int | None:
        """The number of a process of that kind, if there is one."""
        for parent in (self.dev.pid, *_children(self.dev.pid)):
            for number in _children(parent):
                if KINDS[kind] in _words(number):
                    return number
        return None

    def kill(self, kind: str) -> None:
        """As the kernel does when memory is short."""
        number = until(lambda: self.process(kind), f"there is no {kind}")
        os.kill(number, signal.SIGKILL)


def until(ask: Callable[[], T | None], why: str, patience: float = PATIENCE, pause: float = 0.02) -> T:
    """Ask until there is an answer."""
    deadline = time.monotonic() + patience
    while (found := ask()) is None:
        if time.monotonic() > deadline:
            raise SystemExit(why)
        time.sleep(pause)
    return found


def _children(number: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{number}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def _words(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def git(*words: str | Path) -> str:
    command = ["git", *map(str, words)]
    return subprocess.check_output(command, env={**CALM, **IDENTITY}, text=True).strip()


def push(world: World, slug: str) -> str:
    """A commit onto the main branch of the remote, as somebody else would push it; its number."""
    remote = world.folder / "sample" / "remotes" / f"{slug}.git"
    tree = git("-C", remote, "rev-parse", "main^{tree}")
    commit = git("-C", remote, "commit-tree", tree, "-p", "main", "-m", f"Push {uuid4().hex}")
    git("-C", remote, "update-ref", "refs/heads/main", commit)
    world.pushed[slug] += 1
    return commit


def post(world: World, slug: str, commit: str) -> str:
    """Tell the service until it says 202, as a forge would that sends again; the delivery's name."""
    remote = world.folder / "sample" / "remotes" / f"{slug}.git"
    repository = {"full_name": slug, "clone_url": str(remote)}
    body = json.dumps({"ref": "refs/heads/main", "after": commit, "repository": repository}).encode()
    delivery = uuid4().hex
    signed = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    head = {"content-type": "application/json", "x-github-event": "push", "x-github-delivery": delivery}
    asked = urllib.request.Request(
        f"http://127.0.0.1:{SERVICE}/webhooks/github", body, {**head, "x-hub-signature-256": signed}
    )

    def accepted() -> bool | None:
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - the address is ours
                return True if answer.status == 202 else None
        except OSError:
            return None

    until(accepted, "the service does not answer")
    return delivery


def fresh(world: World, store: Store) -> bool | None:
    """Whether every repository was fetched after the last push, and nothing waits or is at work."""
    states = store.states()
    seen = all(states[slug].behind == count for slug, count in world.pushed.items())
    return True if seen and store.inbox.depth().waiting == 0 else None


def quiet(instance: dg.DagsterInstance) -> bool | None:
    at_work = [each for each in dg.DagsterRunStatus if each.value in {"QUEUED", "STARTING", "STARTED"}]
    return None if instance.get_runs_count(dg.RunsFilter(statuses=at_work)) else True


def in_a_tick(instance: dg.DagsterInstance) -> bool | None:
    """Whether the sensor of the inbox is being evaluated at this moment."""
    for state in instance.all_instigator_state():
        if state.name == "inbox":
            ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
            if ticks and ticks[0].status is TickStatus.STARTED:
                return True
    return None


def in_a_run(instance: dg.DagsterInstance) -> bool | None:
    started = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])
    return True if instance.get_runs_count(started) else None


Kill = Callable[[World, dg.DagsterInstance], None]


def _now(*kinds: str) -> Kill:
    def kill(world: World, _instance: dg.DagsterInstance) -> None:
        for kind in kinds:
            world.kill(kind)

    return kill


def _when(moment: Callable[[dg.DagsterInstance], bool | None], kind: str) -> Kill:
    def kill(world: World, instance: dg.DagsterInstance) -> None:
        until(lambda: moment(instance), f"the moment to kill the {kind} does not come", pause=0.001)
        world.kill(kind)

    return kill


SCENES: dict[str, Kill] = {
    "nothing": lambda _world, _instance: None,
    "service": _now("service"),
    "web server": _now("web server"),
    "daemon": _now("daemon"),
    "code server": _now("code server"),
    "daemon, in a tick of the inbox": _when(in_a_tick, "daemon"),
    "code server, in a tick of the inbox": _when(in_a_tick, "code server"),
    "run worker, in its run": _when(in_a_run, "run worker"),
    "code server, in a run": _when(in_a_run, "code server"),
    "all four": _now("service", "web server", "daemon", "code server"),
}


def scene(world: World, store: Store, instance: dg.DagsterInstance, kill: Kill) -> str:
    """Push and tell, kill in between, wait; the cells of the table's line."""
    before = {run.run_id for run in instance.get_runs()}
    began = time.monotonic()
    for slug in PUSHED:
        post(world, slug, push(world, slug))
    kill(world, instance)
    for slug in PUSHED[:2]:
        post(world, slug, push(world, slug))
    until(lambda: fresh(world, store), "a repository did not become fresh", pause=0.2)
    took = time.monotonic() - began
    until(lambda: quiet(instance), "something is at work for ever", pause=0.5)
    runs = [run for run in instance.get_runs() if run.run_id not in before]
    first = [run for run in runs if run.parent_run_id is None and run.job_name in _OF_PUSHES]
    keys = Counter(run.tags.get("dagster/run_key", run.run_id) for run in first)
    failed = [run for run in runs if run.status is dg.DagsterRunStatus.FAILURE]
    retried = [run for run in runs if run.parent_run_id is not None]
    again = sum(run.status is dg.DagsterRunStatus.SUCCESS for run in retried)
    twice = sum(count - 1 for count in keys.values())
    return f"{took:.1f} s | {len(first)} | {twice} | {len(failed)} | {again}"


@contextmanager
def everything(
    folder: Path, more: Mapping[str, str] | None = None, prepare: Callable[[Path], None] = lambda _: None
) -> Iterator[World]:
    """The sample fleet, audited once, and ``dev`` on its home with ``more`` in its environment.

    ``prepare`` gets the fleet's file before anything looks at it.
    """
    home = Home(folder / "home", f"sqlite:///{folder / 'home' / 'store.db'}")
    environ = {**CALM, "GITOPS_HOME": str(home.path), "GITOPS_WEBHOOK_SECRET_GITHUB": SECRET, **(more or {})}
    fleet = folder / "sample" / "fleet.yaml"
    subprocess.run(product("sample", str(folder / "sample")), check=True, env=environ, capture_output=True)
    prepare(fleet)
    subprocess.run(product("audit", "--fleet", str(fleet)), check=False, env=environ, capture_output=True)
    with (folder / "log").open("wb") as log:
        command = product("dev", "--port", str(UI), "--service-port", str(SERVICE))
        dev = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        until(_is_up, "dev did not start; see its log", pause=0.2)
        yield World(folder, home, dev)
    finally:
        dev.terminate()
        dev.wait(60)


def _is_up() -> bool | None:
    try:
        for port, path in ((UI, "server_info"), (SERVICE, "health/ready")):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5).close()
    except OSError:
        return None
    return True


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="where to work, and to leave everything")
    parser.add_argument("--only", help="the scenes whose names hold this")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="restarts-"))
    folder.mkdir(exist_ok=True)
    print(f"Measured with {machine()}.\n")
    print("| killed | fresh after | runs | twice | failed | repeated and well |\n|---|--:|--:|--:|--:|--:|")
    with everything(folder) as world, Store.open(world.home.store_url) as store:
        slugs = {*PUSHED} & store.states().keys()
        assert slugs == set(PUSHED), slugs
        world.pushed.update({slug: store.states()[slug].behind or 0 for slug in PUSHED})
        with open_instance(world.home) as instance:
            for name, kill in SCENES.items():
                if not options.only or options.only in name:
                    print(f"| {name} | {scene(world, store, instance, kill)} |", flush=True)
            print(f"\nEvents of runs: {events(store)}.")


def events(store: Store) -> str:
    """What was told of runs."""
    told = Counter(event.kind.value for event in store.outbox.since(0))
    return ", ".join(f"{count} `{kind}`" for kind, count in sorted(told.items()) if kind.startswith("run."))


if __name__ == "__main__":
    main()
