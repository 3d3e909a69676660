import io
import json
import zipfile
from pathlib import Path

import pytest

from gitops_assets.core.advisories.model import Package
from gitops_assets.core.model import Severity
from resources.advisories import sources
from resources.advisories.building import Imported, build
from resources.advisories.snapshot import Snapshot
from resources.advisories.sources import AdvisoriesUnreadable
from tests.advisories.records import CRITICAL, archive, osv

NOW = 1_790_000_000
EVENTS = (("introduced", "0"), ("fixed", "2.0.0"))
GHSA = osv(
    "GHSA-aaaa-bbbb-cccc",
    "npm",
    "acme",
    *EVENTS,
    aliases=["CVE-2026-1"],
    summary="It leaks",
    severity=[{"type": "CVSS_V3", "score": CRITICAL}],
)


def opened(folder: Path, *paths: Path, add: bool = False) -> Snapshot:
    build(paths, folder / "home/advisories.db", now=NOW, add=add)
    found = Snapshot.open(folder / "home/advisories.db")
    assert found is not None
    return found


def asked(snapshot: Snapshot, *words: str) -> list[str]:
    package = Package(*words)
    return [each.id for each in snapshot.look_up([package])[package].vulnerabilities]


@pytest.mark.parametrize("layout", ["all.zip", "osv-scanner/npm/all.zip", "osv-scalibr/npm/all.zip"])
def test_the_usual_layouts_are_read(tmp_path: Path, layout: str) -> None:
    archive(tmp_path / "osv" / layout, GHSA)
    with opened(tmp_path, tmp_path / "osv") as snapshot:
        assert asked(snapshot, "npm", "acme", "1.0.0") == ["GHSA-aaaa-bbbb-cccc"]
        assert asked(snapshot, "npm", "acme", "2.0.0") == []
        assert (snapshot.status.records, snapshot.status.ecosystems) == (1, {"npm": 1})


def test_json_files_are_read_alone_in_lists_and_in_folders(tmp_path: Path) -> None:
    folder = tmp_path / "osv"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(GHSA))
    (folder / "list.json").write_text(json.dumps([osv("X-2", "npm", "b", *EVENTS), osv("X-3", "npm", "c")]))
    (folder / "notes.txt").write_text("no record")
    with opened(tmp_path, folder) as snapshot:
        assert snapshot.status.records == 3
    with opened(tmp_path, folder / "one.json") as snapshot:
        assert snapshot.status.records == 1


def test_the_day_is_that_of_the_newest_record_and_never_in_the_future(tmp_path: Path) -> None:
    far = osv("X-2", "npm", "b", *EVENTS) | {"modified": "2999-01-01T00:00:00Z"}
    with opened(tmp_path, archive(tmp_path / "a.zip", GHSA, far)) as snapshot:
        assert snapshot.date == "2026-05-01"


def test_aliases_are_one_vulnerability_with_the_worst_rating(tmp_path: Path) -> None:
    other = osv("PYSEC-2026-1", "npm", "acme", *EVENTS[:1], ("fixed", "2.0.1"), aliases=["CVE-2026-1"])
    with opened(tmp_path, archive(tmp_path / "a.zip", GHSA, other)) as snapshot:
        package = Package("npm", "acme", "1.0.0")
        (found,) = snapshot.look_up([package])[package].vulnerabilities
    assert found.id == "GHSA-aaaa-bbbb-cccc"
    assert found.aliases == ("CVE-2026-1", "PYSEC-2026-1")
    assert (found.severity, found.score, found.summary) == (Severity.CRITICAL, 9.8, "It leaks")
    assert found.fixed == ("2.0.1",), "2.0.0 is affected, says the other record"
    assert found.url == "https://osv.dev/vulnerability/GHSA-aaaa-bbbb-cccc"


def test_withdrawn_records_are_kept_out(tmp_path: Path) -> None:
    gone = GHSA | {"withdrawn": "2026-06-01T00:00:00Z", "modified": "2026-06-01T00:00:00Z"}
    with opened(tmp_path, archive(tmp_path / "a.zip", gone)) as snapshot:
        assert snapshot.status.records == 1
        assert snapshot.status.ecosystems == {}


def test_an_ecosystem_that_was_not_imported_is_not_clean(tmp_path: Path) -> None:
    with opened(tmp_path, archive(tmp_path / "a.zip", GHSA)) as snapshot:
        package = Package("pypi", "acme", "1.0")
        assert not snapshot.look_up([package])[package].covered


def test_an_import_replaces_and_an_addition_keeps(tmp_path: Path) -> None:
    one, two = (
        archive(tmp_path / "1.zip", GHSA),
        archive(tmp_path / "2.zip", osv("P-1", "PyPI", "b", *EVENTS)),
    )
    opened(tmp_path, one).close()
    with opened(tmp_path, two, add=True) as snapshot:
        assert snapshot.status.ecosystems == {"npm": 1, "pypi": 1}
    with opened(tmp_path, two) as snapshot:
        assert snapshot.status.ecosystems == {"pypi": 1}


def test_an_addition_takes_only_what_changed(tmp_path: Path) -> None:
    target = tmp_path / "advisories.db"
    first = archive(tmp_path / "1.zip", GHSA, osv("X-2", "npm", "b", *EVENTS))
    build([first], target, now=NOW)
    gone = GHSA | {"withdrawn": "2026-06-01T00:00:00Z", "modified": "2026-06-01T00:00:00Z"}
    second = archive(tmp_path / "2.zip", gone, osv("X-2", "npm", "b", *EVENTS))
    assert build([second], target, now=NOW, add=True) == Imported(taken=1, same=1)
    older = archive(tmp_path / "3.zip", GHSA)
    assert build([older], target, now=NOW, add=True).taken == 0
    with opened(tmp_path, second) as fresh, Snapshot.open(target) or fresh as added:
        assert added.status.digest == fresh.status.digest
        assert asked(added, "npm", "acme", "1.0.0") == []


def test_the_digest_does_not_depend_on_the_order(tmp_path: Path) -> None:
    other = osv("X-2", "npm", "b", *EVENTS)
    with opened(tmp_path, archive(tmp_path / "1.zip", GHSA, other)) as snapshot:
        first = snapshot.status.digest
    with opened(tmp_path, archive(tmp_path / "2.zip", other, GHSA)) as snapshot:
        assert snapshot.status.digest == first


def test_a_new_record_concerns_only_those_who_use_the_package(tmp_path: Path) -> None:
    with opened(tmp_path, archive(tmp_path / "1.zip", GHSA)) as snapshot:
        before = [snapshot.digest_of([("npm", name)]) for name in ("acme", "b")]
    with opened(tmp_path, archive(tmp_path / "2.zip", GHSA, osv("X-2", "npm", "b"))) as snapshot:
        after = [snapshot.digest_of([("npm", name)]) for name in ("acme", "b")]
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)


def test_many_packages_are_asked_at_once(tmp_path: Path) -> None:
    records = [osv(f"X-{nth}", "npm", f"p{nth}", *EVENTS) for nth in range(0, 1500, 2)]
    with opened(tmp_path, archive(tmp_path / "a.zip", *records)) as snapshot:
        packages = [Package("npm", f"p{nth}", "1.0.0") for nth in range(1500)]
        found = snapshot.look_up(packages)
    assert sum(bool(each.vulnerabilities) for each in found.values()) == 750


def test_hostile_archives_are_refused_record_by_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "RECORD", 100_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../../escape.json", json.dumps(GHSA))
        made.writestr("bomb.json", b'{"id": "' + b"0" * 5_000_000 + b'"}')
        made.writestr("deep.json", "[" * 50_000)
        made.writestr("numbers.json", '{"id": 1' + "0" * 9000 + "}")
        made.writestr("word.json", '"id"')
        made.writestr("garbage.json", b"\xff\xfe")
        made.writestr("half.json", json.dumps({**GHSA, "id": "GHSA-\ud800"}))
        made.writestr("whole.json", json.dumps({**GHSA, "id": "GHSA-\U0001f600"}))
        made.writestr("nested.zip", b"PK\x03\x04")
    target = tmp_path / "home/advisories.db"
    imported = build([tmp_path / "a.zip"], target, now=NOW)
    assert (imported.taken, imported.failed) == (2, 6)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "advisories.db", "home"]


def test_a_bomb_that_lies_about_its_size_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "RECORD", 1000)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("bomb.json", b" " * 50_000)
    lie = held.getvalue().replace((50_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "a.zip").write_bytes(lie)
    with pytest.raises(AdvisoriesUnreadable):
        build([tmp_path / "a.zip", archive(tmp_path / "b.zip")], tmp_path / "x.db", now=NOW)


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04broken", b"{}", b"no json"])
def test_nothing_to_import_leaves_the_old_snapshot(tmp_path: Path, body: bytes) -> None:
    target = tmp_path / "home/advisories.db"
    build([archive(tmp_path / "a.zip", GHSA)], target, now=NOW)
    (tmp_path / "bad.json").write_bytes(body)
    with pytest.raises(AdvisoriesUnreadable, match=r"there are no advisories: .*bad\.json.*; name a zip"):
        build([tmp_path / "bad.json"], target, now=NOW)
    with Snapshot.open(target) or pytest.fail("it is gone") as snapshot:
        assert snapshot.status.records == 1
    assert [each.name for each in target.parent.iterdir()] == ["advisories.db"]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    archive(tmp_path / "outside.zip", GHSA)
    folder = tmp_path / "osv"
    archive(folder / "in.zip", osv("X-2", "npm", "b", *EVENTS))
    (folder / "link.zip").symlink_to(tmp_path / "outside.zip")
    with opened(tmp_path, folder) as snapshot:
        assert snapshot.status.records == 1


def test_a_snapshot_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    assert Snapshot.open(tmp_path / "none.db") is None
    (tmp_path / "bad.db").write_text("not a database at all")
    with pytest.raises(AdvisoriesUnreadable, match="import it again"):
        Snapshot.open(tmp_path / "bad.db")
