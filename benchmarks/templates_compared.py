"""What ``copier update`` and ``cruft`` see, miss and break, beside ours: by running all three.

``python -m benchmarks.templates_compared`` writes ``docs/templates-compared.md``. Each case is a template in
both dialects, a repository to which its first version was applied, and what people did there since; each tool
is asked what it sees, then brings the second version, and what is in the tree then is looked at.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from benchmarks.template_fleet import commit, cookiecutter_template, copier_template, repository
from benchmarks.template_peers import GIT, Peer, Unavailable, copier, cruft
from benchmarks.templates_cases import CASES, Case, nothing
from benchmarks.timing import product
from resources.sample_fleet.authoring import git

PAGE = Path("docs/templates-compared.md")
OLD, NEW = "v1.0.0", "v2.0.0"
_AT = 1_790_000_000
_MARKS = "<<<<<<<"


class Broken(Exception):  # noqa: N818 - reads as the sentence it is
    """A tool did not get as far as the case; the message says what it said."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a tool said of a repository, and what came of its update."""

    said: str
    after: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to keep repositories to a template: how it is called, begun, asked and brought forward."""

    title: str
    begin: Callable[[Path, Case], Path]
    ask: Callable[[Path, Case], str]
    update: Callable[[Path], tuple[int, str]]


def ours() -> Tool:
    """``gitops-assets template``."""
    peer = Peer("gitops-assets", "", product(), GIT)

    def begin(place: Path, case: Case) -> Path:
        template = _template(place, case)
        project = repository(place / "widgets", {"README.md": "# Widgets\n"})
        rule = f"templates:\n  house-rules:\n    source: {template}\n    repositories: ['*']\n"
        (place / "fleet.yaml").write_text(rule)
        words = ("apply", "house-rules", "REPO", "--in-place", "--commit", "--version", OLD)
        _demand(call(words, project), "apply")
        return project

    def call(words: Sequence[str], project: Path) -> tuple[int, str]:
        fleet = ("--fleet", str(project.parent / "fleet.yaml"))
        home = {"GITOPS_HOME": str(project.parent / "home")}
        return peer.call(("template", *words, *fleet), project, env=home)

    def ask(project: Path, case: Case) -> str:
        code, said = call(("drift", "REPO", "--json"), project)
        if code:
            return "stops"
        (drift,) = json.loads(said)["repositories"]
        if drift["unknown"]:
            return f"**sees** that it cannot be rendered: {_reason(drift['unknown'])}"
        cell = next((each["cell"] for each in drift["files"] if each["path"] == case.path), "unchanged")
        return f"**sees** `{cell}`" if cell != "unchanged" else "**misses**"

    return Tool(
        "`template drift`, then `template update`",
        begin,
        ask,
        lambda project: call(("update", "house-rules", "REPO", "--in-place"), project),
    )


def copiers() -> Tool:
    """copier, which has nothing that compares: it tells of new versions."""

    def begin(place: Path, case: Case) -> Path:
        template = _template(place, case)
        project = repository(place / "widgets", {"README.md": "# Widgets\n"})
        words = ("copy", "--defaults", "--quiet", "--vcs-ref", OLD, str(template), "REPO")
        _demand(copier().call(words, project), "copy")
        return commit(project, "Take the template over")

    def ask(project: Path, case: Case) -> str:
        _, said = copier().call(("check-update", "REPO"), project)
        told = "new" in said.lower() and "up-to-date" not in said.lower()
        return _only_versions(case, told=told)

    words = ("update", "--defaults", "--quiet", "--vcs-ref", NEW, "REPO")
    return Tool(
        "`copier check-update`, then `copier update`",
        begin,
        ask,
        lambda project: copier().call(words, project),
    )


def crufts() -> Tool:
    """The one that compares. Raises :class:`Unavailable`."""
    peer = cruft()

    def begin(place: Path, case: Case) -> Path:
        template = cookiecutter_template(place / "cookies", {OLD: case.first, NEW: case.second})
        words = ("create", "--no-input", "--checkout", OLD, "--output-dir", str(place), str(template))
        _demand(peer.call(words, place), "create")
        return repository(place / "widgets", {})

    def ask(project: Path, case: Case) -> str:
        _, said = peer.call(("diff", "--exit-code", "--project-dir", "REPO"), project)
        if f"/{case.path}" in said:
            return "**sees** it in the diff"
        code, _ = peer.call(("check", "--project-dir", "REPO"), project)
        return _only_versions(case, told=bool(code))

    words = ("update", "--skip-apply-ask", "--project-dir", "REPO", "--checkout", NEW)
    return Tool("`cruft diff`, then `cruft update`", begin, ask, lambda project: peer.call(words, project))


def looked_at(tool: Tool, case: Case) -> Seen:
    """One case through one tool, in a folder of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch).resolve() / "within"
        place.mkdir()
        try:
            project = tool.begin(place, case)
        except Broken as why:
            return Seen("does not get there", str(why))
        case.edit(project)
        commit(project, "Do what people do")
        said = tool.ask(project, case)
        tip = git(project, "rev-parse", "HEAD", at=_AT)
        code, told = tool.update(project)
        return Seen(said, "; ".join(_outcome(project, case, tip, (code, told))))


def _outcome(project: Path, case: Case, tip: str, ended: tuple[int, str]) -> Iterator[str]:
    code, told = ended
    moved = git(project, "status", "--porcelain", at=_AT) or git(project, "rev-parse", "HEAD", at=_AT) != tip
    marked = [each for each in (case.path,) if _MARKS in _text(project / each)]
    left = sorted(path.name for suffix in ("*.rej", "*.orig") for path in project.rglob(suffix))
    if code and not moved:
        yield f"**stops**, nothing written: {_reason(told)}"
        yield from (
            check.wrong for check in case.checks if check.wrong.startswith("a ") and not check.holds(project)
        )
        return
    held = [(check, check.holds(project)) for check in case.checks]
    if marked or left:
        where = "marks in the file" if marked else f"leaves {', '.join(f'`{name}`' for name in left)}"
        yield f"**asks**: {where}"
    elif code:
        yield f"**breaks**, written in part: {_reason(told)}"
    elif all(holds for _, holds in held):
        yield "**right**"
    else:
        yield "**breaks**"
    yield from (check.right if holds else check.wrong for check, holds in held)


def page(tools: Sequence[Tool], missing: Sequence[str]) -> str:
    """Everything that was run, as Markdown."""
    rows = []
    for case in CASES:
        print(f"{case.title} …", file=sys.stderr)
        cells = [looked_at(tool, case) for tool in tools]
        rows.append(f"| {case.title} | {' | '.join(f'{each.said}. {each.after}' for each in cells)} |")
    head = f"| what happened | {' | '.join(tool.title for tool in tools)} |"
    return "\n".join((HEAD, *missing, "", head, "|---|" + "---|" * len(tools), *rows, "", TAIL))


HEAD = """\
# Compared with copier and cruft

Written by `python -m benchmarks.templates_compared`, which runs all three: nothing here is from memory.
Each row is one template in the dialects of both, the same files and versions, a repository to which its
first version was applied, and what happened since. Each tool is asked what it *sees* before anything is
brought, then brings the second version, without a terminal and with its defaults:

* **sees** or **misses**: whether it tells that this file is not as the template has it;
* **right**: what people did and what the template changed are both there;
* **asks**: somebody has to decide in the tree;
* **stops**: it ends with an error and leaves the tree alone;
* **breaks**: it leaves something in the tree that should not be so.
"""
TAIL = """\
Our template says in its overlay that `.gitignore` is a set of lines, that `config/service.yml` is merged by
keys and that `scripts/release.sh` is executable ([the overlay](templates.md#the-overlay)); copier and cruft
have no such words and merge lines. What no row shows: copier asks its questions at a terminal and leaves
conflicts in the files, where an editor can solve them; we write nothing before somebody decided. copier
keeps no comparison at all; cruft compares with the version that was applied, not with the newest.
"""


def _template(place: Path, case: Case) -> Path:
    return copier_template(place / "house-rules", {OLD: case.first, NEW: case.second})


def _only_versions(case: Case, *, told: bool) -> str:
    """Where only the template moved, its version is all there is to see."""
    if told and case.edit is nothing:
        return "**sees** that there is a new version"
    return "**misses** it, tells of a new version" if told else "**misses**"


def _demand(ended: tuple[int, str], what: str) -> None:
    if ended[0]:
        raise Broken(f"{what} stops: {_reason(ended[1])}")


def _reason(said: str) -> str:
    """The line that says most, short enough for a cell; of a program that fell over its last words."""
    lines = [line.strip(" │╰─╭╮╯|").replace("|", "/") for line in said.splitlines()]
    lines = [line for line in lines if line] or ["no reason given"]
    fell = any(line.startswith("Traceback") for line in lines)
    told = f"falls over: {lines[-1]}" if fell else max(lines, key=len)
    return shorten(told, 140, placeholder=" …").rstrip(".")


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    tools, missing = [ours(), copiers()], [f"Run with copier {copier().version}."]
    try:
        tools.append(crufts())
        missing[0] = f"Run with copier {copier().version} and cruft {cruft().version}."
    except Unavailable as why:
        missing.append(f"Without cruft: {why}.")
    options.page.write_text(page(tools, missing), "utf-8")


if __name__ == "__main__":
    main()
