import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from gitops_assets.core.fleet.config import InventorySource
from gitops_assets.core.model import Inventory, InventoryEntry
from resources import inventory
from resources.forge.model import ForgeUsage
from resources.inventory import SourceAnswer, ask_sources, fetch_inventory
from tests.forge.fake_github import RESET, TOKEN, FakeGitHub, fault, repository

SOURCE: TypeAdapter[InventorySource] = TypeAdapter(InventorySource)
ORG = "/orgs/acme/repos"


def asked(base: Path, *sources: object, **environ: str) -> tuple[SourceAnswer, ...]:
    read = [SOURCE.validate_python(source) for source in sources]
    return ask_sources(read, base=base, cache=base / ".cache", environ=environ)


def fetched(base: Path, *sources: object, **environ: str) -> Inventory:
    read = [SOURCE.validate_python(source) for source in sources]
    return fetch_inventory(read, base=base, cache=base / ".cache", environ=environ)


def slugs(found: Inventory) -> list[str]:
    return [entry.slug for entry in found.entries]


def of(fake: FakeGitHub, **options: object) -> dict[str, object]:
    return {"github": {"owner": "acme", "api_url": fake.url, "token_env": "ACME_TOKEN", **options}}


def test_without_a_source_nothing_is_demanded(tmp_path: Path) -> None:
    assert fetched(tmp_path) == Inventory(configured=False)


def test_a_list_is_an_inventory(tmp_path: Path) -> None:
    found = fetched(
        tmp_path, {"list": ["acme/web", {"url": "https://ghe.example/acme/api.git", "archived": True}]}
    )
    assert found == Inventory(
        entries=(
            InventoryEntry(
                slug="acme/api", url="https://ghe.example/acme/api.git", archived=True, source="list"
            ),
            InventoryEntry(slug="acme/web", source="list"),
        ),
        configured=True,
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("all.csv", "slug,archived\nacme/api,\nacme/old,true\n"),
        ("all.json", '["acme/api", {"slug": "acme/old", "archived": true}]'),
        ("all.yaml", "- acme/api\n- slug: acme/old\n  archived: true\n"),
    ],
)
def test_a_file_stands_beside_the_fleet(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    found = fetched(tmp_path, {"file": name})
    assert slugs(found) == ["acme/api", "acme/old"]
    assert [entry.archived for entry in found.entries] == [False, True]
    assert found.unknown is None


def test_another_machine_s_report_is_an_inventory(tmp_path: Path) -> None:
    rows = [{"slug": "acme/api", "states": ["clean"]}, {"slug": "mine", "states": ["extra"]}]
    report = {"schema": "gitops-assets/report/1", "repositories": rows}
    (tmp_path / "report.json").write_text(json.dumps(report))
    assert slugs(fetched(tmp_path, {"report": "report.json"})) == ["acme/api"]


def test_a_forge_is_an_inventory(fake: FakeGitHub, tmp_path: Path) -> None:
    fake.serve(ORG, [repository("acme/api")], [repository("acme/legacy", archived=True)])
    (answer,) = asked(tmp_path, of(fake), ACME_TOKEN=TOKEN)
    assert [(entry.slug, entry.archived) for entry in answer.entries] == [
        ("acme/api", False),
        ("acme/legacy", True),
    ]
    assert answer.usage == ForgeUsage(calls=2, cached=0, remaining=4997, reset=RESET)
    assert fake.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_second_audit_of_an_unchanged_forge_is_free(fake: FakeGitHub, tmp_path: Path) -> None:
    fake.serve(ORG, [repository("acme/api")], [repository("acme/web")])
    first = fetched(tmp_path, of(fake))
    (answer,) = asked(tmp_path, of(fake))
    assert answer.entries == first.entries
    assert answer.usage == ForgeUsage(calls=2, cached=2, remaining=4997, reset=RESET)


def test_archived_repositories_and_forks_can_be_left_out(fake: FakeGitHub, tmp_path: Path) -> None:
    fake.serve(
        ORG,
        [repository("acme/api"), repository("acme/old", archived=True), repository("acme/linux", fork=True)],
    )
    assert slugs(fetched(tmp_path, of(fake))) == ["acme/api", "acme/linux", "acme/old"]
    assert slugs(fetched(tmp_path, of(fake, include_archived=False))) == ["acme/api", "acme/linux"]
    assert slugs(fetched(tmp_path, of(fake, include_forks=False))) == ["acme/api", "acme/old"]


def test_a_missing_repository_is_called_as_its_clone_would_be(fake: FakeGitHub, tmp_path: Path) -> None:
    fake.serve(ORG, [repository("acme/-dash")])
    assert slugs(fetched(tmp_path, of(fake))) == ["acme/%2Ddash"]


def test_a_forge_that_fails_does_not_empty_the_list(fake: FakeGitHub, tmp_path: Path) -> None:
    fake.script(
        ORG, fault(403, "API rate limit exceeded", x_ratelimit_remaining="0", x_ratelimit_reset=str(RESET))
    )
    sources = (of(fake), {"list": ["acme/web"]})
    found = fetched(tmp_path, *sources, ACME_TOKEN=TOKEN)
    assert slugs(found) == ["acme/web"]
    assert found.configured
    assert found.unknown == (
        "github:acme: the request quota at localhost is used up: try again after 2026-11-18T11:06:40Z"
    )
    assert asked(tmp_path, *sources, ACME_TOKEN=TOKEN)[0].retry_at == RESET


def test_the_variable_that_should_hold_the_token_is_named_and_the_token_is_not(
    fake: FakeGitHub, tmp_path: Path
) -> None:
    fake.script(ORG, fault(401, "Requires authentication"))
    assert "variable ACME_TOKEN" in str(fetched(tmp_path, of(fake)).unknown)
    refused = asked(tmp_path, of(fake), ACME_TOKEN=TOKEN)
    assert "into ACME_TOKEN" in str(refused[0].why)
    assert TOKEN not in repr(refused)


def test_every_source_that_fails_gives_its_reason(tmp_path: Path) -> None:
    found = fetched(tmp_path, {"file": "none.csv"}, {"list": ["acme/api"]}, {"report": "none.json"})
    assert slugs(found) == ["acme/api"]
    why = "could not be read: No such file or directory"
    remedy = "check its path, which starts at the folder of fleet.yaml"
    assert found.unknown == f"none.csv {why}; {remedy}; none.json {why}; {remedy}"


def test_the_first_source_decides_and_later_ones_fill_its_gaps(fake: FakeGitHub, tmp_path: Path) -> None:
    fake.serve(ORG, [repository("acme/api", default_branch="main", archived=True)])
    listed = {"list": [{"slug": "Acme/API", "default_branch": "trunk"}]}
    (entry,) = fetched(tmp_path, listed, of(fake)).entries
    assert entry == InventoryEntry(
        slug="Acme/API",
        url="https://github.com/acme/api.git",
        default_branch="trunk",
        archived=True,
        private=False,
        source="list",
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"slug\nacme/\xff\n", "it is not UTF-8; save it as UTF-8"),
        (b"", "slug or url"),
        (b"slug\n../evil\n", "bad.csv line 2: this row: '../evil' is not a repository's name"),
        (b"slug\n" + b"a/b\n" * 300, "larger than 1,000 bytes; split it"),
    ],
)
def test_a_bad_file_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, words: str
) -> None:
    monkeypatch.setattr(inventory, "FILE_LIMIT", 1000)
    (tmp_path / "bad.csv").write_bytes(content)
    (answer,) = asked(tmp_path, {"file": "bad.csv"})
    assert answer.entries == ()
    assert words in str(answer.why)
    assert str(answer.why).startswith("bad.csv")


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name in ("pipe.csv", "folder.csv"):
        assert (
            fetched(tmp_path, {"file": name}).unknown
            == f"{name} could not be read: it is not a file; name a file"
        )


def test_a_proxy_that_is_none_is_a_reason_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://me:pa55@127.0.0.1:1")
    unknown = str(fetched(tmp_path, {"github": {"owner": "acme"}}).unknown)
    assert "check the environment variables HTTPS_PROXY" in unknown
    assert "pa55" not in unknown


def test_who_names_no_forge_loads_no_client() -> None:
    code = "import sys, resources.inventory; sys.exit('httpx2' in sys.modules)"
    root = Path(inventory.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
