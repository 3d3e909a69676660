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

from gitops_assets.core.templates.acts import Application, Backup
from gitops_assets.core.templates.model import Content, Files
from resources.home import Home
from resources.store.store import Store
from resources.templates import committing
from resources.templates.checkout import committed, resolved
from resources.templates.errors import TemplateError
from resources.templates.writing import mark

REFS = "refs/gitops-assets/backups"
"""The refs that keep backed-up objects alive; no push and no clone takes them along."""

EDITS = "-edits"
"""The part of a backup's name that says that it holds what a forced rollback overwrote."""

_MANIFEST = "manifest.json"


class BackupBroken(TemplateError):  # noqa: N818 - reads as the sentence it is
    """A backup is gone, or is not any more what was put into it."""


def id_of(application: str, part: str = "") -> str:
    """The id of an application's backup."""
    return f"backup_{application.removeprefix('app_')}{part}"


def make(
    home: Home,
    about: Application,
    files: Files,
    *,
    keep: str | None = None,
    part: str = "",
) -> Backup:
    """A verified backup of these files; ``keep`` is a commit that shall stay too.

    Where git has all of them, a ref holds them; what git does not have goes to an archive in the home, since
    what was never committed (a secret, say) must not enter the repository's objects through us.
    """
    root, now = os.fsencode(about.location), int(time.time())
    place, kind = f"{REFS}/{about.id}{part}", "git"
    if committing.known(root, list(files.values())):
        tree = committing.tree_of(root, None, files.items())
        parents = [keep] if keep else []
        digest = committing.commit(root, tree, parents, f"Backup for {about.id}\n", now)
        committing.move(root, place, digest, None, "backup")
    else:
        place, digest = _archive(home, f"{about.id}{part}", files)
        kind = "archive"
    made = Backup(
        id=id_of(about.id, part),
        slug=about.slug,
        location=about.location,
        application=about.id,
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
        raise BackupBroken(
            f"{about.slug}: the backup does not read back as it was written; nothing was changed."
        )
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


def discard(store: Store, home: Home, application: Application) -> None:
    """Give up the backups of an application that changed nothing."""
    for part in ("", EDITS):
        store.templates.forget_backup(id_of(application.id, part))
    sweep(store, home, application)


def sweep(store: Store, home: Home, application: Application) -> None:
    """Take away what was made for an application and came not into the store, since it was cut off."""
    root = os.fsencode(application.location)
    for part in ("", EDITS):
        kept = store.templates.backup(id_of(application.id, part))
        for ending in (".new",) if kept else (".new", ".tar"):
            (home.path / "backups" / f"{application.id}{part}{ending}").unlink(missing_ok=True)
        ref = f"{REFS}/{application.id}{part}"
        if kept is None and (there := resolved(root, ref)):
            committing.move(root, ref, None, there, "swept")


def _remove(backup: Backup) -> None:
    if backup.kind == "archive":
        Path(backup.place).unlink(missing_ok=True)
        return
    with suppress(TemplateError, OSError):
        committing.move(os.fsencode(backup.location), backup.place, None, backup.digest, "pruned")


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
