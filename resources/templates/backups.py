"""What an application can be undone from, made and read back before the first byte is written."""

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from gitops_assets.core.templates.acts import Backup
from gitops_assets.core.templates.model import Content, Files
from resources.home import Home
from resources.store.store import Store
from resources.templates import committing
from resources.templates.checkout import committed, resolved
from resources.templates.errors import TemplateError
from resources.templates.writing import mark

REFS = "refs/gitops-assets/backups"
"""The refs that keep backed-up objects alive; no push and no clone takes them along."""

_MANIFEST = "manifest.json"


class BackupBroken(TemplateError):  # noqa: N818 - reads as the sentence it is
    """A backup is gone, or is not any more what was put into it."""


def make(
    home: Home, root: bytes, application: str, slug: str, files: Files, *, keep: str | None = None
) -> Backup:
    """A verified backup of these files; ``keep`` is a commit that shall stay too.

    Where git has all of them, a ref holds them; what git does not have goes to an archive in the home, since
    what was never committed (a secret, say) must not enter the repository's objects through us.
    """
    oids = committing.blobs(root, list(files.values()), write=False)
    now = int(time.time())
    place, kind = f"{REFS}/{application}", "git"
    if _all_known(root, oids):
        tree = committing.tree_of(root, None, files.items())
        parents = [keep] if keep else []
        digest = committing.commit(root, tree, parents, f"Backup for {application}\n", now)
        committing.move(root, place, digest, None, "backup")
    else:
        place, digest = _archive(home, application, files)
        kind = "archive"
    made = Backup(
        id=f"backup_{application.removeprefix('app_')}",
        slug=slug,
        location=os.fsdecode(root),
        application=application,
        kind=kind,
        place=place,
        digest=digest,
        files=len(files),
        bytes=sum(len(content.body) for content in files.values()),
        created=now,
        verified=now,
    )
    if {path: mark(content) for path, content in read(made, list(files)).items()} != {
        path: mark(content) for path, content in files.items()
    }:
        raise BackupBroken(f"{slug}: the backup does not read back as it was written; nothing was changed.")
    return made


def read(backup: Backup, paths: Sequence[str] | None = None) -> Files:
    """The files in a backup; raises :class:`BackupBroken`."""
    if backup.pruned:
        raise BackupBroken(f"the backup {backup.id} was pruned; what it held is gone.")
    return _of_git(backup, paths) if backup.kind == "git" else _of_archive(backup)


def fault(backup: Backup) -> str | None:
    """What is wrong with a backup; None when it can be restored from."""
    try:
        files = read(backup)
    except (BackupBroken, OSError) as error:
        return str(error)
    if len(files) != backup.files:
        return f"the backup {backup.id} holds {len(files)} files instead of {backup.files}."
    return None


def verify(store: Store, backups: Sequence[Backup]) -> Mapping[str, str]:
    """What is wrong, by the backup's id; the sound ones are marked as verified now."""
    faults = {}
    for backup in backups:
        why = fault(backup)
        if why is None:
            store.templates.mark_backup(backup, verified=int(time.time()))
        else:
            faults[backup.id] = why
    return faults


def restore(backup: Backup, folder: Path) -> int:
    """Write the files of a backup into a new folder; how many."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TemplateError(f"{folder} is there and not empty; name a new folder.")
    files = read(backup)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content.link:
            # As a text: a link of theirs could lead whoever reads the folder out of it.
            target.write_bytes(content.body)
        else:
            target.write_bytes(content.body)
            target.chmod(0o755 if content.executable else 0o644)
    return len(files)


def prune(store: Store, *, days: int, keep: int, dry_run: bool = False) -> list[Backup]:
    """Give up backups older than that, but never a repository's last ``keep``, nor one that is in use."""
    busy = {each.id for each in store.templates.unfinished()}
    since, seen, gone = int(time.time()) - days * 86_400, dict[str, int](), []
    for backup in store.templates.backups():
        seen[backup.slug] = seen.get(backup.slug, 0) + 1
        if seen[backup.slug] <= keep or backup.created > since or backup.application in busy:
            continue
        gone.append(backup)
        if not dry_run:
            store.templates.mark_backup(backup, pruned=int(time.time()))
            _remove(backup)
    return gone


def _remove(backup: Backup) -> None:
    if backup.kind == "archive":
        Path(backup.place).unlink(missing_ok=True)
        return
    with suppress(TemplateError, OSError):
        committing.move(os.fsencode(backup.location), backup.place, None, backup.digest, "pruned")


def _all_known(root: bytes, oids: Sequence[str]) -> bool:
    asked = "".join(f"{oid}\n" for oid in oids).encode()
    return not oids or b" missing\n" not in committing.ask(root, ("cat-file", "--batch-check"), given=asked)


def _of_git(backup: Backup, paths: Sequence[str] | None) -> Files:
    root = os.fsencode(backup.location)
    if not Path(backup.location).is_dir() or resolved(root, backup.place) != backup.digest:
        raise BackupBroken(f"the backup {backup.id} is gone: {backup.location} has no {backup.place}.")
    if paths is None:
        listed = committing.ask(root, ("ls-tree", "-r", "-z", "--name-only", "--full-tree", backup.digest))
        paths = [os.fsdecode(name) for name in listed.split(b"\0")[:-1]]
    return committed(root, backup.digest, paths).files if paths else {}


def _archive(home: Home, application: str, files: Files) -> tuple[str, str]:
    folder = home.path / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / f"{application}.tar"
    bodies = list(files.items())
    entries = [{"path": path, "mark": mark(content)} for path, content in bodies]
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, body in [
            (_MANIFEST, json.dumps(entries).encode()),
            *((str(position), content.body) for position, (_, content) in enumerate(bodies)),
        ]:
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    fresh = place.with_suffix(".new")
    with fresh.open("wb") as stream:
        fresh.chmod(0o600)
        stream.write(made.getvalue())
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(place)
    return str(place), hashlib.sha256(made.getvalue()).hexdigest()


def _of_archive(backup: Backup) -> Files:
    try:
        body = Path(backup.place).read_bytes()
    except OSError as error:
        raise BackupBroken(f"the backup {backup.id} cannot be read ({error.strerror}).") from None
    if hashlib.sha256(body).hexdigest() != backup.digest:
        raise BackupBroken(f"the backup {backup.id} was changed since it was made: its checksum differs.")
    files = {}
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        for position, entry in enumerate(json.loads(_member(archive, _MANIFEST))):
            kind = entry["mark"].split(" ")[0]
            files[entry["path"]] = Content(
                _member(archive, str(position)), executable=kind == "exec", link=kind == "link"
            )
    return files


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    stream = archive.extractfile(name)
    return stream.read() if stream else b""
