"""Ruby's bundles: the gems that a tree asks Bundler for.

Source: [gemfile(5)](https://bundler.io/man/gemfile.5.html).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gitops_assets.core.dependencies.ecosystems.gems import SHORTHANDS, Shorthand, requirement, scope_of
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Extractor,
    Kind,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.ruby_calls import Call, Statement, Value, read_call, statements
from gitops_assets.core.dependencies.parsers.ruby_text import Sort
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, path_from
from gitops_assets.core.dependencies.parsers.vendored import vendored
from gitops_assets.core.remote_url import redact

_PLAIN_BLOCKS = frozenset({"source", "platforms", "platform", "group"})
_REFS = ("tag", "ref", "branch")
_HOLE = re.compile(r"#\{[^{}]*\}")


def wants(path: str) -> bool:
    """``Gemfile``, ``gems.rb`` and the variants that other tools keep as ``*.gemfile``."""
    name = file_of(path)
    return (name in {"Gemfile", "gems.rb"} or name.endswith(".gemfile")) and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a ``gem``, read without running anything.

    What stands under a condition, in a loop or in a method is inferred; a gem whose name is put together by
    code is said and skipped. What ``gemspec`` brings in is read from the gemspec itself.
    """
    reader = _Gemfile(path)
    for statement in statements(text):
        yield from reader.read(statement)


@dataclass(frozen=True, slots=True)
class _Block:
    """What the blocks around a line say of the gems in it; ``shorthand`` is one that is being defined."""

    groups: tuple[str, ...] = ()
    optional: bool = False
    certain: bool = True
    options: Mapping[str, Value] = field(default_factory=dict)
    shorthand: str = ""


class _Gemfile:
    def __init__(self, path: str) -> None:
        self._path, self._folder = path, folder_of(path)
        self._blocks = [_Block()]
        self._known: dict[str, Value] = {}
        self._shorthands = dict(SHORTHANDS)

    def read(self, statement: Statement) -> Iterator[Row]:
        """What one statement needs; blocks that it opens or closes are remembered."""
        if statement.closes:
            del self._blocks[max(1, len(self._blocks) - 1) :]
            return
        call = read_call(statement.words, self._known)
        if call is not None and call.name.endswith("=") and not call.receiver:
            certain = self._blocks[-1].certain and not call.conditional and not statement.opens
            self._known[call.name[:-1]] = call.arguments[0] if certain else None
        if statement.opens:
            self._blocks.append(self._within(call))
        elif self._blocks[-1].shorthand:
            self._define(statement)
        elif call is not None and not call.receiver:
            yield from self._said(call)

    def _within(self, call: Call | None) -> _Block:
        outer = self._blocks[-1]
        if call is None or call.receiver or call.conditional:
            return replace(outer, certain=False)
        if call.name == "group":
            groups = outer.groups + _texts(call.arguments)
            return replace(outer, groups=groups, optional=outer.optional or "optional" in call.options)
        if (call.name in {"git", "path"} or call.name in self._shorthands) and call.arguments:
            kept = {key: value for key, value in call.options.items() if key in _REFS}
            return replace(outer, options={call.name: call.arguments[0], **kept})
        if call.name == "git_source":
            return replace(outer, shorthand="".join(_texts(call.arguments)))
        return outer if call.name in _PLAIN_BLOCKS else replace(outer, certain=False)

    def _define(self, statement: Statement) -> None:
        """``git_source(:ours) { |name| "https://host/#{name}.git" }``: the text around the one hole in it."""
        around = _HOLE.split(statement.words[-1].value) if len(statement.words) == 1 else []
        if len(around) == 2 and statement.words[0].sort is Sort.CODE:
            self._shorthands[self._blocks[-1].shorthand] = Shorthand(*around)

    def _said(self, call: Call) -> Iterator[Row]:
        if call.name in {"gem", "plugin"}:
            yield from self._gem(call)
        elif call.name == "eval_gemfile":
            yield from self._evaluated(call)
        elif call.name == "gemspec":
            folder = call.options.get("path", ".")
            if folder is None or not isinstance(folder, str) or path_from(self._folder, folder) is None:
                yield self._skipped(call, "takes a gemspec from outside of the tree, or from where code says")

    def _gem(self, call: Call) -> Iterator[Row]:
        name, *demands = call.arguments or (None,)
        if not isinstance(name, str) or not name:
            yield self._skipped(call, "asks for a gem whose name only running it would tell")
            return
        block = self._blocks[-1]
        options = {**block.options, **call.options}
        constraint, literal = requirement(demands)
        file = options.get("path")
        local = path_from(self._folder, file) if isinstance(file, str) else None
        yield Dependency(
            kind=Kind.PACKAGE,
            ecosystem="gem",
            name=name,
            path=self._path,
            line=call.line,
            scope=Scope.BUILD if call.name == "plugin" else self._scope(block, options),
            constraint=constraint or _first(options, *_REFS),
            confidence=Confidence.DECLARED if literal and self._certain(call) else Confidence.INFERRED,
            url=self._url(options),
            local=local,
        )
        if "path" in options and local is None:
            where = f"({file[:200]})" if isinstance(file, str) else "(where code says)"
            yield self._skipped(call, f"takes {name!r} from outside of the tree {where}")

    def _certain(self, call: Call) -> bool:
        return self._blocks[-1].certain and not call.conditional and "install_if" not in call.options

    def _scope(self, block: _Block, options: Mapping[str, Value]) -> Scope:
        groups = block.groups + _texts((options.get("group"), options.get("groups")))
        return Scope.OPTIONAL if block.optional else scope_of(groups)

    def _url(self, options: Mapping[str, Value]) -> str | None:
        for key in options:
            value = options[key]
            if key == "git" and isinstance(value, str):
                return redact(value)
            if key in self._shorthands and isinstance(value, str):
                twice = key == "github" and "/" not in value
                return self._shorthands[key].url(f"{value}/{value}" if twice else value)
        return None

    def _evaluated(self, call: Call) -> Iterator[Row]:
        file = call.arguments[0] if call.arguments else None
        path = path_from(self._folder, file) if isinstance(file, str) else None
        if path is None or not wants(path):
            where = repr(file[:200]) if isinstance(file, str) else "a file that only running it would tell"
            yield self._skipped(call, f"goes on in {where}, which is not read")

    def _skipped(self, call: Call, reason: str) -> Skipped:
        return Skipped(path=self._path, line=call.line, reason=reason)


def _first(options: Mapping[str, Value], *keys: str) -> str | None:
    values = (options.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str)), None)


def _texts(values: tuple[Value, ...]) -> tuple[str, ...]:
    """The texts of a call's arguments, lists opened."""
    flat = (each for value in values for each in (value if isinstance(value, tuple) else (value,)))
    return tuple(each for each in flat if each is not None)


EXTRACTOR = Extractor(
    id="gemfile",
    title="Ruby's bundles (Gemfile)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("gemfile", "gems.rb"),
)
