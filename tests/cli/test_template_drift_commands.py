"""A fleet follows a template: audits find what drifted, and the commands tell it."""

from pathlib import Path

import pytest

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.events.transitions import transitions
from resources.home import Home
from resources.reporting import report_of
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.repositories import commit, git, repository

pytestmark = pytest.mark.usefixtures("quickly")

PROVENANCE = """\
template: base
source: ./template
version: {{tag: v1.0.0, oid: {oid}}}
answers: {{licence: MIT}}
files: {{}}
"""


@pytest.fixture
def config(tmp_path: Path, fleet: Path) -> Path:
    """`api` follows an old version and edited a file, `web` shall follow it; `docs` follows nothing."""
    files = {
        "copier.yml": "licence: {type: str, default: MIT}\n",
        "gitops-template.yml": "rules: [{path: .gitignore, merge: lines}]\nrequired_folders: [docs]\n",
        ".gitignore": "dist/\n",
        ".editorconfig": "[*]\nindent_size = 2\n",
        "LICENSE.jinja": "{{ licence }}\n",
    }
    template = repository(tmp_path / "template", **files)
    git(template, "tag", "v1.0.0")
    oid = git(template, "rev-parse", "v1.0.0").strip()
    commit(template, **{"LICENSE.jinja": "{{ licence }} 2\n"})
    git(template, "tag", "v1.1.0")
    repository(fleet / "docs")
    commit(
        fleet / "api",
        **{
            ".gitops/templates/base.yml": PROVENANCE.format(oid=oid),
            ".gitignore": "mine\ndist/\n",
            ".editorconfig": "[*]\nindent_size = 4\n",
            "LICENSE": "MIT\n",
        },
    )
    file = tmp_path / "fleet.yaml"
    file.write_text("templates:\n  base: {source: ./template, repositories: [api, web]}\n")
    return file


def test_the_drift_is_told_now_without_an_audit(fleet: Path, config: Path) -> None:
    done = gitops("template", "drift", fleet / "api", "--fleet", config, "--json")
    (told,) = done.document["repositories"]
    assert (told["slug"], told["version"], told["latest"], told["behind"]) == ("api", "v1.0.0", "v1.1.0", 1)
    assert [(each["path"], each["cell"]) for each in told["files"]] == [
        (".editorconfig", "adapted"),
        (".gitignore", "unchanged"),
        ("LICENSE", "outdated"),
    ]
    assert told["missing_required"] == ["docs/"]
    assert gitops("template", "drift", fleet / "api", "--fleet", config, "--fail-under", "90").code == 1


def test_an_audit_finds_drift_once_and_events_tell_what_is_new(fleet: Path, config: Path, home: Home) -> None:
    first = gitops("audit", fleet, "--fleet", config, "--json").document
    scores = {each["slug"]: each["score"] for each in first["templates"]["repositories"]}
    assert scores.keys() == {"api", "web"}
    found = {(each["slug"], each["gate"], each["path"]) for each in first["findings"]}
    assert ("api", "template-files-unedited", ".editorconfig") in found
    assert ("web", "template-current", ".gitops/templates/base.yml") in found
    assert ("docs", "template-current") not in {each[:2] for each in found}
    commit(fleet / "api", **{".gitignore": "mine\n"})
    second = gitops("audit", fleet, "--fleet", config, "--json").document
    told = {each["slug"]: each["score"] for each in second["templates"]["repositories"]}
    assert told["web"] == scores["web"]
    assert told["api"] < scores["api"]
    assert second["templates"]["trend"][0]["score"] > second["templates"]["score"]
    with Store.open(home.store_url) as store:
        told_of = transitions(report_of(store, second["audit"]["id"]))
    events = [each for each in told_of if each.kind is EventKind.DRIFT_DETECTED]
    assert [(each.slug, each.subject, each.details["count"]) for each in events] == [("api", "base", 1)]
    compliance = gitops("template", "compliance", "--json").document
    assert compliance["score"] == second["templates"]["score"]
    assert "3 missing" in gitops("template", "compliance").out


def test_an_edit_that_most_made_is_to_be_promoted(fleet: Path, config: Path) -> None:
    for name in (".gitops/templates/base.yml", ".editorconfig", "LICENSE", ".gitignore"):
        commit(fleet / "web", **{name: (fleet / "api" / name).read_text()})
    done = gitops("template", "promote", "base", fleet, "--fleet", config, "--json").document
    assert [(each["path"], each["percent"]) for each in done["promotions"]] == [
        (".editorconfig", 100.0),
        (".gitignore", 100.0),
    ]


def test_without_templates_an_audit_asks_nothing_and_says_nothing(fleet: Path) -> None:
    done = gitops("audit", fleet, "--json").document
    assert done["templates"]["repositories"] == []
    assert "No repository follows a template" in gitops("template", "compliance").out
    assert not [each for each in done["findings"] if each["gate"].startswith("template-")]


def test_a_fleet_that_was_never_audited_is_said_so() -> None:
    gitops("template", "drift").told(4, "no fleet was audited yet", "gitops-assets audit")
    gitops("template", "promote", "devops-baseline").told(4, "no fleet was audited yet")
