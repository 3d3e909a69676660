"""What happens to a repository after a template was applied to it, and what one looks for afterwards."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.template_fleet import FIRST, QUESTIONS, SECOND, Said

Edit = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is so after an update, or is not: what to say then."""

    right: str
    wrong: str
    holds: Callable[[Path], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row: what people did with ``path``, what the template did, and what has to be so in the end."""

    title: str
    path: str
    edit: Edit
    checks: Sequence[Check]
    first: Said = field(default_factory=lambda: Said(files=FIRST))
    second: Said = field(default_factory=lambda: Said(files=SECOND))


def nothing(_place: Path) -> None:
    """Nobody touched anything."""
    return


def _replaced(path: str, old: str, new: str) -> Edit:
    def edit(place: Path) -> None:
        file = place / path
        text = file.read_bytes().decode()
        if old not in text:
            raise ValueError(f"{path} has no {old!r}; mend the case")
        file.write_bytes(text.replace(old, new).encode())

    return edit


def _added(path: str, text: str) -> Edit:
    def edit(place: Path) -> None:
        with (place / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


def _has(path: str, *texts: str) -> Callable[[Path], bool]:
    def holds(place: Path) -> bool:
        file = place / path
        there = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
        return all(text in there for text in texts)

    return holds


def _kept(path: str, *texts: str) -> Check:
    return Check("edit kept", "edit lost", _has(path, *texts))


def _brought(path: str, *texts: str) -> Check:
    return Check("change brought", "change missing", _has(path, *texts))


def _all_crlf(place: Path) -> bool:
    body = (place / "CONTRIBUTING.md").read_bytes()
    return body.count(b"\n") == body.count(b"\r\n")


def _with(files: Mapping[str, str], **more: object) -> Said:
    return Said(files=files, **more)  # type: ignore[arg-type] # the names of its fields


CI, NOTES, SERVICE, SCRIPT = (
    ".github/workflows/ci.yml",
    "CONTRIBUTING.md",
    "config/service.yml",
    "scripts/release.sh",
)
THIRD = {**SECOND, "Makefile": SECOND["Makefile"] + "\nformat:\n\truff format .\n"}
OUTSIDE = "outside.txt"
_HOOK = "#!/bin/sh\ntouch a-task-ran\n"

CASES: Sequence[Case] = (
    Case(
        title="A file was edited, the template changed another place of it",
        path=NOTES,
        edit=_replaced(NOTES, "Open an issue first.", "Open an issue first, please."),
        checks=(_kept(NOTES, "first, please."), _brought(NOTES, "Be kind.")),
    ),
    Case(
        title="Silent drift: a file was put back to the old version by hand, the template moves elsewhere",
        path=CI,
        edit=_replaced(CI, "24.04", "22.04"),
        checks=(_brought("Makefile", "ruff format"),),
        first=_with(SECOND),
        second=_with(THIRD),
    ),
    Case(
        title="A file was deleted",
        path="Makefile",
        edit=lambda place: (place / "Makefile").unlink(),
        checks=(Check("stays deleted", "comes back", lambda place: not (place / "Makefile").exists()),),
    ),
    Case(
        title="The template moved, nobody edited anything",
        path=CI,
        edit=nothing,
        checks=(_brought(CI, "24.04"),),
    ),
    Case(
        title="Both changed the same line",
        path=CI,
        edit=_replaced(CI, "ubuntu-22.04", "self-hosted"),
        checks=(_kept(CI, "self-hosted"),),
    ),
    Case(
        title="YAML: keys and comments were added where the template adds a key too",
        path=SERVICE,
        edit=_added(SERVICE, "  log: json # ours\n"),
        checks=(
            _kept(SERVICE, "log: json # ours", "# How the service runs."),
            _brought(SERVICE, "retries: 3"),
        ),
    ),
    Case(
        title="`.gitignore`: lines were added where the template adds one too",
        path=".gitignore",
        edit=_added(".gitignore", ".idea/\n"),
        checks=(_kept(".gitignore", ".idea/"), _brought(".gitignore", ".coverage")),
    ),
    Case(
        title="A script lost its executable bit",
        path=SCRIPT,
        edit=lambda place: (place / SCRIPT).chmod(0o644),
        checks=(
            Check("executable again", "not executable", lambda place: os.access(place / SCRIPT, os.X_OK)),
        ),
    ),
    Case(
        title="The template dropped a file that nobody edited",
        path="legacy.cfg",
        edit=nothing,
        checks=(Check("it goes", "it stays", lambda place: not (place / "legacy.cfg").exists()),),
    ),
    Case(
        title="The template asks a new question, with a default",
        path=SERVICE,
        edit=nothing,
        checks=(_brought(SERVICE, "region: eu"),),
        second=_with(
            {**SECOND, SERVICE: SECOND[SERVICE] + "  region: @region@\n"},
            questions={**QUESTIONS, "region": "eu"},
        ),
    ),
    Case(
        title="The new version brings a task that runs a command",
        path=CI,
        edit=nothing,
        checks=(
            Check(
                "nothing ran", "its command ran unasked", lambda place: not (place / "a-task-ran").exists()
            ),
            _brought(CI, "24.04"),
        ),
        second=_with(
            SECOND,
            settings='_tasks: ["touch a-task-ran"]\n',
            cookiecutter={"hooks/post_gen_project.sh": _HOOK},
        ),
    ),
    Case(
        title="A file has CRLF in the repository, LF in the template",
        path=NOTES,
        edit=lambda place: (place / NOTES).write_bytes((place / NOTES).read_bytes().replace(b"\n", b"\r\n")),
        checks=(_brought(NOTES, "Be kind."), Check("CRLF kept", "line ends mixed or turned", _all_crlf)),
    ),
    Case(
        title="The new version renders a path that leaves the repository",
        path=OUTSIDE,
        edit=nothing,
        checks=(
            Check(
                "nothing outside", "a file outside of it", lambda place: not (place.parent / OUTSIDE).exists()
            ),
        ),
        second=_with({**SECOND, "@escape@": "out\n"}, questions={**QUESTIONS, "escape": f"../{OUTSIDE}"}),
    ),
)
