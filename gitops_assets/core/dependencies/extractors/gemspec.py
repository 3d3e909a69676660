"""Ruby gems: what a gem is called and which gems it needs.

Source: [Specification Reference](https://guides.rubygems.org/specification-reference/).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.ecosystems.gems import requirement
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.ruby_calls import Call, Statement, Value, read_call, statements
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.parsers.vendored import vendored

_SCOPES = {
    "add_dependency": Scope.RUNTIME,
    "add_runtime_dependency": Scope.RUNTIME,
    "add_development_dependency": Scope.DEV,
}


def wants(path: str) -> bool:
    """Every specification of the tree."""
    return path.endswith(".gemspec") and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """The gem, and one dependency each that it adds, read without running anything.

    What code puts together is inferred: the name from the file's own, a version or constraint not at all.
    """
    reader = _Gemspec(path)
    for statement in statements(text):
        yield from reader.read(statement)
    yield from reader.published()


@dataclass(slots=True)
class _Gemspec:
    path: str
    known: dict[str, Value] = field(default_factory=dict)
    name: Call | None = None
    version: str | None = None
    opened: list[bool] = field(default_factory=list)

    def read(self, statement: Statement) -> Iterator[Row]:
        """The rows of one statement; names and versions are kept for :meth:`published`."""
        if statement.closes:
            del self.opened[-1:]
            return
        call = read_call(statement.words, self.known)
        if statement.opens:
            self.opened.append(call is None or call.receiver != "Gem::Specification")
        if call is None:
            return
        if call.receiver == "Gem::Specification" and call.arguments:
            self._named(call)
        elif call.name in _SCOPES and call.receiver:
            yield from self._needed(call)
        elif call.name.endswith("=") and not statement.opens:
            self._assigned(call)

    def published(self) -> Iterator[Publication]:
        """The gem that the file describes; none where it names none."""
        if self.name is None:
            return
        name = self.name.arguments[0]
        literal = isinstance(name, str)
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="gem",
            name=name if isinstance(name, str) else file_of(self.path).removesuffix(".gemspec"),
            path=self.path,
            line=self.name.line,
            version=self.version,
            confidence=Confidence.DECLARED if literal else Confidence.INFERRED,
        )

    def _named(self, call: Call) -> None:
        """``Gem::Specification.new("name", "version")``."""
        self.name = call
        version = call.arguments[1] if len(call.arguments) > 1 else None
        self.version = version if isinstance(version, str) else None

    def _assigned(self, call: Call) -> None:
        value = call.arguments[0]
        if not call.receiver:
            self.known[call.name[:-1]] = None if self._uncertain(call) else value
        elif call.name == "name=" and self.name is None:
            self.name = call
        elif call.name == "version=" and isinstance(value, str) and not self._uncertain(call):
            self.version = value

    def _needed(self, call: Call) -> Iterator[Row]:
        name, *demands = call.arguments or (None,)
        if not isinstance(name, str) or not name:
            why = "adds a gem whose name only running it would tell"
            yield Skipped(path=self.path, line=call.line, reason=why)
            return
        constraint, literal = requirement(demands)
        certain = literal and not self._uncertain(call)
        yield Dependency(
            kind=Kind.PACKAGE,
            ecosystem="gem",
            name=name,
            path=self.path,
            line=call.line,
            scope=_SCOPES[call.name],
            constraint=constraint,
            confidence=Confidence.DECLARED if certain else Confidence.INFERRED,
        )

    def _uncertain(self, call: Call) -> bool:
        """Under a condition or in a loop; the specification's own block is neither."""
        return call.conditional or any(self.opened)


EXTRACTOR = Extractor(
    id="gemspec",
    title="Ruby gems (*.gemspec)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".gemspec",),
)
