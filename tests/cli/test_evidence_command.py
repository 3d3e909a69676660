"""An archive that proves what an audit found, and whether it is still that."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from exporters import EXPORTERS
from exporters.model import File, Material, Unavailable
from gitops_assets.cli import audit_run
from gitops_assets.core.registry import Registry
from resources import auditing
from resources.evidence import KEY, KEY_FILE
from resources.home import Home
from resources.signing import new_key, public_key
from tests.cli.command_line import gitops, homes_like
from tests.repositories import repository

SECRET = "ed25519:" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
MONDAY = int(datetime(2030, 4, 1, 12, tzinfo=UTC).timestamp())
DAY = 86_400

pytestmark = pytest.mark.usefixtures("quickly")


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory, made_home: Home) -> Path:
    """An audit on Monday; on Tuesday, fleet.yaml demands something else."""
    folder = tmp_path_factory.mktemp("evidence")
    repository(folder / "fleet" / "api")
    with pytest.MonkeyPatch.context() as patch, homes_like(made_home):
        patch.setenv("GITOPS_HOME", str(folder / "home"))
        patch.setenv("DAGSTER_HOME", str(folder / "home" / "dagster"))
        for day, name in enumerate(("monday", "tuesday")):
            (folder / "fleet.yaml").write_text(f"name: {name}\nroots: [fleet]\n")
            for module in (auditing, audit_run):
                patch.setattr(module, "time", SimpleNamespace(time=lambda at=MONDAY + day * DAY: at))
            assert gitops("audit", "--fleet", folder / "fleet.yaml", "--fail-on", "never").code == 0
    return folder


@pytest.fixture
def home(two_days: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GITOPS_HOME", str(two_days / "home"))
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.delenv(KEY_FILE, raising=False)
    return two_days


def made(target: Path, *more: str) -> Path:
    assert gitops("evidence", "create", "-o", target, *more).code == 0
    return target


def altered(pack: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(pack) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in held.items():
            archive.writestr(name, body)
    return target


def test_a_pack_of_a_past_date_has_the_same_bytes_whenever_it_is_made(home: Path, tmp_path: Path) -> None:
    one = made(tmp_path / "one.zip", "--as-of", "2030-04-01T23:00", "--fleet", "monday")
    two = made(tmp_path / "two.zip", "--as-of", "1")
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes() != made(tmp_path / "three.zip", "--as-of", "2").read_bytes()
    del home


def test_a_pack_has_what_was_demanded_then(home: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made(tmp_path / "p.zip", "--as-of", "1")) as archive:
        assert archive.read("policy/fleet.yaml") == b"name: monday\nroots: [fleet]\n"
    assert "tuesday" in (home / "fleet.yaml").read_text()


@pytest.mark.usefixtures("home")
def test_an_unsigned_pack_says_so(tmp_path: Path) -> None:
    done = gitops("evidence", "create", "-o", tmp_path / "p.zip")
    assert "It is not signed: set GITOPS_EVIDENCE_KEY" in done.err
    assert gitops("evidence", "verify", tmp_path / "p.zip").out.endswith("files; not signed.\n")
    refused = gitops("evidence", "verify", tmp_path / "p.zip", "--key", str(public_key(SECRET)))
    assert (refused.code, "nobody vouches for it" in refused.out) == (1, True)


@pytest.mark.usefixtures("home")
def test_a_format_that_is_left_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_material: Material) -> list[File]:
        raise Unavailable("nothing can be packed here")

    without = Registry(replace(each, files=refuse) if each.id == "xlsx" else each for each in EXPORTERS)
    monkeypatch.setattr("exporters.EXPORTERS", without)
    done = gitops("evidence", "create", "-o", tmp_path / "p.zip")
    assert done.code == 0
    assert "The format xlsx was left out: nothing can be packed here" in done.err


@pytest.mark.usefixtures("home")
def test_a_signed_pack_is_vouched_for_by_its_key_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text(SECRET)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "key"))
    pack = made(tmp_path / "p.zip")
    assert pack.read_bytes() == made(tmp_path / "again.zip").read_bytes()
    good = gitops("evidence", "verify", pack, "--key", str(public_key(SECRET)), "--json")
    assert (good.code, good.document["intact"], good.document["signer"]) == (0, True, public_key(SECRET))
    wrong = gitops("evidence", "verify", pack, "--key", str(public_key(new_key())))
    assert (wrong.code, "the signature does not fit" in wrong.out) == (1, True)
    assert "name the key to check it" in gitops("evidence", "verify", pack).out
    assert SECRET.encode()[8:] not in pack.read_bytes()


def renewed(held: dict[str, bytes]) -> None:
    manifest = json.loads(held["manifest.json"])
    manifest["fleet"] = "another"
    held["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda held: held.update({"report.json": b"{}"}), "'report.json' was changed"),
        (lambda held: held.pop("graph.json"), "'graph.json' is missing"),
        (lambda held: held.update({"more.txt": b""}), "'more.txt' is not listed: somebody added it"),
        (renewed, "the signature does not fit"),
        (lambda held: held.pop("manifest.sig"), "nobody vouches for it"),
    ],
)
@pytest.mark.usefixtures("home")
def test_whatever_was_done_to_a_pack_is_told(
    change: Callable[[dict[str, bytes]], None], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, SECRET)
    pack = altered(made(tmp_path / "p.zip"), tmp_path / "changed.zip", change)
    done = gitops("evidence", "verify", pack, "--key", str(public_key(SECRET)))
    assert done.code == 1
    assert fault in done.out
    assert "is not as it was made" in done.out


@pytest.mark.parametrize("spoil", [lambda pack: pack + b"x", lambda pack: b"#!/bin/sh\n" + pack])
@pytest.mark.usefixtures("home")
def test_bytes_around_the_files_are_told_too(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    pack = made(tmp_path / "p.zip")
    pack.write_bytes(spoil(pack.read_bytes()))
    done = gitops("evidence", "verify", pack)
    assert (done.code, "other bytes around its files" in done.out) == (1, True)


@pytest.mark.usefixtures("home")
def test_a_pack_that_was_cut_off_is_not_as_it_was_made(tmp_path: Path) -> None:
    pack = made(tmp_path / "p.zip")
    pack.write_bytes(pack.read_bytes()[:100])
    done = gitops("evidence", "verify", pack)
    assert (done.code, "the archive cannot be read" in done.out) == (1, True), done.err


@pytest.mark.parametrize(
    ("body", "fault"), [(b"", "no archive"), (b"PK", "no archive"), (None, "is not there")]
)
def test_what_is_no_pack_is_refused(body: bytes | None, fault: str, tmp_path: Path) -> None:
    if body is not None:
        (tmp_path / "p.zip").write_bytes(body)
    gitops("evidence", "verify", tmp_path / "p.zip").told(2, "is no evidence pack", fault)


@pytest.mark.parametrize("manifest", ["[]", "{", '{"files": 3}', '{"files": [], "schema": "x"}', "[" * 9999])
def test_a_manifest_that_is_none_is_refused(manifest: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("manifest.json", manifest)
    gitops("evidence", "verify", tmp_path / "p.zip").told(2, "is no evidence pack")


@pytest.mark.usefixtures("home")
def test_a_key_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = made(tmp_path / "p.zip")
    gitops("evidence", "verify", pack, "--key", "short").told(2, "no public ed25519 key")
    monkeypatch.setenv(KEY, "short")
    gitops("evidence", "create", "-o", tmp_path / "q.zip").told(2, "no ed25519 key")
    monkeypatch.delenv(KEY)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "nowhere"))
    gitops("evidence", "create", "-o", tmp_path / "q.zip").told(2, "cannot be read")


@pytest.mark.usefixtures("home")
def test_a_moment_before_the_first_audit_has_no_evidence(tmp_path: Path) -> None:
    gitops("evidence", "create", "-o", tmp_path / "p.zip", "--as-of", "2020-01-01").told(
        4, "no complete audit"
    )
