"""Templates planned on real repositories: on a commit, on the work tree, after an update, beside others."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from gitops_assets.core.templates.model import Action, FilePlan, Plan
from resources.home import Home
from resources.templates.catalogue import Catalogue
from resources.templates.checkout import committed, working, working_files
from resources.templates.errors import RenderError, TemplateError
from resources.templates.planning import plan_for
from resources.templates.rendering import Renderer
from tests.repositories import commit, git, repository
from tests.templates.building import SMALL, catalogue, folder

FLEET = "templates: {small: {source: tpl, answers: {project_name: Api}}}"
NOTE = ".gitops/templates/small.yml"


def plan(
    renderer: Renderer, known: Catalogue, path: Path, *, name: str = "small", in_place: bool = False
) -> Plan:
    template = known.get(name)
    version = known.version(template)
    return plan_for(known, renderer, path, "acme/api", template, version, {}, in_place=in_place)


def actions(planned: Plan) -> dict[str, Action]:
    return {each.path: each.action for each in planned.files}


def applied(planned: Plan, path: Path) -> None:
    """What applying does, as simply as can be."""
    for each in planned.changes:
        target = path / each.path
        if each.after is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(each.after.body)
        target.chmod(0o755 if each.after.executable else 0o644)
    git(path, "add", "-A")
    git(path, "commit", "-q", "-m", "Apply")


def tagged(path: Path, tag: str, files: Mapping[str, str]) -> None:
    folder(path if path.exists() else repository(path), files)
    git(path, "rm", "-q", "--ignore-unmatch", "README")
    git(path, "add", "-A")
    git(path, "commit", "-q", "-m", tag)
    git(path, "tag", tag)


def test_a_first_plan_creates_merges_and_tells_of_conflicts(renderer: Renderer, at: Path) -> None:
    tagged(at / "tpl", "v1.0.0", SMALL)
    mine = repository(at / "api", **{".gitignore": "dist/\n", "README.md": "mine\n"})
    planned = plan(renderer, catalogue(at, FLEET), mine)
    assert actions(planned) == {
        ".gitignore": Action.MODIFY,
        "README.md": Action.CONFLICT,
        "scripts/run.sh": Action.CREATE,
        NOTE: Action.CREATE,
    }
    assert planned.tree == git(mine, "rev-parse", "HEAD^{tree}")
    assert planned.version.tag == "v1.0.0"
    assert planned.answers == {"project_name": "Api"}


def test_what_was_applied_is_kept_and_an_update_meets_what_was_edited(renderer: Renderer, at: Path) -> None:
    tagged(at / "tpl", "v1.0.0", {**SMALL, "old.txt": "x\n"})
    mine = repository(at / "api", LICENSE="x\n")
    applied(plan(renderer, catalogue(at, FLEET), mine), mine)
    again = plan(renderer, catalogue(at, FLEET), mine)
    assert set(actions(again).values()) == {Action.KEEP}
    assert again.changes == ()

    commit(mine, **{"README.md": "# Api\n\nPython 3.12.\n\nOurs.\n"})
    git(at / "tpl", "rm", "-q", "old.txt")
    tagged(at / "tpl", "v1.1.0", {"README.md.jinja": "# {{ project_name }}!\n\nPython {{ python }}.\n"})
    planned = plan(renderer, catalogue(at, FLEET), mine)
    assert actions(planned)["README.md"] is Action.MODIFY
    assert actions(planned)["old.txt"] is Action.DELETE
    (readme,) = (each for each in planned.files if each.path == "README.md")
    assert readme.after is not None
    assert readme.after.body == b"# Api!\n\nPython 3.12.\n\nOurs.\n"


def test_in_place_sees_what_is_not_committed_and_knows_when_it_moves(renderer: Renderer, at: Path) -> None:
    folder(at / "tpl")
    mine = repository(at / "api", LICENSE="x\n")
    (mine / "README.md").write_text("not committed\n")
    known = catalogue(at, FLEET)
    assert actions(plan(renderer, known, mine))["README.md"] is Action.CREATE
    planned = plan(renderer, known, mine, in_place=True)
    assert actions(planned)["README.md"] is Action.CONFLICT
    assert planned.tree == plan(renderer, known, mine, in_place=True).tree
    (mine / "README.md").write_text("moved\n")
    assert planned.tree != plan(renderer, known, mine, in_place=True).tree


def test_a_path_that_another_template_owns_is_a_conflict(renderer: Renderer, at: Path) -> None:
    folder(at / "tpl")
    folder(at / "rival", {"README.md": "rival\n"})
    mine = repository(at / "api", LICENSE="x\n")
    known = catalogue(at, f"{FLEET[:-1]}, rival: {{source: rival}}}}")
    applied(plan(renderer, known, mine, name="rival"), mine)
    (clash,) = plan(renderer, known, mine).conflicts
    assert (clash.path, clash.why) == ("README.md", "the template 'rival' has this file too")


def test_what_copier_applied_itself_counts_as_the_base(renderer: Renderer, at: Path) -> None:
    tagged(at / "tpl", "v1.0.0", SMALL)
    tagged(at / "tpl", "v1.1.0", {"README.md.jinja": "# {{ project_name }}\n\nOn Python {{ python }}.\n"})
    said = "_commit: v1.0.0\n_src_path: tpl\nproject_name: Mine\npython: '3.11'\n"
    files = {"README.md": "# Api\n\nPython 3.11.\n", ".copier-answers.yml": said}
    mine = repository(at / "api", **files)
    planned = plan(renderer, catalogue(at, "templates: {small: {source: tpl}}"), mine)
    assert planned.answers == {"project_name": "Mine", "python": "3.11"}
    (readme,) = (each for each in planned.files if each.path == "README.md")
    assert readme.action is Action.CONFLICT or b"On Python" in (readme.after.body if readme.after else b"")


def test_a_folder_or_a_submodule_in_the_way_is_told(renderer: Renderer, at: Path) -> None:
    folder(at / "tpl", {"docs": "a file\n", "LICENSE/x": "y\n"})
    mine = repository(at / "api", **{"docs/a.md": "x\n", "LICENSE": "x\n"})
    planned = plan(renderer, catalogue(at, "templates: {small: {source: tpl}}"), mine)
    assert [(each.path, each.why) for each in planned.conflicts] == [
        ("LICENSE/x", "'LICENSE' is a file, not a folder"),
        ("docs", "it is a folder in the repository"),
    ]


def test_secrets_are_not_recorded_and_still_render(renderer: Renderer, at: Path) -> None:
    files = {"copier.yml": "key: {type: str, secret: true, default: ''}\n", "a.jinja": "{{ key }}"}
    folder(at / "tpl", files)
    mine = repository(at / "api", LICENSE="x\n")
    planned = plan(
        renderer, catalogue(at, "templates: {small: {source: tpl, answers: {key: hunter2}}}"), mine
    )
    by_path: dict[str, FilePlan] = {each.path: each for each in planned.files}
    assert by_path["a"].after is not None
    assert by_path["a"].after.body == b"hunter2"
    note = by_path[NOTE].after
    assert note is not None
    assert b"hunter2" not in note.body


def test_a_missing_answer_and_a_repository_without_commits_are_errors(renderer: Renderer, at: Path) -> None:
    folder(at / "tpl")
    known = catalogue(at, "templates: {small: {source: tpl}}")
    with pytest.raises(RenderError, match=r"--var project_name=…"):
        plan(renderer, known, repository(at / "api"))
    (at / "empty").mkdir()
    git(at / "empty", "init", "-q")
    with pytest.raises(TemplateError, match="has no commit 'HEAD'"):
        plan(renderer, known, at / "empty")


def test_a_checkout_reads_what_is_asked_and_nothing_outside(at: Path) -> None:
    mine = repository(at / "api", **{"a b": "x\n", "docs/b.md": "y\n"})
    (mine / "docs" / "out").symlink_to("/etc/passwd")
    commit(mine)
    paths = ["a b", "docs", "docs/b.md", "docs/out", "nothing", "../api/a b"]
    there = committed(mine, "HEAD", paths)
    assert there == working(mine, paths)
    assert {path: content.body for path, content in there.files.items()} == {
        "a b": b"x\n",
        "docs/b.md": b"y\n",
        "docs/out": b"/etc/passwd",
    }
    assert there.blocked == {"docs": "a folder"}
    (mine / "docs").rename(at / "docs")
    (mine / "docs").symlink_to(at / "docs")
    assert set(working_files(mine, ["docs/b.md"])) == set()


def test_the_fleet_and_git_say_what_a_repository_is(renderer: Renderer, at: Path, shared_home: Home) -> None:
    folder(
        at / "tpl",
        {"a.jinja": "{{ repository.tags }} {{ repository.ecosystems }} {{ repository.default_branch }}"},
    )
    mine = repository(at / "api", **{"pyproject.toml": "", "Dockerfile": ""})
    known = catalogue(at, "tags: {acme/*: [pci]}\ntemplates: {small: {source: tpl}}\n")
    planned = plan(renderer, known, mine)
    (a,) = (each for each in planned.files if each.path == "a")
    assert a.after is not None
    assert a.after.body == b"['pci'] ['docker', 'pypi'] main"


def test_an_answer_of_the_fleet_that_nobody_asks_for_is_an_error(renderer: Renderer, at: Path) -> None:
    tagged(at / "tpl", "v1.0.0", SMALL)
    known = catalogue(at, "templates: {small: {source: tpl, answers: {project_nam: Api}}}")
    with pytest.raises(TemplateError, match=r"answers 'project_nam', which .* did you mean 'project_name'\?"):
        plan(renderer, known, repository(at / "api"))


@pytest.mark.parametrize("in_place", [False, True])
def test_a_file_where_the_provenance_needs_a_folder_is_a_conflict(
    renderer: Renderer, at: Path, *, in_place: bool
) -> None:
    tagged(at / "tpl", "v1.0.0", SMALL)
    mine = repository(at / "api", **{".gitops": "mine\n"})
    planned = plan(renderer, catalogue(at, FLEET), mine, in_place=in_place)
    assert [(each.path, each.why) for each in planned.conflicts] == [
        (NOTE, "'.gitops' is a file in the repository, not a folder")
    ]


def test_a_new_secret_reaches_a_file_that_nobody_edited(renderer: Renderer, at: Path) -> None:
    files = {"copier.yml": "key: {type: str, secret: true, default: ''}\n", "a.jinja": "{{ key }}\n"}
    tagged(at / "tpl", "v1.0.0", files)
    mine = repository(at / "api")
    answered = "templates: {small: {source: tpl, answers: {key: OLD}}}"
    applied(plan(renderer, catalogue(at, answered), mine), mine)
    anew = plan(renderer, catalogue(at, answered.replace("OLD", "NEW")), mine)
    bodies = {each.path: each.after.body for each in anew.changes if each.after}
    assert bodies.keys() == {"a", NOTE}
    assert bodies["a"] == b"NEW\n"
