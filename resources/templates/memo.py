"""Renders that were made before, on the disk: found by what went into them, never asked for twice."""

import base64
import contextlib
import json
import tempfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from gitops_assets.core.templates.model import Content, Files

_IN_MEMORY = 256


class Memo:
    """Renders by key. What cannot be read back is as if it were not there. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recent: OrderedDict[str, Files] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Files | None:
        """The render, if it is known."""
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
                return self._recent[key]
        try:
            stored = json.loads(self._path(key).read_bytes())
            files = {
                path: Content(base64.b64decode(body), x, link) for path, (body, x, link) in stored.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        self._remember(key, files)
        return files

    def put(self, key: str, files: Files) -> None:
        """Keep a render; a disk that takes no more is no reason to fail."""
        self._remember(key, files)
        stored = {
            path: [base64.b64encode(content.body).decode(), content.executable, content.link]
            for path, content in files.items()
        }
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
                file.write(json.dumps(stored).encode())
            Path(file.name).replace(path)

    def _remember(self, key: str, files: Files) -> None:
        with self._lock:
            self._recent[key] = files
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
