"""What reading 25 manifests of a repository costs: our trees against git's own ways, as a Markdown table."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from resources.git.command import run
from resources.git.tree import CommitTree, WorkTree

MANIFESTS = 25
BYTES = 160_000
OTHERS = 500
ROUNDS = 15
IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.fsencode(folder)
        names = build(Path(folder))
        expected = by_show(path, names)
        rows = measure(
            {
                "one `git show` each": lambda: by_show(path, names),
                "raw `ls-tree` + `cat-file --batch`": lambda: by_batch(path, names),
                "`CommitTree`": lambda: by_commit(path, names),
                "`WorkTree`": lambda: by_work(path, names),
                "`WorkTree`, with every id": lambda: by_work(path, names, ids=True),
            },
            expected,
        )
    print(
        f"{MANIFESTS} files, {BYTES:,} bytes, of {MANIFESTS + OTHERS}; medians of {ROUNDS} rounds in turn\n"
    )
    print("| way | ms | of raw `cat-file` | of `git show` |\n|---|---:|---:|---:|")
    show, raw = rows["one `git show` each"], rows["raw `ls-tree` + `cat-file --batch`"]
    for name, seconds in rows.items():
        print(f"| {name} | {seconds * 1000:.1f} | {seconds / raw:.2f} | {seconds / show:.2f} |")


def build(path: Path) -> list[str]:
    """A repository whose manifests lie in folders of their own, as those of a monorepo do."""
    names = [f"packages/p{n}/package.json" for n in range(MANIFESTS)]
    others = [f"packages/p{n % MANIFESTS}/src/f{n}.py" for n in range(OTHERS)]
    for name in (*names, *others):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(f'{{"name": "{name}"}}\n'.ljust(BYTES // MANIFESTS, "x"))
    for arguments in (
        ("init", "-q"),
        ("add", "-A"),
        (*IDENTITY, "commit", "-qm", "Begin"),
        ("repack", "-adq"),
    ):
        subprocess.run(("git", *arguments), cwd=path, check=True)
    os.utime(path / ".git/index")
    return names


def measure(ways: dict[str, Callable[[], list[bytes]]], expected: list[bytes]) -> dict[str, float]:
    """Median seconds of each way, all ways in turn so that a busy minute hits them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begin = time.perf_counter()
            bodies = way()
            seconds[name].append(time.perf_counter() - begin)
            assert bodies == expected, name
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def by_show(path: bytes, names: list[str]) -> list[bytes]:
    return [run(path, ("show", f"HEAD:{name}")).out for name in names]


def by_batch(path: bytes, names: list[str]) -> list[bytes]:
    """The floor: two processes and no checks at all."""
    listing = run(path, ("ls-tree", "-rz", "HEAD")).out.split(b"\0")[:-1]
    oids = {name.decode(): about.split()[2] for about, _, name in (line.partition(b"\t") for line in listing)}
    questions = b"".join(oids[name] + b"\n" for name in names)
    out = subprocess.run(
        ("git", "cat-file", "--batch"), cwd=path, input=questions, stdout=-1, check=True
    ).stdout
    bodies, at = [], 0
    for _ in names:
        start = out.index(b"\n", at) + 1
        size = int(out[at:start].split()[2])
        bodies.append(out[start : start + size])
        at = start + size + 1
    return bodies


def by_commit(path: bytes, names: list[str]) -> list[bytes]:
    with CommitTree(path, "HEAD") as tree:
        return [getattr(blob, "body", b"") for blob in tree.read_many(names)]


def by_work(path: bytes, names: list[str], *, ids: bool = False) -> list[bytes]:
    tree = WorkTree(path)
    assert not ids or all(tree.oid(name) for name in names)
    return [getattr(blob, "body", b"") for blob in tree.read_many(names)]


if __name__ == "__main__":
    main()
