"""The writer, the loops and the secrets by themselves."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from gitops_assets.core.inbox.model import Provider, Received
from resources.home import Home
from resources.store.errors import StoreBusy
from resources.store.store import Store
from service import loops, writer
from service.keys import SecretsUnusable, demand_some, read_secrets
from service.loops import Loop, Loops, forget_bodies
from service.writer import Unwritten, Writer
from tests.store.test_store_inbox import received

WORD = "GITOPS_WEBHOOK_SECRET_GITHUB"


class Slow:
    """A database that waits to be told before it answers, and remembers how much it was given at once."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.batches: list[int] = []

    def add(self, rows: Sequence[Received]) -> list[int | None]:
        self.go.wait(10)
        self.batches.append(len(rows))
        return [1] * len(rows)


def test_what_arrives_while_a_batch_is_written_is_the_next_one() -> None:
    async def many() -> list[int]:
        database = Slow()
        kept = Writer(database.add, room=10_000)
        waiting = [
            asyncio.create_task(kept.keep(received(str(number)))) for number in range(writer.ROWS + 50)
        ]
        await asyncio.sleep(0.05)
        database.go.set()
        await asyncio.gather(*waiting)
        await asyncio.to_thread(kept.close)
        return database.batches

    batches = asyncio.run(many())
    assert sum(batches) == writer.ROWS + 50
    assert max(batches) <= writer.ROWS
    assert len(batches) <= 3


def test_a_transaction_does_not_grow_beyond_its_bytes() -> None:
    async def large() -> list[int]:
        database = Slow()
        kept = Writer(database.add, room=10_000)
        body = b"x" * (writer.BYTES // 2)
        waiting = [asyncio.create_task(kept.keep(received(str(number), body=body))) for number in range(6)]
        await asyncio.sleep(0.05)
        database.go.set()
        await asyncio.gather(*waiting)
        await asyncio.to_thread(kept.close)
        return database.batches

    assert max(asyncio.run(large())) <= 2


def test_more_than_fits_is_refused_at_once_and_what_waits_is_written_at_the_end() -> None:
    async def full() -> int:
        database = Slow()
        kept = Writer(database.add, room=5)
        waiting = [asyncio.create_task(kept.keep(received(str(number)))) for number in range(8)]
        await asyncio.sleep(0.05)
        refused = sum(each.done() and isinstance(each.exception(), Unwritten) for each in waiting)
        database.go.set()
        await asyncio.to_thread(kept.close)
        found = await asyncio.gather(*waiting, return_exceptions=True)
        assert found.count(1) == 8 - refused
        with pytest.raises(Unwritten, match="ends"):
            await kept.keep(received())
        return refused

    assert asyncio.run(full()) >= 2


def test_one_row_that_cannot_be_written_costs_only_itself() -> None:
    def add(rows: Sequence[Received]) -> list[int | None]:
        if any(each.delivery == "poison" for each in rows):
            raise ValueError("poison")
        return [7] * len(rows)

    async def poisoned() -> list[object]:
        kept = Writer(add, room=100)
        names = ["a", "poison", "b"]
        found = await asyncio.gather(*(kept.keep(received(name)) for name in names), return_exceptions=True)
        assert kept.alive
        await asyncio.to_thread(kept.close)
        return list(found)

    first, poison, last = asyncio.run(poisoned())
    assert (first, last) == (7, 7)
    assert isinstance(poison, Unwritten)


def test_a_store_that_is_busy_is_asked_once_a_batch() -> None:
    asked: list[int] = []

    def add(rows: Sequence[Received]) -> list[int | None]:
        asked.append(len(rows))
        raise StoreBusy("held")

    async def busy() -> None:
        kept = Writer(add, room=100)
        found = await asyncio.gather(*(kept.keep(received(n)) for n in "abc"), return_exceptions=True)
        assert all(isinstance(each, Unwritten) for each in found)
        await asyncio.to_thread(kept.close)

    asyncio.run(busy())
    assert sum(asked) == 3


def test_a_loop_that_crashes_begins_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "LONGEST_PAUSE", 0.01)
    began: list[int] = []
    crashes: list[str] = []
    again = threading.Event()

    def run(_store: Store, _home: Home, stop: threading.Event) -> None:
        began.append(1)
        if len(began) == 1:
            raise RuntimeError("once")
        again.set()
        stop.wait()

    with Store.open(home.store_url) as store:
        running = Loops([Loop("shaky", run)], store, home, crashes.append)
        assert again.wait(10)
        running.close()
    assert crashes == ["shaky"]
    assert running.crashed == []


def test_old_bodies_are_dropped_by_a_loop(home: Home) -> None:
    from gitops_assets.core.inbox.model import InboxState  # noqa: PLC0415

    with Store.open(home.store_url) as store:
        (number,) = store.inbox.add([received()])
        assert number is not None
        store.inbox.settle([number], InboxState.DONE, None, "d1", 5)
        stop = threading.Event()
        stop.set()
        forget_bodies(store, home, stop)
        assert store.inbox.forget(2**40) == 0


def test_secrets_come_from_the_environment_or_from_files(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("one\n\n two \n")
    assert read_secrets({}) == {}
    assert read_secrets({WORD: " s "}) == {Provider.GITHUB: ("s",)}
    assert read_secrets({WORD: "new", f"{WORD}_OLD": "old"}) == {Provider.GITHUB: ("new", "old")}
    assert read_secrets({f"{WORD}_FILE": str(file)}) == {Provider.GITHUB: ("one", "two")}
    assert read_secrets({WORD: "one", f"{WORD}_OLD_FILE": str(file)}) == {Provider.GITHUB: ("one", "two")}


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({WORD: ""}, "holds no secret"),
        ({WORD: "  "}, "holds no secret"),
        ({f"{WORD}_FILE": "/nowhere/at/all"}, "cannot be read: No such file"),
        ({f"{WORD}_FILE": "{empty}"}, "holds no secret"),
        ({f"{WORD}_FILE": "{three}"}, "3 secrets are given"),
        ({f"{WORD}_FILE": "{latin}"}, "not UTF-8"),
    ],
)
def test_secrets_that_are_none_are_told_without_being_shown(
    tmp_path: Path, environ: dict[str, str], why: str
) -> None:
    made = {"empty": b"\n", "three": b"planted-a\nplanted-b\nplanted-c", "latin": b"planted\xff"}
    for name, body in made.items():
        (tmp_path / name).write_bytes(body)
    places = {name: str(tmp_path / name) for name in made}
    with pytest.raises(SecretsUnusable, match=why) as caught:
        read_secrets({name: value.format_map(places) for name, value in environ.items()})
    assert "planted" not in str(caught.value)


def test_somebody_has_to_be_believed() -> None:
    with pytest.raises(SecretsUnusable, match="--no-webhooks"):
        demand_some({}, frozenset())
    demand_some({}, frozenset({Provider.GENERIC}))
    demand_some({Provider.GITHUB: ("s",)}, frozenset())
