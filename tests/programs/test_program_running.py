"""A program may crash, hang, flood or fork: it ends, and the answer says why it is none."""

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from resources.programs import confinement, room
from resources.programs.confinement import WAYS, Confinement, confine, strongest
from resources.programs.limits import Limits
from resources.programs.running import Ran, run, scrubbed

ISOLATED = [way for way in WAYS[:2] if confinement._works(way)]


@pytest.fixture(params=ISOLATED, ids=lambda way: way.name)
def isolated(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Confinement:
    """Each of the ways that keep processes in, where this machine has them."""
    way: Confinement = request.param
    monkeypatch.setattr(confinement, "strongest", lambda _path: way)
    return way


def ran(tmp_path: Path, body: str, stdin: bytes = b"", **limits: float) -> Ran:
    folder = tmp_path / "tree"
    folder.mkdir(exist_ok=True)
    asked = Limits(**{"seconds": 20, "output": 64, **limits})  # type: ignore[arg-type] # a test's shorthand
    return run((sys.executable, "-I", "-c", body), str(folder), scrubbed(str(tmp_path)), asked, stdin)


def test_what_it_writes_and_how_it_ends_comes_back(tmp_path: Path) -> None:
    said = ran(tmp_path, "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (said.code, said.out, said.err, said.unknown) == (3, b"out\n", b"err\n", None)


def test_its_input_is_what_it_is_given_and_then_ends(tmp_path: Path) -> None:
    long = b"x" * 300_000
    assert ran(tmp_path, "import sys; print(len(sys.stdin.read()))", long).out == b"300000\n"


def test_one_that_hangs_is_ended(tmp_path: Path) -> None:
    begun = time.monotonic()
    said = ran(tmp_path, "import time; time.sleep(60)", seconds=0.5)
    assert said.unknown == "it did not end within 0.5 seconds"
    assert time.monotonic() - begun < 5


def test_one_that_ignores_being_asked_to_stop_is_ended(tmp_path: Path) -> None:
    body = "import signal, time\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\ntime.sleep(60)"
    assert ran(tmp_path, body, seconds=0.5).unknown is not None


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_one_that_floods_is_ended_and_little_is_kept(tmp_path: Path, stream: str) -> None:
    said = ran(tmp_path, f"import sys\nwhile True: sys.{stream}.write('y' * 4096)")
    assert said.unknown == "it wrote more than 64 kilobytes"
    assert len(said.out) + len(said.err) < 1 << 20


def test_one_that_forks_and_forks_is_ended(isolated: Confinement, tmp_path: Path) -> None:
    body = "import os, time\nfor _ in range(60): os.fork() or time.sleep(30)\ntime.sleep(30)"
    assert ran(tmp_path, body, processes=20).unknown == "it had more than 20 processes at a time"


def test_a_child_that_leaves_its_group_does_not_outlive_it(isolated: Confinement, tmp_path: Path) -> None:
    mark = tmp_path / "tree" / "alive"
    body = (
        "import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    time.sleep(1)\n"
        f"    open({str(mark)!r}, 'w').close()\n  os._exit(0)\nos.wait()"
    )
    assert ran(tmp_path, body).code == 0
    time.sleep(1.5)
    assert not mark.exists()


def test_a_child_that_keeps_the_output_open_keeps_nobody_waiting(tmp_path: Path) -> None:
    begun = time.monotonic()
    body = "import os, time\nprint('done', flush=True)\nif os.fork() == 0: os.setsid(); time.sleep(20)"
    assert ran(tmp_path, body).out == b"done\n"
    assert time.monotonic() - begun < 5


def test_one_that_takes_all_memory_fails_by_itself(tmp_path: Path) -> None:
    said = ran(tmp_path, "x = bytearray(1 << 30)", memory=256)
    assert said.code != 0
    assert b"MemoryError" in said.err


def test_one_that_fills_the_disk_fails_by_itself(tmp_path: Path) -> None:
    body = "f = open('big', 'wb')\nfor _ in range(64): f.write(bytes(1 << 20)); f.flush()"
    assert ran(tmp_path, body, written=2).code != 0
    assert (tmp_path / "tree/big").stat().st_size <= 2 << 20


@pytest.mark.skipif(not room.roomy(0), reason="there is no file system in memory with room to spare")
def test_one_that_fills_the_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GROWTH", 16 << 20)
    body = "import time\nwith open('big', 'wb') as f:\n  f.write(bytes(64 << 20))\ntime.sleep(30)"
    with TemporaryDirectory(dir=room.MEMORY) as place:
        assert ran(Path(place), body).unknown == "it wrote more than 16 megabytes into memory"


def test_it_has_no_network_unless_its_definition_says_so(isolated: Confinement, tmp_path: Path) -> None:
    body = "import socket; print([name for _, name in socket.if_nameindex()])"
    said = ran(tmp_path, body)
    assert said.out == b"['lo']\n"
    assert "no network" in said.confined
    connect = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"
    assert b"unreachable" in ran(tmp_path, connect).err
    assert "the network is allowed by its definition" in ran(tmp_path, body, network=True).confined


@pytest.mark.skipif(strongest("").name != "bubblewrap", reason="bubblewrap is not installed")
def test_bubblewrap_lets_it_write_into_its_copy_alone(tmp_path: Path) -> None:
    outside = Path(os.path.realpath(tmp_path)).parent / "outside"
    assert b"Read-only" in ran(tmp_path, f"open({str(outside)!r}, 'w')").err
    assert ran(tmp_path, "open('inside', 'w')").code == 0


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_way_keeps_the_words_of_the_command_last(way: Confinement) -> None:
    wrapped = way.wrap(Limits(), "/somewhere")
    assert not wrapped or wrapped[-1] == "--"


def test_the_environment_holds_no_secret_and_no_relative_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    said = ran(tmp_path, "import os; print(os.environ)")
    assert b"GITHUB_TOKEN" not in said.out
    assert not scrubbed("")["PATH"].startswith(".")


def test_a_program_that_is_none_is_an_error(tmp_path: Path) -> None:
    wrapped, _ = confine(("nothing-like-this",), Limits(), str(tmp_path))
    assert wrapped[-1] == "nothing-like-this"
