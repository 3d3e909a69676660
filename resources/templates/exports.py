"""Versions of templates as plain folders in the cache, written once and known by what is in them."""

import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath

from gitops_assets.core.templates.model import Content, Files
from gitops_assets.core.text import display
from gitops_assets.core.tree import is_safe
from resources.templates.errors import TemplateError
from resources.templates.sources import Source


def exported(cache: Path, source: Source, oid: str) -> Path:
    """The folder with the files of one version; raises :class:`TemplateError` where it cannot be had."""
    target = cache / "exports" / oid
    if target.is_dir():
        return target
    files = source.files(oid)
    for path, content in files.items():
        _demand_inside(path, content)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        _write(scratch / "files", files)
        (scratch / "files").rename(target)
    except OSError:
        if not target.is_dir():  # another was quicker, and wrote the same
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def escapes(path: str, target: bytes) -> bool:
    """Whether a link at ``path`` leads out of the tree that it is in, by its text alone."""
    named = PurePosixPath(os.fsdecode(target))
    if named.is_absolute() or not target:
        return True
    depth = len(PurePosixPath(path).parts) - 1
    for part in named.parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def _demand_inside(path: str, content: Content) -> None:
    if not is_safe(path):
        raise TemplateError(
            f"the template has a file {display(path)!r}, which lies outside of it; rename it there."
        )
    if content.link and escapes(path, content.body):
        raise TemplateError(
            f"the template's link {display(path)!r} leads out of it, to "
            f"{display(os.fsdecode(content.body))!r}; put the file itself there."
        )


def _write(folder: Path, files: Files) -> None:
    folder.mkdir()
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content.link:
            target.symlink_to(os.fsdecode(content.body))
        else:
            target.write_bytes(content.body)
            target.chmod(0o755 if content.executable else 0o644)
