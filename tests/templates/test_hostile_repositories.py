"""Repositories that lie about templates: none of them stops the others, or runs anything."""

from pathlib import Path

import pytest

from gitops_assets.core.templates.model import Drift
from resources.templates.catalogue import Catalogue
from resources.templates.drift import drifts_of
from resources.templates.errors import RenderError, TemplateError
from resources.templates.planning import plan_for
from resources.templates.rendering import Renderer
from tests.repositories import git, repository
from tests.templates.building import catalogue, folder

NOTE = ".gitops/templates/small.yml"
COPIERS = ".copier-answers.yml"
QUIET = {"copier.yml": "name: {type: str, default: a}\n", "README.md.jinja": "# {{ name }}\n"}
TASK = {**QUIET, "copier.yml": f"{QUIET['copier.yml']}_tasks: ['echo {{{{ name }}}} > made']\n"}
FLEET = "templates: {small: {source: tpl, repositories: ['*']}}"


def drift(renderer: Renderer, known: Catalogue, path: Path) -> Drift:
    (found,) = drifts_of(known, renderer, path, "acme/api", git(path, "rev-parse", "HEAD"))
    return found


def note(oid: str, answers: str = "{}", tag: str = "null") -> str:
    return f"template: small\nsource: tpl\nversion: {{tag: {tag}, oid: {oid}}}\nanswers: {answers}\n"


def bomb() -> str:
    levels = (f"a{nth}: &a{nth} [{', '.join([f'*a{nth - 1}'] * 10)}]\n" for nth in range(1, 9))
    return "a0: &a0 [x, x]\n" + "".join(levels)


@pytest.mark.parametrize(
    "said",
    [
        "_src_path: [1]\n_commit: v1\n",
        "_src_path: {a: 1}\n_commit: v1\n",
        "_src_path: tpl\n_commit: OID\nname: !!binary aGFsbG8=\n",
        f"_src_path: tpl\n_commit: OID\n{bomb()}",
        "[" * 5000,
    ],
)
def test_answers_of_copier_that_are_none_count_as_none(renderer: Renderer, at: Path, said: str) -> None:
    folder(at / "tpl", QUIET)
    known = catalogue(at, FLEET)
    oid = known.get("small").versions[0].oid
    mine = repository(at / "api", **{COPIERS: said.replace("OID", oid)})
    found = drift(renderer, known, mine)
    assert (found.version, found.unknown) == (None, None)


@pytest.mark.parametrize("tag", [r'"\0v1"', r'"\e[31mv1"'])
def test_a_recorded_version_that_cannot_be_shown_makes_the_drift_unknown(
    renderer: Renderer, at: Path, tag: str
) -> None:
    folder(at / "tpl", QUIET)
    known = catalogue(at, FLEET)
    mine = repository(at / "api", **{NOTE: note(known.get("small").versions[0].oid, tag=tag)})
    assert "version.tag: it has characters that cannot be shown" in (
        drift(renderer, known, mine).unknown or ""
    )


def test_what_nobody_foresaw_is_the_drift_of_one_repository(
    renderer: Renderer, at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise AssertionError

    folder(at / "tpl", QUIET)
    known = catalogue(at, FLEET)
    monkeypatch.setattr("resources.templates.drift.recorded", broken)
    found = drift(renderer, known, repository(at / "api", LICENSE="x\n"))
    assert "a fault of gitops-assets (AssertionError" in (found.unknown or "")


def trusting(at: Path) -> tuple[Catalogue, str]:
    folder(at / "tpl", TASK)
    oid = catalogue(at, FLEET).get("small").versions[0].oid
    trust = f"trust: {{commit: '{oid}'}}"
    return catalogue(at, f"templates: {{small: {{source: tpl, repositories: ['*'], {trust}}}}}"), oid


def test_no_task_runs_with_a_recorded_answer_that_a_shell_reads(renderer: Renderer, at: Path) -> None:
    known, oid = trusting(at)
    mine = repository(at / "api", **{NOTE: note(oid, "{name: 'a > made; echo b > pwned; true'}")})
    found = drift(renderer, known, mine)
    assert found.files == ()
    assert "the answer 'name' comes from the repository with signs that a shell reads" in (
        found.unknown or ""
    )
    template = known.get("small")
    with pytest.raises(RenderError, match="signs that a shell reads"):
        plan_for(known, renderer, mine, "acme/api", template, template.versions[0], {}, in_place=False)


def test_a_task_runs_with_plain_recorded_answers_and_with_any_of_the_fleet(
    renderer: Renderer, at: Path
) -> None:
    known, oid = trusting(at)
    mine = repository(at / "api", **{NOTE: note(oid, "{name: plain words}")})
    assert [each.path for each in drift(renderer, known, mine).files] == ["README.md", "made"]
    template = known.get("small")
    answers = {"name": "'a > b'"}
    planned = plan_for(
        known, renderer, mine, "acme/api", template, template.versions[0], answers, in_place=False
    )
    (made,) = (each for each in planned.files if each.path == "made")
    assert made.theirs == "a > b\n"


@pytest.mark.parametrize("name", ["{at}/private", "../private", "private", "file://{at}/private"])
def test_a_template_extends_no_folder_of_this_machine(
    at: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    repository(at / "private", id_rsa="secret\n")
    folder(at / "tpl", {"gitops-template.yml": f"extends: ['{name.format(at=at)}']\n"})
    monkeypatch.chdir(at)
    with pytest.raises(TemplateError, match="no template of the fleet and no URL"):
        catalogue(at, FLEET).get("small")
