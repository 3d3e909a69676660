"""Entries become gates; what several files say of one gate is put together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gitops_assets.core.definitions.entries import STAGES, EntrySection, RuleSection, StagesSection
from gitops_assets.core.definitions.kinds import coverage, files, performance, programs
from gitops_assets.core.definitions.kinds.reports import BASE, PREVIOUS_RELEASE
from gitops_assets.core.definitions.model import Definitions, Override, Program, Server, digest_of
from gitops_assets.core.definitions.naming import slug
from gitops_assets.core.definitions.splitting import told_where
from gitops_assets.core.fleet.document import Document, Path, spell
from gitops_assets.core.fleet.faults import Fault
from gitops_assets.core.fleet.outside import wrong_settings
from gitops_assets.core.gates.facts import Facts, Setting
from gitops_assets.core.gates.model import Category, Finding, Gate, Need, Stage
from gitops_assets.core.model import Severity
from gitops_assets.core.tools import TOOLS
from gitops_assets.core.tools.issues import read_json
from gitops_assets.core.tools.sarif import read_sarif

if TYPE_CHECKING:
    from gitops_assets.core.definitions.parsing import Source
    from gitops_assets.core.tools.model import Reader

Said = tuple[Path, str, str]
"""Where something is wrong, what, and what to write instead."""

Find = Callable[[Facts], Iterable[Finding]]

_READING = 2
"""Raised when the same definition would get another answer of the same facts."""

_OUTPUT, _LINTERS_OUTPUT = 8192, 32_768
"""Kilobytes that a program may write; linters repeat the lines that they complain of."""

_ASKED: Mapping[str, str] = {
    "check": "What must hold of the repository's files",
    "command": "What a program of the fleet says",
    "tool": "What a linter says",
    "mcp": "What a linter behind a server says",
    "coverage": "How much the tests cover",
    "performance": "What the metrics were before",
    "": "Nothing says how this is asked",
}


class Collected:
    """What files define, one after the other. Faults are returned, not raised: all are told at once."""

    def __init__(self, gates: Mapping[str, Gate]) -> None:
        self._built_in = gates
        self._gates: dict[str, Gate] = {}
        self._written: dict[str, object] = {}
        self._programs: dict[str, Program] = {}
        self._overrides: dict[str, Override] = {}
        self._artifacts: list[str] = []
        self._signers: dict[str, str] = {}
        self._digested: list[object] = []

    def add(
        self, stages: StagesSection, source: "Source", document: Document, prefix: tuple[str, ...]
    ) -> list[Fault]:
        """Take one file in; what is wrong with it beyond its own form comes back."""
        self._digested.append(stages.model_dump(mode="json"))
        if source.signer:
            self._signers[source.name] = source.signer
        return [
            _fault(document, (*prefix, *path), message, hint)
            for path, message, hint in (*self._rules(stages), *self._entries(stages, source.folder))
        ]

    def definitions(self) -> Definitions:
        """All files together."""
        digested = sorted(map(digest_of, self._digested))
        return Definitions(
            custom=tuple(self._gates.values()),
            programs=self._programs,
            artifacts=tuple(dict.fromkeys(self._artifacts)),
            overrides=self._overrides,
            digest=digest_of(digested) if digested else "",
            signers=self._signers,
        )

    def _rules(self, stages: StagesSection) -> Iterator[Said]:
        for gate_id, rule in stages.gates.items():
            wrong = self._unsettled(gate_id, rule.settings)
            yield from _below(("gates", gate_id, "settings"), wrong)
            if gate_id in self._overrides:
                yield (
                    ("gates", gate_id),
                    "another file says something of this gate too",
                    "say it in one place",
                )
            self._overrides[gate_id] = _override(rule)

    def _entries(self, stages: StagesSection, folder: str) -> Iterator[Said]:
        for name, stage in STAGES.items():
            entries: tuple[EntrySection, ...] = getattr(stages, name)
            for nth, entry in enumerate(entries):
                said = self._built(entry, stage) if entry.gate else self._own(entry, stage, folder)
                yield from _below((name, nth), said)

    def _built(self, entry: EntrySection, stage: Stage) -> Iterator[Said]:
        gate_id = entry.gate or ""
        yield from _below(("settings",), self._unsettled(gate_id, entry.settings))
        override = self._overrides.get(gate_id, Override())
        stages = (
            {"asked": override.asked | {stage}} if entry.enabled else {"spared": override.spared | {stage}}
        )
        self._overrides[gate_id] = replace(
            override,
            severity=entry.severity or override.severity,
            required=override.required if entry.required is None else entry.required,
            settings={**override.settings, **entry.settings},
            **stages,  # type: ignore[arg-type] # both are sets of stages
        )

    def _own(self, entry: EntrySection, stage: Stage, folder: str) -> Iterator[Said]:
        gate_id = entry.id or slug(entry.name or "")
        if not gate_id:
            yield ("name",), "no id can be made of this name", "add 'id: …' with letters a-z and dashes"
        elif gate_id in self._built_in:
            hint = f"write 'gate: {gate_id}' to change it, or choose another name"
            yield ("name",), f"a built-in gate is called {gate_id!r}", hint
        elif not entry.enabled:
            return
        elif gate_id not in self._gates:
            self._take(entry, stage, gate_id, folder)
        elif self._written[gate_id] == entry:
            known = self._gates[gate_id]
            self._gates[gate_id] = replace(known, stages=known.stages | {stage})
        else:
            hint = "write the same keys at each stage, or choose another name"
            yield ("name",), f"another gate is called {gate_id!r} and has other keys", hint

    def _take(self, entry: EntrySection, stage: Stage, gate_id: str, folder: str) -> None:
        self._written[gate_id] = entry
        self._gates[gate_id] = _gate(entry, stage, gate_id)
        self._artifacts += _artifacts(entry)
        program = _program(entry, folder)
        if program is not None:
            self._programs[gate_id] = program

    def _unsettled(self, gate_id: str, settings: Mapping[str, Setting]) -> Iterator[Said]:
        """Settings that the built-in gate does not have, or has of another kind."""
        known = self._built_in[gate_id].settings if gate_id in self._built_in else {}
        yield from (((name,), message, hint) for name, message, hint in wrong_settings(known, settings))


def _gate(entry: EntrySection, stage: Stage, gate_id: str) -> Gate:
    kind = next(iter(entry.kinds), "")
    title = (entry.name or gate_id).rstrip(".")
    why = (entry.description or f"{_ASKED[kind]}; the fleet's own definitions ask for it").rstrip(".")
    return Gate(
        id=gate_id,
        title=title,
        doc=f"{title}.\n\n{why}.",
        severity=entry.severity or Severity.MEDIUM,
        remedy=(entry.remedy or "Do what the finding says").rstrip(".") + ".",
        find=_find(entry, gate_id, kind),
        category=Category.CUSTOM,
        quotes=False,  # what a fleet's own gates and programs look for may be secrets
        needs=_needs(entry, kind),
        stages=frozenset({stage}),
        required=True if entry.required is None else entry.required,
        by_file=kind == "check",
        # Another definition under the same name is another rule, and so is one that is read otherwise.
        version=_READING + int(digest_of(entry.model_dump(mode="json"))[:7], 16),
    )


def _needs(entry: EntrySection, kind: str) -> frozenset[Need]:
    if kind in {"command", "tool", "mcp"}:
        return frozenset({Need.TREE, Need.PROGRAMS})
    against = (entry.baseline or PREVIOUS_RELEASE) if kind == "performance" else entry.baseline
    compared = kind in {"performance", "coverage"} and against == PREVIOUS_RELEASE
    return frozenset({Need.TREE, Need.RELEASE}) if compared else frozenset({Need.TREE})


def _find(entry: EntrySection, gate_id: str, kind: str) -> Find:
    if kind == "check":
        return files.find_of(entry.check or ())
    if kind == "coverage":
        against = (entry.baseline or BASE) if entry.ratchet or entry.baseline else None
        return coverage.find_of(entry.minimum, against, entry.report or coverage.PLACES)
    if kind == "performance":
        against, tolerance = entry.baseline or PREVIOUS_RELEASE, entry.tolerance or 0.0
        return performance.find_of(against, tolerance, entry.better, entry.report or performance.PLACES)
    if kind == "command" and entry.reads is None:
        return programs.by_code(gate_id, told_where(entry.command or ()))
    return _reading(entry, gate_id) if kind else programs.nothing_to_ask


def _reading(entry: EntrySection, gate_id: str) -> Find:
    """A linter's results count from the threshold on; without one, from the gate's severity on, or all."""
    threshold = entry.fail_threshold or entry.severity or Severity.INFO
    if entry.tool:
        tool = TOOLS.get(entry.tool)
        return programs.by_results(gate_id, tool.read, threshold, tool.fine)
    reader: Reader = read_sarif if entry.reads == "sarif" else read_json
    return programs.by_results(gate_id, reader, threshold)


def _program(entry: EntrySection, folder: str) -> Program | None:
    if not (entry.command or entry.tool or entry.mcp):
        return None
    server = Server(name=entry.mcp, call=entry.call, arguments=entry.arguments) if entry.mcp else None
    return Program(
        argv=told_where(entry.command) if entry.command else (),
        tool=entry.tool,
        server=server,
        files=entry.files,
        folder=folder,
        timeout=entry.timeout,
        memory=entry.memory,
        output=entry.output or (_LINTERS_OUTPUT if entry.tool else _OUTPUT),
        network=entry.network,
    )


def _artifacts(entry: EntrySection) -> tuple[str, ...]:
    """Files beside the commit that the gate wants to see."""
    named = () if entry.baseline in {None, BASE, PREVIOUS_RELEASE} else (str(entry.baseline),)
    if "coverage" in entry.kinds:
        return (*(entry.report or coverage.PLACES), *named)
    if "performance" in entry.kinds:
        return (*(entry.report or performance.PLACES), *named)
    return ()


def _override(rule: RuleSection) -> Override:
    return Override(
        enabled=rule.enabled,
        severity=rule.severity,
        required=rule.required,
        settings=rule.settings,
        stages=None if rule.stages is None else frozenset(rule.stages),
    )


def _below(prefix: Path, said: Iterable[Said]) -> Iterator[Said]:
    return (((*prefix, *path), message, hint) for path, message, hint in said)


def _fault(document: Document, path: Path, message: str, hint: str) -> Fault:
    line, column = document.place(path).value
    return Fault(line, column, spell(document.nearest(path)), message, hint)
