"""What the shipped templates render passes our gates, zizmor, published schemas and a shell."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.model import Gate, Need
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.model import Severity
from gitops_assets.core.templates.model import Content
from tests.gates.trees import seen
from tests.templates.shipped import NAMES, baseline, every, of_a_known_repository

each_template = pytest.mark.parametrize("name", NAMES)

OF_FILES = tuple(gate for gate in GATES if gate.needs <= {Need.TREE, Need.MANIFESTS, Need.PRESENCE})
CHOSEN = {"licence-present", "readme-present"}
"""What people can answer that they do not want, or have elsewhere."""

ELSEWHERE = ("healthcheck-present:", "commit-hooks-configured:", "licence-present:")
"""What is asked for or comes with another of the templates."""


def below(files: Mapping[str, Content], name: str) -> dict[str, Content]:
    """These files on top of those of the baseline, as in a repository that has both."""
    if name == "devops-baseline":
        return dict(files)
    return {**baseline(), **files}


def findings(files: Mapping[str, Content]) -> Iterator[tuple[Gate, str]]:
    bodies: dict[str, str | bytes] = {path: content.body for path, content in files.items()}
    executable = [path for path, content in files.items() if content.executable]
    facts = seen(bodies, scanners=SCANNERS, executable=executable)
    for gate in OF_FILES:
        evaluation = evaluate(facts, gate)
        assert not evaluation.partial, (gate.id, evaluation.why)
        yield from ((gate, f"{each.path}:{each.line} {each.message}") for each in evaluation.findings)


@each_template
def test_our_gates_find_nothing_but_remarks(name: str) -> None:
    for answers, files in every(name):
        for gate, said in findings(below(files, name)):
            if gate.id not in CHOSEN:
                assert gate.severity is Severity.INFO, f"{gate.id}: {said} with {dict(answers)}"


@each_template
def test_with_what_a_repository_tells_of_itself_our_gates_find_not_even_remarks(name: str) -> None:
    files = below(of_a_known_repository(name), name)
    said = [f"{gate.id}: {text}" for gate, text in findings(files)]
    assert [each for each in said if not each.startswith(ELSEWHERE)] == []


def tool(name: str) -> str:
    """A tool of the development environment, wherever that keeps its scripts."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def written(name: str, folder: Path) -> list[Path]:
    """Every variant of a template in a folder of its own."""
    folders = []
    for number, (_, files) in enumerate(every(name)):
        folders.append(folder / str(number))
        for path, content in files.items():
            target = folders[-1] / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.body)
    return folders


def said_by(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@each_template
def test_zizmor_finds_nothing(name: str, tmp_path: Path) -> None:
    program = tool("zizmor")
    strict = ("--offline", "--no-config", "--no-progress", "--persona", "auditor", "--collect", "all")
    folders = written(name, tmp_path)
    done = subprocess.run(
        [program, *strict, "--format", "json", *folders], capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr
    found = [(each["ident"], each["locations"][0]["symbolic"]["key"]) for each in json.loads(done.stdout)]
    assert found == []


@pytest.mark.parametrize(
    ("schema", "glob"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
        ("vendor.renovate", "renovate.json"),
        ("vendor.compose-spec", "deploy/compose.yml"),
    ],
)
def test_files_answer_the_schemas_of_those_who_read_them(schema: str, glob: str, tmp_path: Path) -> None:
    program = tool("check-jsonschema")
    folders = [folder for name in NAMES for folder in written(name, tmp_path / name)]
    files = {path.read_bytes(): path for folder in folders for path in folder.glob(glob)}
    assert files
    assert said_by(program, "--builtin-schema", schema, *files.values()) == ""


@each_template
def test_a_shell_can_read_every_script(name: str, tmp_path: Path) -> None:
    scripts = {
        content.body for _, files in every(name) for path, content in files.items() if path.endswith(".sh")
    }
    for number, script in enumerate(sorted(scripts)):
        path = tmp_path / f"{number}.sh"
        path.write_bytes(script)
        assert said_by(tool("bash"), "-n", path) == ""


@each_template
def test_actions_are_named_by_commits_and_one_action_by_one_commit(name: str) -> None:
    used: dict[str, set[str]] = {}
    for _, files in every(name):
        for path, content in files.items():
            if path.startswith(".github/workflows/"):
                for action, ref in re.findall(r"uses: (\S+?)@(.+)", content.body.decode()):
                    assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", ref), (path, action, ref)
                    used.setdefault(action, set()).add(ref)
    assert all(len(refs) == 1 for refs in used.values()), used
