"""Small repositories, and what is read of their trees."""

import os
from pathlib import Path

from gitops_assets.core.tree import Blob, Tree, Unread
from resources.git.tree import WorkTree
from tests.repositories import git


def make(path: Path, *options: str, **files: bytes) -> Path:
    """A repository with one commit of these files."""
    path.mkdir(parents=True, exist_ok=True)
    git(path, "init", "-q", *options)
    write(path, {name.replace("__", "."): body for name, body in files.items()})
    return committed(path)


def write(path: Path, files: dict[str, bytes]) -> None:
    for name, body in files.items():
        target = path / os.fsdecode(name.encode("utf-8", "surrogateescape"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)


def committed(path: Path) -> Path:
    git(path, "add", "-A")
    git(path, "commit", "-q", "--allow-empty", "-m", "Change")
    return path


def work(path: Path, **limits: int) -> WorkTree:
    return WorkTree(os.fsencode(path), **limits)


def answers(tree: Tree) -> list[Blob | Unread]:
    return list(tree.read_many(tree.paths()))
