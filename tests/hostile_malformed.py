"""Repositories that are not what they seem: pipes, loops, huge, broken and misleading files."""

import os
from pathlib import Path

from resources.sample_fleet.authoring import git
from tests.hostile_base import AT, configure, innocent, quoted

HUGE = 200 * 1024 * 1024
MANY = 1_000_000


def looping_include(folder: Path, _canary: Path) -> Path:
    """A configuration that includes itself."""
    repository = innocent(folder)
    configure(repository, "[include]", "path = config")
    return repository


def piped_include(folder: Path, _canary: Path) -> Path:
    """A configuration that includes a pipe into which nobody writes: git waits for ever."""
    repository = innocent(folder)
    os.mkfifo(repository / ".git" / "more")
    configure(repository, "[include]", "path = more")
    return repository


def huge_include(folder: Path, _canary: Path) -> Path:
    """A configuration that includes 200 MB."""
    repository = innocent(folder)
    (repository / ".git" / "more").touch()
    os.truncate(repository / ".git" / "more", HUGE)
    configure(repository, "[include]", "path = more")
    return repository


def huge_config(folder: Path, _canary: Path) -> Path:
    """A configuration of 200 MB."""
    repository = innocent(folder)
    os.truncate(repository / ".git" / "config", HUGE)
    return repository


def pipe_as_config(folder: Path, _canary: Path) -> Path:
    """A pipe where the configuration should be."""
    return _pipe(innocent(folder), ".git/config")


def pipe_as_fetch_head(folder: Path, _canary: Path) -> Path:
    """A pipe where the record of the last fetch should be."""
    return _pipe(innocent(folder), ".git/FETCH_HEAD")


def pipe_as_index(folder: Path, _canary: Path) -> Path:
    """A pipe where the index should be."""
    return _pipe(innocent(folder), ".git/index")


def pipe_as_ignore_file(folder: Path, _canary: Path) -> Path:
    """A pipe in the work tree that git opens to learn what to ignore, and waits for ever."""
    return _pipe(innocent(folder), ".gitignore")


def pipe_as_alternates(folder: Path, _canary: Path) -> Path:
    """A pipe where the list of further object folders should be."""
    return _pipe(innocent(folder), ".git/objects/info/alternates")


def _pipe(repository: Path, name: str) -> Path:
    place = repository / name
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    return repository


def foreign_work_tree(folder: Path, _canary: Path) -> Path:
    """A configuration that claims a folder outside as the work tree."""
    outside = folder.with_name(f"{folder.name}-outside")
    outside.mkdir(parents=True)
    (outside / "secret.txt").write_text("not yours\n")
    repository = innocent(folder)
    configure(repository, "[core]", f"worktree = {quoted(str(outside))}")
    return repository


def linked_git_folder(folder: Path, _canary: Path) -> Path:
    """The git folder is a symbolic link to somewhere else."""
    repository = innocent(folder)
    elsewhere = folder.with_name(f"{folder.name}-elsewhere")
    (repository / ".git").rename(elsewhere)
    (repository / ".git").symlink_to(elsewhere)
    return repository


def links_out_of_the_tree(folder: Path, _canary: Path) -> Path:
    """Committed links that lead out of the tree, to themselves and in circles."""
    repository = innocent(folder)
    for name, target in {"passwd": "/etc/passwd", "up": "../..", "self": "self", "here": "."}.items():
        (repository / name).symlink_to(target)
    git(repository, "add", ".", at=AT)
    git(repository, "commit", "--quiet", "-m", "Link", at=AT)
    for name in (".gitmodules", ".gitattributes"):
        (repository / name).symlink_to("/etc/passwd")
    return repository


def circular_git_files(folder: Path, _canary: Path) -> Path:
    """Two git files that name each other as the git folder."""
    other = folder.with_name(f"{folder.name}-other")
    for place, target in ((folder, other), (other, folder)):
        place.mkdir(parents=True)
        (place / ".git").write_text(f"gitdir: {target / '.git'}\n")
    return folder


def circular_common_folder(folder: Path, _canary: Path) -> Path:
    """A git folder that names itself, in a roundabout way, as the one it shares."""
    repository = innocent(folder)
    (repository / ".git" / "commondir").write_text("../.git/../.git/.\n")
    return repository


def corrupt_index(folder: Path, _canary: Path) -> Path:
    """An index that begins with rubbish."""
    repository = innocent(folder)
    index = repository / ".git" / "index"
    index.write_bytes(b"JUNK" + index.read_bytes()[4:])
    return repository


def corrupt_head(folder: Path, _canary: Path) -> Path:
    """A HEAD that names nothing git knows."""
    repository = innocent(folder)
    (repository / ".git" / "HEAD").write_bytes(b"\xff\xfe\x00 no branch at all")
    return repository


def corrupt_objects(folder: Path, _canary: Path) -> Path:
    """Objects of no length, as a power cut leaves them."""
    repository = innocent(folder)
    for item in (repository / ".git" / "objects").glob("??/*"):
        item.chmod(0o644)
        os.truncate(item, 0)
    return repository


def a_million_refs(folder: Path, _canary: Path) -> Path:
    """A million branches in one file."""
    repository = innocent(folder)
    head = git(repository, "rev-parse", "HEAD", at=AT)
    lines = (f"{head} refs/remotes/origin/b{number:07}\n" for number in range(MANY))
    top = "# pack-refs with: peeled fully-peeled sorted \n"
    (repository / ".git" / "packed-refs").write_text(top + "".join(lines))
    return repository


def undecodable_names(folder: Path, _canary: Path) -> Path:
    """Line breaks, escapes and invalid UTF-8 in the names of the folder, of files and of the branch."""
    repository = innocent(folder / os.fsdecode(b"new\nline \xff\x1b[31m"))
    for name in (b"line\nbreak", b"\xff\xfe.txt", b"\x1b[31mred", "\u202emirror".encode()):
        (repository / os.fsdecode(name)).touch()
    git(repository, "add", os.fsdecode(b"\xff\xfe.txt"), at=AT)
    (repository / ".git" / "HEAD").write_bytes(b"ref: refs/heads/caf\xe9-\xe2\x80\xae\n")
    configure(repository, '[remote "new\\nline"]', 'url = "https://user:secret@example.com/a\\nb/\\tc.git"')
    return repository
