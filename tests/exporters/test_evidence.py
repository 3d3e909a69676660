import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporters import EXPORTERS
from exporters.evidence import EXPORTER
from exporters.model import File, Material, Unavailable
from gitops_assets.core.registry import Registry
from resources.report_files import Made, write_files
from tests.exporters.bill_fleet import MEMBERS
from tests.exporters.golden_fleet import report

POLICY = {"fleet.yaml": "name: home\n", "../gates/own.yaml": "gates: []\n"}


def material(**known: Any) -> Material:  # noqa: ANN401 - any field of the material
    usual: dict[str, Any] = {"make_members": lambda: MEMBERS, "make_policy": lambda: POLICY}
    return Material(report(), **{**usual, "advisories": "2026-11-01", **known})


def unpacked(shown: Material) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(EXPORTER.render(shown))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(shown: Material) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads(unpacked(shown)["manifest.json"])
    return listed


def test_a_pack_holds_what_the_verdicts_rest_on() -> None:
    held = unpacked(material())
    assert {"report.json", "report.sarif", "bom.cdx.json", "graph.json", "gates.json", "README.txt"} <= {
        *held
    }
    assert json.loads(held["versions.json"]) == {
        "tool": "0.1.0",
        "rules": "4f2a9c01",
        "policy": "b7e0d3aa",
        "advisories": "2026-11-01",
    }
    assert held["policy/fleet.yaml"] == b"name: home\n"


def test_no_name_leads_out_of_the_pack() -> None:
    assert unpacked(material())["policy/gates/own.yaml"] == b"gates: []\n"


def test_files_beside_each_other_stay_apart() -> None:
    names = {"gates.yaml": "1", "../gates.yaml": "2", "./gates.yaml": "3", "GATES.yaml": "4"}
    held = unpacked(material(make_policy=lambda: names))
    kept = {path.casefold(): body for path, body in held.items() if path.startswith("policy/")}
    assert sorted(kept.values()) == [b"1", b"2", b"3", b"4"]


def test_a_format_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert manifest(material())["left_out"] == []

    def none(_material: Material) -> list[File]:
        raise Unavailable("nothing can be packed here")

    without = Registry(replace(each, files=none) if each.id == "xlsx" else each for each in EXPORTERS)
    monkeypatch.setattr("exporters.EXPORTERS", without)
    assert manifest(material())["left_out"] == [{"format": "xlsx", "why": "nothing can be packed here"}]
    assert "report.xlsx" not in unpacked(material())


def test_the_manifest_has_the_digest_of_every_other_file() -> None:
    held = unpacked(material())
    listed = {entry["path"]: (entry["sha256"], entry["bytes"]) for entry in manifest(material())["files"]}
    del held["manifest.json"]
    assert listed == {path: (hashlib.sha256(body).hexdigest(), len(body)) for path, body in held.items()}


def test_the_same_audit_gives_the_same_bytes_and_another_gives_others() -> None:
    assert EXPORTER.render(material()) == EXPORTER.render(material())
    other = replace(report(), fleet="another")
    assert EXPORTER.render(material()) != EXPORTER.render(replace(material(), report=other))


def test_it_is_signed_where_there_is_a_key() -> None:
    assert "manifest.sig" not in unpacked(material())
    signed = unpacked(material(sign=lambda body: f"signature of {len(body)} bytes"))
    assert signed["manifest.sig"] == b"signature of %d bytes\n" % len(signed["manifest.json"])


def test_a_fleet_without_a_file_has_no_policy_and_says_so() -> None:
    assert manifest(material(make_policy=dict))["policy_files"] is False
    assert not [path for path in unpacked(material(make_policy=dict)) if path.startswith("policy/")]


def test_what_was_written_already_is_taken_and_not_rendered_again(tmp_path: Path) -> None:
    made = Made()
    made.keep("json", write_files(tmp_path, [("report.json", b"{}")], None))
    assert unpacked(material(made=made))["report.json"] == b"{}"
    (tmp_path / "report.json").write_bytes(b'{"forged": true}')
    assert EXPORTER.render(material(made=made)) == EXPORTER.render(material())
    (tmp_path / "report.json").unlink()
    assert EXPORTER.render(material(made=made)) == EXPORTER.render(material())
