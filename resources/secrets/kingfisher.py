"""The detector kingfisher, asked beside our own rules where it is on PATH (its command line, version 2).

It sees numbered copies of the contents in a folder of their own, so that nothing that a repository names is a
path, a configuration or an archive to it. It neither validates what it finds nor looks for updates: nothing
goes over the network. Its report is redacted, and of a value nothing is told: whether a person chose it, and
could be guessed, is not known here.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from gitops_assets.core.gates.detector_facts import DetectorFacts
from gitops_assets.core.gates.scanning import Hit
from gitops_assets.core.tree import FILE_LIMIT, Blob, Tree

NAME = "kingfisher"
ABSENT = "kingfisher is not on PATH: only our own rules were asked; pip install kingfisher-bin"
TIMEOUT = 120.0
SIZE = 1 << 29
"""Bytes of one tree that it is given."""

_REPORT = 32 << 20
_OPTIONS = (
    "--format=json",
    "--redact",
    "--no-dedup",
    "--no-validate",
    "--no-update-check",
    "--git-history=none",
    "--no-extract-archives",
    "--no-base64",
    "--jobs=1",
    "--quiet",
)
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG")
_ID = re.compile(r"[^a-z0-9]+")


def ask(tree: Tree, *, timeout: float = TIMEOUT) -> DetectorFacts:
    """What it finds in the files of a tree; never raises for what is wrong with the program."""
    program = shutil.which(NAME)
    if program is None:
        return DetectorFacts(unknown=ABSENT)
    with TemporaryDirectory(prefix="secrets-") as made:
        try:
            copies, left_out = _copied(tree, Path(made))
            report = _asked(program, Path(made), timeout)
        except subprocess.TimeoutExpired:
            return DetectorFacts(unknown=f"kingfisher took more than {timeout:.0f} s")
        except (OSError, ValueError) as error:
            return DetectorFacts(unknown=f"kingfisher gave no report: {error}")
        return DetectorFacts(
            hits=tuple(_hits(report, copies)),
            by=f"kingfisher {_text(report, 'metadata', 'kingfisher_version')}".strip(),
            unknown=left_out,
        )


def _copied(tree: Tree, folder: Path) -> tuple[Mapping[str, str], str | None]:
    """By name of the copy the path it is of; names keep nothing but a plain ending."""
    copies: dict[str, str] = {}
    total = 0
    for nth, answer in enumerate(tree.read_many(tree.paths(), FILE_LIMIT)):
        if not isinstance(answer, Blob) or answer.link:
            continue
        total += len(answer.body)
        if total > SIZE:
            return copies, f"kingfisher was given the first {SIZE >> 20} MB"
        ending = PurePosixPath(answer.path).suffix
        name = f"{nth}{ending if re.fullmatch(r'[.][a-z]{1,8}', ending) else ''}"
        (folder / name).write_bytes(answer.body)
        copies[name] = answer.path
    return copies, None


def _asked(program: str, folder: Path, timeout: float) -> Mapping[str, object]:
    """Its report; raises ``ValueError`` where there is none, ``OSError``, ``TimeoutExpired``."""
    with TemporaryDirectory(prefix="report-") as aside:
        out = Path(aside) / "report.json"
        argv = (program, "scan", str(folder), *_OPTIONS, f"--output={out}")
        subprocess.run(
            argv,
            cwd=aside,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        if out.stat().st_size > _REPORT:
            raise ValueError(f"it has more than {_REPORT >> 20} MB")
        report, _ = json.JSONDecoder().raw_decode(out.read_text("utf-8", "replace"))
    if not isinstance(report, dict):
        raise ValueError("it is no object")  # noqa: TRY004 - as any other report that cannot be used
    return report


def _hits(report: Mapping[str, object], copies: Mapping[str, str]) -> Iterator[tuple[str, Hit]]:
    found = report.get("findings")
    for each in found if isinstance(found, list) else ():
        path = copies.get(Path(_text(each, "finding", "path")).name)
        line = each["finding"].get("line") if path else None
        kind = _ID.sub("-", _text(each, "rule", "id").lower().rpartition(".")[2]).strip("-")[:60]
        if path and kind and isinstance(line, int) and line > 0:
            yield path, Hit(line, f"{NAME}-{kind}", f"{NAME}-{kind}")


def _text(each: object, *keys: str) -> str:
    for key in keys:
        each = each.get(key) if isinstance(each, dict) else None
    return each if isinstance(each, str) else ""
