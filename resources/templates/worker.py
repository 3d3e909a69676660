"""The child that renders: copier, kept on a short leash. One JSON document a line in, one a line out.

Its parent starts it with nothing of the user's in its environment and kills it when it takes too long. It
reads the template's folder, writes below the folder that it is started in, and tells what it wrote there.
"""

import base64
import json
import os
import resource
import shutil
import sys
import threading
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from copier._main import Worker  # its public functions take no template that is parsed already
from copier._settings import SettingsModel
from copier.errors import CopierError
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

MOST_FILES = 5_000
MOST_BYTES = 32 << 20
_MEMORY = 2 << 30
_FILE = 16 << 20
_LOOKS = 0.1
_WORDS = (
    (MemoryError, "it needs more memory than a render may have"),
    (RecursionError, "it includes or calls itself without end"),
)
_OWN = ("/gitops-template.yml",)


class Refused(Exception):  # noqa: N818 - reads as the sentence it is
    """The render cannot be taken; the message says why."""


class _Compiled(BytecodeCache):
    """Templates that were compiled before, for the next repository; in this process only."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See jinja2."""
        if known := self._known.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See jinja2."""
        self._known[bucket.key] = bucket.bytecode_to_string()


def main() -> None:
    """Answer until nobody asks any more."""
    _limit()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a template prints is no answer
    out = Path.cwd() / "out"
    _watch(out)
    answers.write(b"{}\n")
    answers.flush()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(json.loads(line), out)).encode() + b"\n")
        answers.flush()


def _answer(job: Mapping[str, Any], out: Path) -> dict[str, Any]:
    try:
        return {"files": _rendered(job, out / job["called"])}
    except Exception as error:  # noqa: BLE001 - a template's expression can raise anything
        return _error(error)
    finally:
        shutil.rmtree(out, ignore_errors=True)


def _error(error: Exception) -> dict[str, Any]:
    """What went wrong, for people, and where in the template."""
    for kind, why in _WORDS:
        if isinstance(error, kind):
            return {"error": why}
    if isinstance(error, jinja2.TemplateSyntaxError):
        return {"error": str(error.message), "where": error.name or "", "line": error.lineno}
    known = isinstance(error, jinja2.TemplateError | CopierError | OSError | ValueError | TypeError | Refused)
    said = str(error) if known and str(error) else f"{type(error).__name__}: {error}"
    return {"error": said, **_place(error)}


def _rendered(job: Mapping[str, Any], target: Path) -> dict[str, Any]:
    target.mkdir(parents=True)
    worker = Worker(
        src_path=job["folder"],
        dst_path=target,
        data=dict(job["answers"]),
        settings=SettingsModel.model_validate({"defaults": {}, "trust": []}),
        exclude=_OWN,
        defaults=True,
        overwrite=True,
        quiet=True,
        unsafe=job["trusted"],
        skip_tasks=not job["trusted"],
        cleanup_on_error=False,
    )
    worker.__dict__["template"] = _template(job["folder"], job["source"], job["tag"])
    worker.jinja_env.bytecode_cache = _compiled(job["folder"])
    worker.run_copy()
    return _files(target)


@lru_cache(maxsize=64)
def _template(folder: str, source: str, tag: str | None) -> Any:  # noqa: ANN401 - copier's own type is not public
    """The parsed template, which says of itself where it really comes from, not where it lies here."""
    template = Worker(src_path=folder, dst_path=Path()).template
    template.local_abspath  # noqa: B018 - remembered before the URL is another
    object.__setattr__(template, "url", source)
    template.__dict__["commit"] = tag
    return template


@lru_cache(maxsize=64)
def _compiled(_folder: str) -> _Compiled:
    return _Compiled()


def _files(target: Path) -> dict[str, Any]:
    if _too_much(target):
        raise Refused(f"it renders more than {MOST_FILES:,} files or {MOST_BYTES >> 20} MB")
    found: dict[str, Any] = {}
    for folder, folders, names in os.walk(target):
        for path in map(Path(folder).joinpath, (*names, *folders)):
            link = path.is_symlink()
            if path.is_dir() and not link:
                continue
            body = os.fsencode(path.readlink()) if link else path.read_bytes()
            executable = not link and bool(path.stat().st_mode & 0o100)
            relative = path.relative_to(target).as_posix()
            if not relative.isprintable():
                raise Refused(f"it renders a file with a name that cannot be shown: {relative!r}")
            found[relative] = [base64.b64encode(body).decode(), executable, link]
    return found


def _place(error: BaseException) -> dict[str, Any]:
    """The last place of the traceback that is in a template."""
    place: dict[str, Any] = {}
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "/exports/" in name:
            place = {"where": name.partition("/exports/")[2].partition("/")[2], "line": trace.tb_lineno}
        trace = trace.tb_next
    return place


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(kind, (most, most))


def _watch(out: Path) -> None:
    def look() -> None:
        while True:
            time.sleep(_LOOKS)
            if _too_much(out):
                os.write(2, b"too much\n")
                os._exit(3)

    threading.Thread(target=look, daemon=True).start()


def _too_much(out: Path) -> bool:
    files = size = 0
    for folder, _, names in os.walk(out):
        for name in names:
            files += 1
            try:
                size += Path(folder, name).lstat().st_size
            except OSError:
                continue
        if files > MOST_FILES or size > MOST_BYTES:
            return True
    return False


if __name__ == "__main__":
    main()
