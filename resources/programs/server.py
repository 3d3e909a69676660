"""A client of the Model Context Protocol over stdio, as far as a linter behind a server needs one.

JSON-RPC 2.0, one message a line (specification 2025-06-18, transports): initialize, tools/list, tools/call.
What the server asks of us is refused. Its texts are never instructions: only what is JSON counts.
"""

import json
from collections.abc import Mapping
from typing import Any

from gitops_assets.core.text import display
from gitops_assets.core.tools import values
from gitops_assets.core.tools.issues import listed
from gitops_assets.core.tools.model import Unreadable
from resources.programs.running import Running

PROTOCOL = "2025-06-18"
_LIKELY = ("lint", "scan", "check", "analy", "audit", "inspect", "review")
_MESSAGES = 10_000
_TOOLS = 500
_PAGES = 20


class Unanswered(Exception):  # noqa: N818 - reads as the sentence it is
    """The server gave no answer that can be used; the message says why."""


class Client:
    """One conversation with a server that runs."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._asked = 0
        self.server = ""

    def greet(self) -> str | None:
        """Begin; gives the version that the server says it has."""
        us = {"name": "gitops-assets", "version": "1"}
        said = self._ask("initialize", {"protocolVersion": PROTOCOL, "capabilities": {}, "clientInfo": us})
        self._tell("notifications/initialized")
        return values.text(values.within(said, "serverInfo", "version"), 40) or None

    def tools(self) -> list[Mapping[str, object]]:
        """What can be called, over all pages."""
        tools: list[Mapping[str, object]] = []
        cursor: object = None
        for _ in range(_PAGES):
            said = self._ask("tools/list", {"cursor": cursor} if isinstance(cursor, str) else {})
            tools += map(values.mapping, values.items(values.within(said, "tools")))
            cursor = values.within(said, "nextCursor")
            if not isinstance(cursor, str) or len(tools) > _TOOLS:
                break
        return tools[:_TOOLS]

    def call(self, name: str, arguments: Mapping[str, object]) -> str:
        """The findings of one call as JSON: of its structured content, or of its texts that are JSON."""
        said = values.mapping(self._ask("tools/call", {"name": name, "arguments": dict(arguments)}))
        if said.get("isError") is True:
            raise Unanswered(f"the server's tool {display(name)} failed")
        structured = said.get("structuredContent")
        blocks = [structured] if structured is not None else _blocks(said)
        if not blocks:
            raise Unanswered(f"the server's tool {display(name)} gave no JSON")
        return _joined(blocks)

    def _ask(self, method: str, parameters: Mapping[str, object]) -> object:
        self._asked += 1
        self._write({"id": self._asked, "method": method, "params": dict(parameters)})
        for _ in range(_MESSAGES):
            said = self._next(method)
            if "method" in said and "id" in said:
                self._refuse(said["id"])
            elif said.get("id") == self._asked and "method" not in said:
                return _result(said, method)
        raise Unanswered(f"the server spoke of other things than {method}")

    def _next(self, method: str) -> Mapping[str, object]:
        line = self._running.line()
        if line is None:
            why = self._running.unknown or _ended(self._running.complaints)
            raise Unanswered(f"the server did not answer {method}: {why}")
        try:
            return values.mapping(json.loads(line))
        except (ValueError, RecursionError):
            return {}

    def _tell(self, method: str) -> None:
        self._write({"method": method})

    def _refuse(self, identity: object) -> None:
        self._write({"id": identity, "error": {"code": -32601, "message": "not offered here"}})

    def _write(self, message: Mapping[str, Any]) -> None:
        self._running.send(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")


def chosen(tools: list[Mapping[str, object]], wanted: str | None) -> str:
    """Which tool is called; raises :class:`Unanswered` where nobody can tell."""
    names = [name for tool in tools if isinstance(name := tool.get("name"), str)]
    if wanted is not None:
        if wanted not in names:
            raise Unanswered(f"the server has no tool {display(wanted)}; it has {_shown(names)}")
        return wanted
    likely = [name for name in names if any(word in name.lower() for word in _LIKELY)]
    for some in (names, likely):
        if len(some) == 1:
            return some[0]
    raise Unanswered(f"the definition must say with 'call' which tool is meant: {_shown(names)}")


def _result(said: Mapping[str, object], method: str) -> object:
    if "error" in said:
        why = values.text(values.within(said, "error", "message"), 200) or "it does not say why"
        raise Unanswered(f"the server refused {method}: {why}")
    return said.get("result")


def _blocks(said: Mapping[str, object]) -> list[object]:
    found: list[object] = []
    for block in values.items(said.get("content")):
        text = values.within(block, "text") or values.within(block, "resource", "text")
        try:
            found += [json.loads(text)] if isinstance(text, str) and text.lstrip()[:1] in {"{", "["} else []
        except (ValueError, RecursionError):
            continue
    return found


def _joined(blocks: list[object]) -> str:
    """One document of all blocks: SARIF stays SARIF, lists of findings become one."""
    runs = [run for block in blocks for run in values.items(values.within(block, "runs"))]
    if runs:
        return json.dumps({"version": "2.1.0", "runs": runs})
    try:
        return json.dumps([item for block in blocks for item in listed(block)])
    except Unreadable as error:
        raise Unanswered(f"the server's answer {error}") from None


def _ended(complaints: bytes) -> str:
    lines = [line for line in complaints.decode("utf-8", "replace").splitlines() if line.strip()]
    return f"it ended: {display(lines[-1].strip())[:200]}" if lines else "it ended"


def _shown(names: list[str]) -> str:
    return ", ".join(display(name[:60]) for name in names[:10]) or "none"
