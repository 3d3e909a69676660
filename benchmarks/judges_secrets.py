"""What the gate over secrets finds, misses and invents beside others: `python -m benchmarks.judges_secrets`.

The corpus of the tests is written to a folder, one file a secret or a look-alike, and so is the commit of
each project of a bench fleet. Other scanners are programs on the PATH; one that is not there is left out.
Values are drawn, so a scanner that checks a checksum inside a token rightly passes over some.
"""

import argparse
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.security.secrets_absent import GATE
from resources.secrets import kingfisher as adapter
from tests.gates.trees import seen, tree
from tests.secrets.corpus import positives
from tests.secrets.negatives import negatives

Places = set[tuple[str, int]]


def ours(folder: Path) -> Places:
    """Files are read here too, as other scanners read theirs."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    return {(found.path, found.line) for found in evaluate(seen(files, scanners=SCANNERS), GATE).findings}


def detect_secrets(folder: Path) -> Places:
    told = json.loads(_said("detect-secrets", "-C", str(folder), "scan", "--all-files", "."))
    return {
        (_relative(path, folder), each["line_number"])
        for path, found in told["results"].items()
        for each in found
    }


def kingfisher(folder: Path) -> Places:
    told, _ = json.JSONDecoder().raw_decode(  # a summary follows
        _said(
            "kingfisher",
            "scan",
            str(folder),
            "--no-validate",
            "--no-update-check",
            "--no-dedup",
            "--format",
            "json",
        )
    )
    found = (each["finding"] for each in told["findings"])
    return {(_relative(each["path"], folder), each["line"]) for each in found}


def together(folder: Path) -> Places:
    """Ours with kingfisher as a fleet switches it on: through our adapter and the gate."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    facts = replace(seen(files, scanners=SCANNERS), detected=adapter.ask(tree(files)))
    gate = replace(GATE, settings={"detectors": (adapter.NAME,)})
    return {(found.path, found.line) for found in evaluate(facts, gate).findings}


def gitleaks(folder: Path) -> Places:
    told = json.loads(
        _said("gitleaks", "dir", str(folder), "--redact", "--no-banner", "-f", "json", "-r", "-")
    )
    return {(_relative(each["File"], folder), each["StartLine"]) for each in told}


JUDGES: dict[str, Callable[[Path], Places]] = {
    "gitops-assets": ours,
    "gitops-assets with kingfisher": together,
    "detect-secrets": detect_secrets,
    "kingfisher": kingfisher,
    "gitleaks": gitleaks,
}


def there(name: str) -> bool:
    """Whether the program that a judge needs is on PATH."""
    return name == "gitops-assets" or shutil.which(name.rpartition(" ")[2]) is not None


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _relative(path: str, folder: Path) -> str:
    return path.removeprefix(f"{folder}/").removeprefix("./")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def write_corpus(folder: Path) -> tuple[set[str], set[str]]:
    """Names of the files that hold a secret, and of those that only look so."""
    real = {f"real/{nth}.conf": body for nth, (_, body, _) in enumerate(positives())}
    alike = {f"alike/{nth}.conf": body.encode() for nth, body in enumerate(negatives())}
    for name, body in (real | alike).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return set(real), set(alike)


def write_projects(fleet: Path, folder: Path) -> int:
    """The files of every commit of the fleet; how many projects there are."""
    projects = sorted(fleet.glob("*/*"))
    for project in projects:
        done = subprocess.run(["git", "-C", project, "archive", "HEAD"], capture_output=True, check=True)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
            tar.extractall(folder / project.name, filter="data")
    return len(projects)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fleet", type=Path, default=Path(".cache/benchmarks/fleet25/fleet"))
    fleet = parser.parse_args().fleet
    with tempfile.TemporaryDirectory() as made:
        corpus, projects = (Path(made).resolve() / name for name in ("corpus", "projects"))
        real, alike = write_corpus(corpus)
        count = write_projects(fleet, projects)
        print(f"| scanner | of {len(real)} found | missed | of {len(alike)} look-alikes flagged | seconds "
              f"| places in {count} projects | seconds |")  # fmt: skip
        print("|---|---|---|---|---|---|---|")
        for name, judge in JUDGES.items():
            if there(name):
                print(_row(name, judge, (corpus, projects), (real, alike)), flush=True)


def _row(
    name: str, judge: Callable[[Path], Places], where: tuple[Path, Path], known: tuple[set[str], set[str]]
) -> str:
    (told, took), (there, long) = (_timed(judge, folder) for folder in where)
    named = {path for path, _ in told}
    found, extra = len(named & known[0]), len(named & known[1])
    return (
        f"| {name} | {found} | {len(known[0]) - found} | {extra} | {took:.1f} | {len(there)} | {long:.1f} |"
    )


def _timed(judge: Callable[[Path], Places], folder: Path) -> tuple[Places, float]:
    began = time.perf_counter()
    found = judge(folder)
    return found, time.perf_counter() - began


if __name__ == "__main__":
    main()
