"""Asks the programs of a fleet's definitions about one tree; what goes wrong is an answer, too.

Only what the fleet itself names is run, and only on a copy: see :mod:`resources.programs.copying`.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from gitops_assets.core.definitions.model import Program, Server
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.outside import ServerSection
from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.text import display
from gitops_assets.core.tools import TOOLS
from gitops_assets.core.tools.model import Tool
from gitops_assets.core.tree import Tree, TreeUnreadable
from resources.programs.confinement import confinement
from resources.programs.copying import Copy, Copying, TooLarge
from resources.programs.finding import Absent, Found, Refused, found, served_by, version
from resources.programs.limits import Limits
from resources.programs.remembering import Remembered, key_of
from resources.programs.running import Ran, run, scrubbed, started
from resources.programs.server import Client, Unanswered, chosen

_SAID = 300
"""Characters of a program's complaint that a finding repeats."""

_ARGUMENTS = 100_000
"""Bytes of file names that one command is given (ARG_MAX is 128 KiB at least for one word, Linux)."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What fleet.yaml says of programs: pins by name, servers by name."""

    pins: Mapping[str, str] = field(default_factory=dict)
    servers: Mapping[str, ServerSection] = field(default_factory=dict)

    @classmethod
    def of(cls, fleet: Fleet) -> "Outside":
        """The same, of a fleet."""
        return cls(fleet.tools, fleet.mcp_servers)


def answers(
    programs: Mapping[str, Program],
    tree: Tree,
    outside: Outside,
    only: Collection[str] | None = None,
    memory: Remembered | None = None,
) -> Mapping[str, ProgramAnswer]:
    """What every program says of a tree, by the gate that asks; never raises for anything a program does.

    ``only`` are the gates that are asked now, of a stage say. Linters share one copy of the tree; a command
    gets its own, because it may write. Whatever is copied is read once. With ``memory`` a program that
    answered about the same files before is not run again, unless its definition lets it use the network.
    """
    asked = {gate: each for gate, each in programs.items() if only is None or gate in only}
    with ExitStack() as stack:
        shared = _Shared(tree, stack, memory)
        return {gate: _answer(program, shared, outside) for gate, program in asked.items()}


class _Shared:
    """The copy for those that only read, made when the first of them is really run."""

    def __init__(self, tree: Tree, stack: ExitStack, memory: Remembered | None = None) -> None:
        self.tree, self._stack, self._memory = tree, stack, memory
        self._copying = Copying(tree)
        self._copy: Copy | None = None

    def copy(self, program: Program, stack: ExitStack, files: tuple[str, ...] = ()) -> Copy:
        """For a linter that is told its files, only these; for a command everything, because it may write."""
        if program.argv:
            return stack.enter_context(self._copying.copied())
        if files:
            return stack.enter_context(self._copying.copied(files))
        if self._copy is None:
            self._copy = self._stack.enter_context(self._copying.copied())
        return self._copy

    def once(
        self, question: object | None, files: tuple[str, ...], ask: Callable[[], ProgramAnswer]
    ) -> ProgramAnswer:
        """What was answered to the same question before; without a question, or an answer, ask."""
        if self._memory is None or question is None:
            return ask()
        key = key_of(question, self.tree, files or self.tree.paths())
        known = self._memory.recall(key)
        if known is None:
            known = ask()
            self._memory.keep(key, known)
        return known


def standing(program: Program, outside: Outside) -> tuple[str, ...]:
    """What would answer now: the hash and the version of the file, or why there is none."""
    tool = TOOLS.get(program.tool) if program.tool else None
    try:
        if program.server is not None:
            return (_declared(program.server, outside, program.folder).program.digest,)
        executable = found((tool.argv if tool else program.argv)[0], program.folder, outside.pins)
        return executable.digest, _version(executable, tool) or ""
    except (Absent, Refused) as why:
        return (str(why),)


def _answer(program: Program, shared: _Shared, outside: Outside) -> ProgramAnswer:
    name = display(program.tool or (program.server.name if program.server else program.argv[0]))
    try:
        with ExitStack() as stack:
            if program.server is not None:
                return _served(program, program.server, shared, outside, stack)
            return _ran(program, name, shared, outside, stack)
    except Absent as why:
        return ProgramAnswer(program=name, absent=str(why))
    except (Refused, TooLarge, Unanswered) as why:
        return ProgramAnswer(program=name, unknown=str(why))
    except TreeUnreadable as why:
        return ProgramAnswer(program=name, unknown=display(why.why))
    except OSError as error:
        return ProgramAnswer(program=name, unknown=f"{name} cannot be started: {error.strerror or error}")


def _ran(program: Program, name: str, shared: _Shared, outside: Outside, stack: ExitStack) -> ProgramAnswer:
    tool = TOOLS.get(program.tool) if program.tool else None
    argv = tool.argv if tool else program.argv
    executable = found(argv[0], program.folder, outside.pins)
    files = _files(program, tool, shared.tree)
    said_version = _version(executable, tool)

    def ask() -> ProgramAnswer:
        copy = shared.copy(program, stack, files)
        environment = scrubbed(copy.home, tool.environment if tool else None)
        words = (executable.path, *argv[1:], *(f"./{path}" for path in files))
        ran = run(words, copy.folder, environment, _limits(program))
        plain = ProgramAnswer(
            program=name, version=said_version, digest=executable.digest, confined=_confined(ran, copy)
        )
        if ran.unknown is not None:
            return replace(plain, unknown=f"{plain.named}: {ran.unknown}")
        return replace(plain, code=ran.code, out=_own(ran.out, copy.folder), said=_excerpt(ran, copy.folder))

    settings = tool.environment if tool else None
    question = (program, argv, settings, executable.digest, said_version, confinement())
    # What a program is told over the network may be another thing tomorrow.
    return shared.once(None if program.network else question, files, ask)


def _version(executable: Found, tool: Tool | None) -> str | None:
    """A script of the fleet's own is not asked: nobody knows what it does with a word it does not expect."""
    own = tool is None and "/" in executable.asked
    return None if own else version(executable, tool.version if tool else ("--version",))


def _served(
    program: Program, server: Server, shared: _Shared, outside: Outside, stack: ExitStack
) -> ProgramAnswer:
    declared = _declared(server, outside, program.folder)

    def ask() -> ProgramAnswer:
        return _conversed(program, server, declared, shared, stack)

    alone = not (declared.section.network or declared.section.pass_env)
    question = (program, declared.section, declared.program.digest, confinement()) if alone else None
    return shared.once(question, (), ask)


@dataclass(frozen=True, slots=True)
class _Declared:
    """A server as fleet.yaml has it, the program that it is, and the words that start it."""

    section: ServerSection
    program: Found
    words: tuple[str, ...]


def _declared(server: Server, outside: Outside, folder: str) -> _Declared:
    declared = outside.servers.get(server.name)
    if declared is None:
        name = display(server.name)
        raise Absent(f"the server {name} is not declared in fleet.yaml: add it below mcp_servers")
    return _Declared(declared, *served_by(declared.command, folder, outside.pins))


def _conversed(
    program: Program, server: Server, declared: _Declared, shared: _Shared, stack: ExitStack
) -> ProgramAnswer:
    section = declared.section
    copy = shared.copy(program, stack)
    given = {variable: os.environ[variable] for variable in section.pass_env if variable in os.environ}
    if "-m" in section.command:
        # Python looks for a module in the work folder first, which is a copy of what strangers wrote.
        given["PYTHONSAFEPATH"] = "1"
    limits = replace(_limits(program), network=section.network)
    running = stack.enter_context(started(declared.words, copy.folder, scrubbed(copy.home, given), limits))
    client = Client(running)
    said_version = client.greet()
    tools = client.tools()
    tool = chosen(tools, server.call)
    arguments = {**_usual(tools, tool, copy.folder), **server.arguments}
    out = client.call(tool, arguments)
    return ProgramAnswer(
        program=display(server.name),
        code=0,
        out=_own(out.encode(), copy.folder),
        version=said_version,
        digest=declared.program.digest,
        confined=running.confined,
    )


def _usual(tools: list[Mapping[str, object]], name: str, folder: str) -> dict[str, object]:
    """Where the tree is, under the one of the usual names that the tool asks for."""
    schema = next((tool.get("inputSchema") for tool in tools if tool.get("name") == name), None)
    known = schema.get("properties", {}) if isinstance(schema, dict) else {}
    wanted = ("path", "directory", "folder", "root", "dir", "repository", "project", "workspace")
    return {key: folder for key in wanted if isinstance(known, dict) and key in known}


def _files(program: Program, tool: Tool | None, tree: Tree) -> tuple[str, ...]:
    """The files that are appended; raises :class:`Absent` where a linter has nothing to look at."""
    patterns = program.files or (tool.files if tool else ())
    facts = TreeFacts(tree)
    wants = patterns or (tool.wants if tool else ("*",))
    matching = facts.matching(*wants)
    if (tool or program.files) and not matching:
        raise Absent(f"there is nothing to look at: no file is called {' or '.join(wants[:4])}")
    if not patterns:
        return ()
    if sum(len(path.encode("utf-8", "surrogateescape")) + 3 for path in matching) > _ARGUMENTS:
        raise Refused(f"{len(matching):,} files are more than one command can be given")
    return matching


def _limits(program: Program) -> Limits:
    return Limits(
        seconds=program.timeout, memory=program.memory, output=program.output, network=program.network
    )


def _confined(ran: Ran, copy: Copy) -> tuple[str, ...]:
    left = len(copy.left_out)
    return (*ran.confined, f"{left} links or unreadable files were left out") if left else ran.confined


def _own(out: bytes, folder: str) -> str:
    """The output with paths of the copy as paths of the tree."""
    text = out.decode("utf-8", "surrogateescape")
    for before in (f"file://{folder}/", f"{folder}/"):
        text = text.replace(before, "")
    return text


def _excerpt(ran: Ran, folder: str) -> str:
    """The last lines that say something, for people: on one line, printable, bounded."""
    lines = _own(ran.err if ran.err.strip() else ran.out, folder).splitlines()
    told = "; ".join(display(line.strip()) for line in _last(lines))
    return told if len(told) <= _SAID else f"{told[: _SAID - 1]}…"


def _last(lines: list[str]) -> Iterator[str]:
    said = [line for line in lines if line.strip()]
    yield from said[-3:]
