"""Templates rendered: by copier in children that can crash, hang or flood, and remembered by what went in."""

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version as version_of
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import TracebackType
from typing import Any, Self

from gitops_assets.core.templates.model import Answers, Content, Files, Template, Version
from gitops_assets.core.templates.overlay import FILE, OverlayError, read_overlay
from gitops_assets.core.text import display
from gitops_assets.core.tree import is_safe
from resources.home import Home
from resources.templates.child import SECONDS, Child
from resources.templates.errors import RenderError, VersionUnknown
from resources.templates.exports import escapes, exported
from resources.templates.memo import Memo
from resources.templates.sources import source_at

REPOSITORY = "repository"
"""The answer that every template may use without asking."""

_FORMAT = 1
_PLACED = (REPOSITORY.encode(), b"dst_path")
"""What a template has in it if it renders otherwise for another repository with the same answers."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One template of a render; a template that extends others is rendered after them, over them."""

    folder: Path
    template: Template
    tag: str | None
    oid: str

    @property
    def trusted(self) -> bool:
        """Whether its tasks and extensions may run: this very commit is trusted."""
        return self.template.trust == self.oid

    def job(self, answers: Answers, called: str) -> dict[str, Any]:
        """What a child is asked."""
        return {
            "folder": str(self.folder),
            "source": self.template.source,
            "tag": self.tag,
            "trusted": self.trusted,
            "answers": dict(answers),
            "called": called,
        }


class Renderer:
    """Renders on up to ``workers`` children at a time. Safe between threads; a context manager."""

    def __init__(self, home: Home, *, workers: int | None = None, seconds: float = SECONDS) -> None:
        self._cache = home.cache / "templates"
        self._memo = Memo(self._cache / "renders")
        self._seconds = seconds
        self._idle: list[Child] = []
        self._starter: ThreadPoolExecutor | None = None
        self._lock = Lock()
        self._turn = BoundedSemaphore(workers or min(8, os.cpu_count() or 2))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start a child now: whatever else there is to do goes on while it loads copier."""
        with self._lock:
            if not self._idle:
                self._idle.append(self._started())

    def close(self) -> None:
        """End all children; a later render starts one again."""
        with self._lock:
            idle, self._idle = self._idle, []
            starter, self._starter = self._starter, None
        for child in idle:
            child.close()
        if starter:
            starter.shutdown()

    def _child(self, *, trusted: bool) -> Child:
        """One that nobody uses; what is trusted gets one of its own, which nobody uses after it."""
        with self._lock:
            while self._idle and not trusted:
                child = self._idle.pop()
                if child.alive:
                    return child
                child.close()
            return self._started(programs=trusted)

    def _started(self, *, programs: bool = False) -> Child:
        """Started by a thread that lives as long as the child: it dies with the one that started it.

        The kernel means a thread where prctl(2) says parent (``PR_SET_PDEATHSIG``).
        """
        self._starter = self._starter or ThreadPoolExecutor(1, "render")
        return self._starter.submit(Child, programs=programs).result()

    def render(self, template: Template, version: Version, answers: Answers, slug: str) -> Files:
        """The files that a version of a template gives for one repository.

        Raises :class:`RenderError` with what failed, where and what to do; :class:`VersionUnknown` when the
        version is not to be had any more.
        """
        layers = list(self.layers(template, version))
        given = {**answers, REPOSITORY: answers.get(REPOSITORY) or named(slug)}
        if not any(_asks(layer.folder) for layer in layers):
            del given[REPOSITORY]
        key = _key(layers, given)
        files = self._memo.get(key)
        if files is None:
            called = slug.rpartition("/")[2] or "repository"
            rendered = [self._rendered(layer, given, called) for layer in layers]
            files = {path: content for part in rendered for path, content in part.items()}
            self._memo.put(key, files)
        return files

    def uses_repository(self, template: Template, version: Version) -> bool:
        """Whether what is rendered depends on which repository it is for, besides the answers."""
        return any(_asks(layer.folder) for layer in self.layers(template, version))

    def layers(self, template: Template, version: Version) -> Iterator[Layer]:
        """What is rendered for a version, first what it extends."""
        yield from self._layers(template, version.tag, iter(version.oid.split("+")))

    def _layers(self, template: Template, tag: str | None, oids: Iterator[str]) -> Iterator[Layer]:
        own = next(oids, None) or template.versions[0].oid.partition("+")[0]
        folder = exported(self._cache, source_at(template.place), own)
        for name in _extends(folder, template.name):
            parent = next((each for each in template.parents if name in {each.name, each.source}), None)
            if parent is None:
                raise VersionUnknown(
                    f"a version of the template {template.name!r} extends {display(name)!r}, which it does "
                    "not any more; update to a newer version."
                )
            yield from self._layers(parent, parent.versions[0].tag, oids)
        yield Layer(folder, template, tag, own)

    def _rendered(self, layer: Layer, answers: Answers, called: str) -> Files:
        job = layer.job(answers, called)
        with self._turn:
            child = self._child(trusted=layer.trusted)
            answer = child.ask(job, self._seconds)
            if layer.trusted or answer.get("dead"):
                child.close()
            else:
                with self._lock:
                    self._idle.append(child)
        if "error" in answer:
            raise RenderError(_told(layer, answer))
        return _checked(layer, answer["files"])


def named(slug: str) -> dict[str, Any]:
    """What is known of a repository by its name alone; the rest of ``repository`` is empty."""
    owner, _, name = slug.rpartition("/")
    return {
        "slug": slug,
        "name": name,
        "owner": owner,
        "default_branch": "main",
        "tags": [],
        "ecosystems": [],
    }


def _key(layers: list[Layer], answers: Mapping[str, Any]) -> str:
    parts = [[layer.oid, layer.template.source, layer.tag, layer.trusted] for layer in layers]
    said = json.dumps([_FORMAT, version_of("copier"), parts, answers], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


@lru_cache(maxsize=512)
def _asks(folder: Path) -> bool:
    """Whether a version of a template says a word that stands for the repository; an export never changes."""
    return any(
        word in path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
        for word in _PLACED
    ) or any(REPOSITORY in str(path.relative_to(folder)) for path in folder.rglob("*"))


@lru_cache(maxsize=512)
def _extends(folder: Path, name: str) -> tuple[str, ...]:
    try:
        file = folder / FILE
        return read_overlay(file.read_text("utf-8-sig"), name).extends if file.is_file() else ()
    except (OverlayError, UnicodeDecodeError) as error:
        raise RenderError(str(error)) from None


def _checked(layer: Layer, answered: Mapping[str, Any]) -> Files:
    files = {}
    for path, (body, executable, link) in answered.items():
        content = Content(base64.b64decode(body), executable, link)
        if not is_safe(path):
            raise RenderError(
                _told(layer, {"error": f"it renders {display(path)!r}, outside of the repository"})
            )
        if link and escapes(path, content.body):
            target = display(os.fsdecode(content.body))
            raise RenderError(
                _told(layer, {"error": f"its link {path!r} leads out of the repository to {target!r}"})
            )
        files[path] = content
    return files


def _told(layer: Layer, answer: Mapping[str, Any]) -> str:
    """What failed, where, what to do."""
    why = display(str(answer["error"]).strip().splitlines()[0])[:400].rstrip(".")
    version = f" {layer.tag}" if layer.tag else ""
    where = str(answer.get("where") or "")
    place = f" at {display(where)}:{answer['line']}" if where and answer.get("line") else ""
    return f"the template {layer.template.name!r}{version} does not render{place}: {why}; {_remedy(why)}"


_WRONG_ANSWERS = ("Validation error", "Invalid choice", "invalid literal", "could not convert")
"""What copier, or a type of its questions, says of an answer."""


def _remedy(why: str) -> str:
    if why.startswith("Question ") and why.endswith("is required"):
        name = why.split('"')[1]
        return f"answer it with --var {name}=…, or below answers: of the template in fleet.yaml."
    if "unsafe" in why.lower():
        return (
            "trust this very commit of it below templates: in fleet.yaml (trust: {commit: …}), or leave it."
        )
    if any(
        said in why for said in ("Validation error", "Invalid choice", "invalid literal", "could not convert")
    ):
        return "give another answer with --var, or below answers: of the template in fleet.yaml."
    return "mend the template, and try it with `gitops-assets template validate`."
