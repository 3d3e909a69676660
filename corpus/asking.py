"""Ways to ask somebody else's program: never with the network, never with anything of the corpus run."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.fetching import program
from corpus.judging import Answer, Refused

ASKED = Path(__file__).with_name("asked")
JUDGES = Path(".cache/judges")
"""Where the judges that npm brings are installed."""

DEADLINE = 300


def run(command: Sequence[str | Path], **more: str | Path) -> subprocess.CompletedProcess[str]:
    """What a program said; its exit code is the caller's to judge. ``cwd`` and ``stdin`` may be given."""
    return subprocess.run(
        [program(str(command[0])), *map(str, command[1:])],
        cwd=more.get("cwd"),
        input=str(more.get("stdin", "")),
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE,
        env={**os.environ, "NO_COLOR": "1", "CARGO_NET_OFFLINE": "true", "npm_config_offline": "true"},
    )


def last_line(text: str, *hidden: Path) -> Refused:
    """A tool's complaint in one line, without the folder that it was asked in."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["said nothing"]
    said = lines[-1]
    for folder in hidden:
        said = said.replace(f"{folder}/", "").replace(str(folder), ".")
    return Refused(re.sub(r"\s+", " ", said)[:160])


def ask_python(script: str, package: str, questions: Mapping[str, str]) -> dict[str, Answer]:
    """Answers of ``asked/{script}.py``, run with a package that is in no environment of ours."""
    options = ("--quiet", "--no-project", "--isolated", "--offline", "--python", sys.executable)
    command = ("uv", "run", *options, "--with", package, "python", ASKED / f"{script}.py")
    return _answers(run(command, stdin=json.dumps(questions)), script)


def ask_node(script: str, questions: Mapping[str, str]) -> dict[str, Answer]:
    """Answers of ``asked/{script}.mjs``, run where :func:`bring` put npm's judges."""
    command = ("node", ASKED / f"{script}.mjs", (JUDGES / "node_modules").resolve())
    return _answers(run(command, stdin=json.dumps(questions)), script)


def _answers(done: subprocess.CompletedProcess[str], script: str) -> dict[str, Answer]:
    if done.returncode:
        raise SystemExit(f"{script} could not be asked: {done.stderr.strip()[-500:]}")
    said = json.loads(done.stdout)
    return {
        path: Refused(answer[:160]) if isinstance(answer, str) else [tuple(fact) for fact in answer]
        for path, answer in said.items()
    }
