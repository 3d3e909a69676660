"""From a source archive to a bare repository with a history; nothing is ever unpacked to disk."""

import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from benchmarks.projects import Project
from resources.sample_fleet.authoring import git
from resources.sample_fleet.stream import blob, commit, point

FIRST_COMMIT = 1_767_225_600  # 2026-01-01
STEP = 9 * 86_400
COMMITS = 12
LARGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One regular file of an archive, below the archive's single top folder."""

    path: str
    executable: bool
    content: bytes


def read_archive(archive: Path) -> list[SourceFile]:
    """The regular files, sorted; links, devices, huge files and paths that git would refuse are left out."""
    with tarfile.open(archive, "r:gz") as tar:
        return sorted(_files(tar), key=lambda file: file.path)


def _files(tar: tarfile.TarFile) -> Iterator[SourceFile]:
    for member in tar:
        parts = PurePosixPath(member.name).parts[1:]
        if not member.isfile() or member.size > LARGEST or not parts or not all(map(_is_plain, parts)):
            continue
        content = tar.extractfile(member)
        if content is not None:
            yield SourceFile("/".join(parts), bool(member.mode & 0o100), content.read())


def _is_plain(part: str) -> bool:
    return part not in {"", ".", "..", "/"} and part.lower() != ".git"


def import_project(project: Project, bare: Path) -> None:
    """Make ``bare`` a repository with the project's files over twelve commits, a tag and an old branch."""
    bare.mkdir(parents=True)
    git(bare, "init", "--quiet", "--bare", at=FIRST_COMMIT)
    git(bare, "config", "fastimport.unpackLimit", "0", at=FIRST_COMMIT)
    stream = b"".join(_history(project, read_archive(project.archive)))
    git(bare, "fast-import", "--quiet", at=FIRST_COMMIT, stdin=stream)
    git(bare, "config", "--unset", "fastimport.unpackLimit", at=FIRST_COMMIT)


def _history(project: Project, files: Sequence[SourceFile]) -> Iterator[bytes]:
    size = -(-len(files) // COMMITS)
    for number, start in enumerate(range(0, len(files), size)):
        at = FIRST_COMMIT + number * STEP
        yield commit("main", f"{project.name}: part {number + 1}", at)
        yield from (
            blob(file.path, file.content, executable=file.executable) for file in files[start : start + size]
        )
        if number == COMMITS // 3:
            yield point("refs/heads/maintenance", "refs/heads/main")
    yield point(f"refs/tags/v{project.version}", "refs/heads/main")
    yield commit("main", "Say who looks after this", FIRST_COMMIT + COMMITS * STEP)
    yield blob("CODEOWNERS", b"* @platform\n")
