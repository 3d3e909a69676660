"""Files of definitions on the disk: which are read, who signed them, what is refused."""

import os
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gitops_assets.cli.exits import Stop
from gitops_assets.cli.gates_sign import make_key, sign
from gitops_assets.core.definitions.parsing import DefinitionsRefused
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.faults import FleetFaults
from resources import definitions as reading
from resources.definitions import artifacts, load_definitions
from resources.fleet_file import load_fleet

DOCS = "pre_merge: [{name: Docs, check: README.md exists}]\n"
SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - a test's


@pytest.fixture
def gates(tmp_path: Path) -> Path:
    folder = tmp_path / "gates"
    folder.mkdir()
    (folder / "docs.yaml").write_text(DOCS)
    return folder


def fleet(**signed: object) -> Fleet:
    return Fleet.model_validate({"gates_signed": signed} if signed else {})


def refused(folder: Path, wanted: Fleet) -> str:
    with pytest.raises(DefinitionsRefused) as caught:
        load_definitions(wanted, folder)
    return str(caught.value)


def run(command: click.Command, *words: str) -> str:
    done = CliRunner().invoke(command, list(words), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.output


def test_a_fleet_without_files_defines_nothing(tmp_path: Path) -> None:
    assert load_definitions(Fleet(), tmp_path).digest == ""


def test_files_beside_the_fleet_are_read_and_only_those_that_it_names(gates: Path) -> None:
    (gates / "more.yml").write_text("pre_merge: [{name: More, check: a exists}]")
    (gates / "notes.txt").write_text("no definition")
    names = [gate.id for gate in load_definitions(Fleet(), gates.parent).custom]
    assert names == ["docs", "more"]
    only = Fleet.model_validate({"gates_files": ["gates/more.yml"]})
    assert [gate.id for gate in load_definitions(only, gates.parent).custom] == ["more"]


def test_a_named_file_that_is_not_there_and_any_other_fault_are_told_together(gates: Path) -> None:
    (gates / "bad.yaml").write_bytes(b"\xff")
    (gates / "worse.yaml").write_text("pre_merge: [")
    wanted = Fleet.model_validate({"gates_files": ["gates/none.yaml", "gates/*.yaml"]})
    said = refused(gates.parent, wanted)
    assert "gates/none.yaml:1:1: the file: the file cannot be read (No such file or directory)" in said
    assert "gates/bad.yaml:1:1: the file: the file is not UTF-8" in said
    assert "gates/worse.yaml:1:" in said


def test_a_file_that_is_too_large_is_refused(gates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMIT", 10)
    assert "the file is larger than 10 bytes; split it" in refused(gates.parent, Fleet())


def test_own_gates_can_be_named_in_the_fleet_file(gates: Path) -> None:
    file = gates.parent / "fleet.yaml"
    waiver = "waivers: [{gate: docs, repositories: '*', reason: r, expires: 2027-01-31}]\n"
    file.write_text(f"gates: {{docs: {{severity: low}}}}\n{waiver}")
    assert load_fleet(str(file)).waivers[0].gate == "docs"
    file.write_text("gates: {docz: {severity: low}}\n")
    with pytest.raises(FleetFaults, match="no gate has this id"):
        load_fleet(str(file))


def test_a_setting_that_a_gate_does_not_have_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "fleet.yaml"
    file.write_text("gates: {stash-empty: {settings: {most: 3}}}\n")
    with pytest.raises(FleetFaults, match=r"stash-empty\.settings\.most: the gate has no such setting"):
        load_fleet(str(file))


def test_an_unsigned_file_is_refused_where_signatures_are_demanded(gates: Path) -> None:
    said = refused(gates.parent, fleet(required=True))
    assert "the file is not signed; sign it: gitops-assets gates sign docs.yaml" in said
    assert load_definitions(fleet(required=False), gates.parent).signers == {}


@pytest.fixture
def listed(gates: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Fleet]:
    """A key of Ada's, with which the file is signed, and fleets that list it."""
    key = gates.parent / "ada.key"
    public = run(make_key, str(key)).removeprefix("public: ").strip()
    assert key.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("GITOPS_GATES_KEY_FILE", str(key))
    assert run(sign, str(gates / "docs.yaml")).endswith("docs.yaml.sig  ed25519\n")
    monkeypatch.delenv("GITOPS_GATES_KEY_FILE")

    def fleets(*roles: str, **more: object) -> Fleet:
        keys = [{"name": "Ada", "public": public, "roles": roles}]
        return fleet(required=True, keys=keys, **more)

    return fleets


def test_a_file_that_somebody_signed_who_may_is_used_and_says_who(
    gates: Path, listed: Callable[..., Fleet]
) -> None:
    said = load_definitions(listed("gates", hmac=False), gates.parent)
    assert said.signers == {"gates/docs.yaml": "Ada"}


def test_who_may_change_gates_is_a_role(gates: Path, listed: Callable[..., Fleet]) -> None:
    assert "Ada signed the file and does not have the role 'gates'" in refused(gates.parent, listed("deploy"))
    assert load_definitions(listed("owner", role="owner"), gates.parent).signers


@pytest.mark.parametrize("required", [True, False])
def test_a_file_that_was_changed_after_it_was_signed_is_refused(
    gates: Path, listed: Callable[..., Fleet], *, required: bool
) -> None:
    with (gates / "docs.yaml").open("a") as file:
        file.write("# harmless\n")
    wanted = listed("gates")
    wanted = wanted.model_copy(
        update={"gates_signed": wanted.gates_signed.model_copy(update={"required": required})}
    )
    assert "the signature does not fit: the file was changed after it was signed" in refused(
        gates.parent, wanted
    )


def test_a_signature_serves_for_no_other_file(gates: Path, listed: Callable[..., Fleet]) -> None:
    for name in ("docs.yaml", "docs.yaml.sig"):
        (gates / name).rename(gates / name.replace("docs", "other"))
    assert "the signature does not fit" in refused(gates.parent, listed("gates"))


def test_nothing_of_any_file_is_used_where_one_is_refused(gates: Path, listed: Callable[..., Fleet]) -> None:
    (gates / "more.yaml").write_text("pre_merge: [{name: More, check: a exists}]")
    said = refused(gates.parent, listed("gates"))
    assert "gates/more.yaml" in said
    assert "gates/docs.yaml" not in said


@pytest.mark.parametrize(
    "line", ["", "rot13:abc", "ed25519:%%%", "ed25519:QUJD", "hmac-sha256:", "\xff" * 5000]
)
def test_what_is_no_signature_is_refused(gates: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_GATES_KEY", SECRET)
    (gates / "docs.yaml.sig").write_text(line, "latin-1")
    assert "the signature" in refused(gates.parent, fleet(required=True))


def test_a_shared_secret_signs_too_unless_the_fleet_says_no(
    gates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITOPS_GATES_KEY", SECRET)
    run(sign, str(gates / "docs.yaml"))
    assert (gates / "docs.yaml.sig").read_text().startswith("hmac-sha256:")
    assert load_definitions(fleet(required=True), gates.parent).signers == {
        "gates/docs.yaml": "the shared secret"
    }
    key = {"name": "Ada", "public": "A" * 43 + "=", "roles": ["gates"]}
    assert "is of a kind that is not accepted" in refused(
        gates.parent, fleet(required=True, hmac=False, keys=[key])
    )
    monkeypatch.setenv("GITOPS_GATES_KEY", SECRET[::-1])
    assert "the signature does not fit" in refused(gates.parent, fleet(required=True))
    monkeypatch.delenv("GITOPS_GATES_KEY")
    assert "give the shared secret in GITOPS_GATES_KEY" in refused(gates.parent, fleet(required=True))
    monkeypatch.setenv("GITOPS_GATES_KEY", "short")
    assert "fewer than 32 characters" in refused(gates.parent, fleet(required=True))


def test_signing_without_a_usable_key_says_what_to_do(gates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Stop, match="there is no key; set GITOPS_GATES_KEY or GITOPS_GATES_KEY_FILE"):
        run(sign, str(gates / "docs.yaml"))
    for wrong, said in (("short", "fewer than 32"), ("ed25519:AAAA", "this is no ed25519 key")):
        monkeypatch.setenv("GITOPS_GATES_KEY", wrong)
        with pytest.raises(Stop, match=said):
            run(sign, str(gates / "docs.yaml"))
    with pytest.raises(Stop, match="a key is never overwritten"):
        run(make_key, str(gates / "docs.yaml"))


def test_nobody_being_allowed_to_sign_is_a_fault_of_the_fleet() -> None:
    with pytest.raises(ValueError, match="nobody may sign"):
        fleet(required=True, hmac=False)


def test_the_digest_of_the_fleet_covers_what_gates_may_ask() -> None:
    digests = {
        Fleet.model_validate(said).digest
        for said in (
            {},
            {"tools": {"ruff": "0" * 64}},
            {"mcp_servers": {"a": {"command": ["b"]}}},
            {"gates_signed": {"required": True}},
            {"gates": {"stash-empty": {"required": False}}},
            {"gates": {"stash-empty": {"settings": {"most": 3}}}},
        )
    }
    assert len(digests) == 6


def test_reports_of_a_build_are_read_and_links_and_pipes_are_not(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/lcov.info").write_text("LF:1")
    (tmp_path / "secret").write_text("s")
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo/link").symlink_to("../secret")
    (tmp_path / "repo/folder").symlink_to("../out")
    os.mkfifo(tmp_path / "repo/pipe")
    assert artifacts(tmp_path, ("out/lcov.info", "none", "out")) == {"out/lcov.info": b"LF:1"}
    hostile = ("link", "folder/lcov.info", "pipe", "../secret", "/etc/passwd", ".git/config")
    assert artifacts(tmp_path / "repo", hostile) == {}
