"""Runs gitops-assets as the action's inputs say, and writes what it found into a folder.

Standard library only: it runs with the runner's Python, isolated (-I), so that nothing of the checked-out
repository is imported. The answer is ``page.md`` for people, ``report.sarif`` for code scanning and the JSON.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

SHOWN = 50
"""Findings on the page; all of them are in the reports."""


def main(environ: Mapping[str, str] = os.environ) -> None:
    """Ask, write the folder, and name it and the exit code among the step's outputs."""
    temporary = Path(environ["RUNNER_TEMP"])
    folder = temporary / "gitops-assets-reports"
    folder.mkdir(parents=True, exist_ok=True)
    installed = temporary / "gitops-assets" / "bin" / "gitops-assets"
    program = shutil.which("gitops-assets") or str(installed)
    home = {"GITOPS_HOME": str(temporary / "gitops-assets-home")}
    asked = Asked(program, folder, {**environ, **home})
    code, told = asked.audit() if environ["MODE"] == "audit" else asked.check()
    (folder / "page.md").write_text("\n".join(page(code, told, asked.said)) + "\n", encoding="utf-8")
    score, _ = scored(told)
    outputs = {
        "code": str(code),
        "folder": str(folder),
        "findings": str(len(told.get("findings", []))),
        "score": "" if score is None else f"{score:g}",
    }
    with Path(environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in outputs.items())


class Asked:
    """One program and one environment; ``said`` is what it told of its own failure."""

    def __init__(self, program: str, folder: Path, environ: Mapping[str, str]) -> None:
        self.program = program
        self.folder = folder
        self.environ = environ
        self.said = ""

    def check(self) -> tuple[int, dict[str, Any]]:
        """The gates of a stage: annotations into the log, then the same as JSON and SARIF."""
        words = ["check", self.environ["AT"], "--stage", self.environ["STAGE"], *self._fleet()]
        since = self.environ.get("SINCE") or base_of(self.environ)
        words += ["--since", since] if since and since != "none" else []
        words += ["--strict"] if self.environ.get("STRICT") == "true" else []
        code, annotations = self._run([*words, "--format", "github"])
        sys.stdout.write(annotations)
        if code not in (0, 1):
            return code, {}
        (self.folder / "report.sarif").write_text(self._run([*words, "--format", "sarif"])[1], "utf-8")
        text = self._run([*words, "--format", "json"])[1]
        (self.folder / "check.json").write_text(text, "utf-8")
        return code, read(text)

    def audit(self) -> tuple[int, dict[str, Any]]:
        """Everything below a folder, with every report."""
        words = ["audit", self.environ["AT"], *self._fleet(), "-o", str(self.folder)]
        code, text = self._run([*words, "--fail-on", self.environ["FAIL_ON"], "--json"])
        return code, read(text)

    def _fleet(self) -> list[str]:
        return ["--fleet", self.environ["FLEET"]] if self.environ.get("FLEET") else []

    def _run(self, words: Sequence[str]) -> tuple[int, str]:
        done = subprocess.run(
            [self.program, *words], env=dict(self.environ), capture_output=True, check=False
        )
        self.said = done.stderr.decode("utf-8", "replace")
        sys.stderr.write(self.said)
        return done.returncode, done.stdout.decode("utf-8", "replace")


def scored(told: Mapping[str, Any]) -> tuple[float | None, str]:
    """The score of a check or of a fleet, and its level."""
    said = told.get("quality", told)
    score = said.get("score")
    return (score, str(said.get("level"))) if isinstance(score, (int, float)) else (None, "")


def base_of(environ: Mapping[str, str]) -> str:
    """What a pull request is compared with; nothing for a push."""
    base = environ.get("GITHUB_BASE_REF")
    return f"origin/{base}" if base else ""


def read(text: str) -> dict[str, Any]:
    """The JSON document, empty where there is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def page(code: int, told: Mapping[str, Any], said: str) -> Iterator[str]:
    """The result as Markdown. Whatever the repository named is escaped: it may hold what it likes."""
    mark = {0: "✅ fine", 1: "❌ findings"}.get(code, "⚠️ not done")
    yield f"### gitops-assets: {mark}"
    yield ""
    if code not in (0, 1):
        last = said.strip().splitlines()[-1:] or [f"it ended with exit code {code}"]
        yield escaped(last[0])
        return
    findings = [each for each in told.get("findings", []) if each.get("status") != "fixed"]
    score, level = scored(told)
    known = "" if score is None else f" Score {score:.0f} ({level})."
    yield f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'}.{known}"
    if findings:
        yield from ("", "| severity | where | what | gate |", "|---|---|---|---|")
    for each in findings[:SHOWN]:
        where = each.get("slug") or ""
        place = f"{where + ': ' if where else ''}{each['path']}:{each['line']}"
        cells = (each["severity"], place, f"{each['message']} {each['remedy']}", each["gate"])
        yield f"| {' | '.join(escaped(str(cell)) for cell in cells)} |"
    if len(findings) > SHOWN:
        yield f"\n… and {len(findings) - SHOWN} more in the reports."


def escaped(text: str) -> str:
    """One line of plain text: no markup, no links, nobody mentioned, no table broken."""
    line = " ".join(text.split())[:500]
    return re.sub(r"[^\w\s.,:;/%()'+=?-]|_", lambda found: f"&#{ord(found[0])};", line).replace(
        "://", ":&#47;/"
    )


if __name__ == "__main__":
    main()
