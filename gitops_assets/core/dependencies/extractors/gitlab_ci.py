"""GitLab CI: the files that a pipeline includes from elsewhere, the pipelines that it starts, and its images.

A project is named by its full path, as on the server; which server that is, a file does not say, so a
project of the same server has no URL. Variables of the file itself are put in; others
(``$CI_REGISTRY_IMAGE``) stay as written and make the row inferred.

Source: [CI/CD YAML syntax](https://docs.gitlab.com/ci/yaml/).
"""

from collections.abc import Iterator, Mapping

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.ecosystems.references import to_git, to_place
from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Row, Scope
from gitops_assets.core.dependencies.parsers.git_address import Address, git_address, is_hash
from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.variables import interpolated
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml
from gitops_assets.core.remote_url import redact

_YAML = (".yml", ".yaml")
_FOLDERS = (".gitlab/", ".gitlab-ci/")
_NO_JOBS = frozenset({"include", "variables", "stages", "workflow", "spec", "cache"})


def wants(path: str) -> bool:
    """.gitlab-ci.yml, *.gitlab-ci.yml, and YAML below .gitlab/ and .gitlab-ci/ (not the agents' own)."""
    if not path.endswith(_YAML):
        return False
    if file_of(path).rpartition(".")[0].endswith(".gitlab-ci"):
        return True
    return path.startswith(_FOLDERS) and not path.startswith(".gitlab/agents/")


def extract(path: str, text: str) -> Iterator[Row]:
    """Includes, triggers, images and services of every document (a header of inputs may stand before)."""
    for document in read_yaml(text):
        yield from _Pipeline(path, document).rows()


class _Pipeline:
    """One document of a pipeline."""

    def __init__(self, path: str, file: Located) -> None:
        self._path, self._file = path, file
        self._values = dict(self._variables())

    def _variables(self) -> Iterator[tuple[str, str]]:
        for name, value in self._file.mapping("variables").items():
            text = value.get("value") if isinstance(value, dict) else value
            if isinstance(text, str):
                yield name, text

    def rows(self) -> Iterator[Row]:
        """What the whole pipeline needs: included files, then its jobs."""
        include = self._file.at("include")
        for nth, item in enumerate(include if isinstance(include, list) else [include]):
            place: Place = ("include", nth) if isinstance(include, list) else ("include",)
            yield from self._include(item, place)
        for place in ((), *((name,) for name in self._file.mapping() if name not in _NO_JOBS)):
            yield from self._job(place)

    def _include(self, item: object, place: Place) -> Iterator[Row]:
        if isinstance(item, str):
            yield from self._file_or_url(self._put(item), self._file.line(*place))
        elif isinstance(item, dict):
            for word in ("local", "remote", "project", "template", "component"):
                if isinstance(item.get(word), str):
                    yield from self._told(word, item, self._file.line(*place, word))

    def _told(self, word: str, item: Mapping[str, object], line: int) -> Iterator[Row]:
        written = self._put(item[word])
        if word in {"local", "remote"}:
            yield from self._file_or_url(written, line)
        elif word == "component":
            yield from self._component(written, line)
        elif word == "template":
            yield self._named(written, line, None)
        else:
            yield self._named(written.strip("/"), line, self._put(item.get("ref")) or None)

    def _file_or_url(self, written: str, line: int) -> Iterator[Row]:
        if "://" not in written:
            # From the root of the repository, with or without a slash in front.
            yield from to_place(
                written.lstrip("/"),
                self._path,
                line,
                folder="",
                kind=Kind.ACTION,
                ecosystem="gitlab",
                scope=Scope.BUILD,
            )
        elif address := git_address(written):
            yield to_git(address, self._path, line, kind=Kind.ACTION, scope=Scope.BUILD)
        else:
            yield self._named(redact(written), line, None)

    def _component(self, written: str, line: int) -> Iterator[Row]:
        """``host/group/project/component@version``: projects have versions, components none of their own."""
        whole, _, version = written.partition("@")
        host, _, way = whole.partition("/")
        project = way.rpartition("/")[0]
        if not project:
            return
        if "$" in host:
            yield self._named(project, line, version or None)
        else:
            address = Address(f"https://{redact(host)}/{project}", version or None)
            yield to_git(address, self._path, line, kind=Kind.ACTION, scope=Scope.BUILD)

    def _named(self, name: str, line: int, ref: str | None) -> Dependency:
        return Dependency(
            kind=Kind.ACTION,
            ecosystem="gitlab",
            name=name,
            path=self._path,
            line=line,
            scope=Scope.BUILD,
            constraint=ref,
            resolved=ref if is_hash(ref) else None,
            confidence=Confidence.INFERRED if "$" in name else Confidence.DECLARED,
        )

    def _job(self, place: Place) -> Iterator[Row]:
        asked = [(*place, "image")]
        asked += [(*place, "services", nth) for nth in range(len(self._file.items(*place, "services")))]
        for each in asked:
            written = self._file.text(*each) or self._file.text(*each, "name")
            if written:
                line = self._file.line(*each, "name")
                yield from needed(self._put(written), self._path, line, scope=Scope.BUILD)
        trigger = (*place, "trigger")
        project = self._file.text(*trigger) or self._file.text(*trigger, "project")
        if project:
            branch = self._put(self._file.at(*trigger, "branch")) or None
            yield self._named(self._put(project), self._file.line(*trigger, "project"), branch)

    def _put(self, written: object) -> str:
        return interpolated(written, self._values) if isinstance(written, str) else ""


EXTRACTOR = Extractor(
    id="gitlab-ci",
    title="GitLab CI",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
)
