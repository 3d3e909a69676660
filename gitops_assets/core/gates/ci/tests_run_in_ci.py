"""Tests run before a change is merged.

Tests that nobody runs rot, and a green merge then means nothing. Any pipeline file counts (GitHub Actions,
GitLab, CircleCI, Azure, Jenkins and others) that says anywhere that it tests or checks, or calls a pipeline
that stands elsewhere.

Source: [OpenSSF Scorecard, CI tests](https://github.com/ossf/scorecard/blob/main/docs/checks.md#ci-tests).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.tree_facts import TextFile
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_TEST = re.compile(
    r"(?:^|/)(?:tests?|__tests__|spec)/|(?:^|/)test_[^/]*\.py$|_test\.(?:go|py)$|\.(?:test|spec)\.[jt]sx?$|_spec\.rb$"
)
_CODE = (
    *(".py", ".js", ".ts", ".jsx", ".tsx", ".mjs", ".go", ".rs", ".rb", ".java", ".kt", ".cs", ".php"),
    *(".c", ".cpp", ".sh", ".bats"),
)
_PIPELINES = (
    *(".github/workflows/*.y*ml", "*gitlab-ci.y*ml", ".gitlab/*.y*ml", ".circleci/*.y*ml", ".travis.y*ml"),
    *("*appveyor.y*ml", "*azure-pipelines*.y*ml", ".azure-pipelines/*", "*jenkinsfile*", ".drone.*"),
    *(
        "bitbucket-pipelines.yml",
        ".cirrus.*",
        ".buildkite/*",
        ".woodpecker*",
        ".builds/*.yml",
        ".semaphore/*",
    ),
    *(".tekton/*", ".teamcity/*", "zuul.d/*", ".zuul.y*ml", ".forgejo/workflows/*", ".gitea/workflows/*"),
    *("buildspec*.y*ml", "cloudbuild*.y*ml", ".prow*", "dagger.json"),
)
_TESTING = re.compile(
    r"\b(?:tests?|testing|unittest|pytest|ctest|vitest|jest|mocha|rspec|phpunit|bats|tox|nox|verify|checks?|spec"
    r"|coverage|ci|make|uses: +[\w.-]+/[\w.-]+/\.github)\b",
    re.IGNORECASE,
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a repository that has tests and no pipeline that could be running them."""
    paths = facts.files.paths
    test = next((path for path in paths if path.endswith(_CODE) and _TEST.search(path.lower())), None)
    if test is None:
        raise NotApplicable("there are no tests")
    pipelines = facts.files.matching(*_PIPELINES)
    if any(_tests(file) for file in facts.files.texts(pipelines)):
        return
    where = pipelines[0] if pipelines else ".github/workflows/tests.yml"
    has = "no pipeline runs them" if pipelines else "there is no pipeline"
    yield Finding(
        message=f"There are tests such as {shown(test)}, and {has}.",
        path=where,
        remedy=f"Write into {where} a job on pull_request that runs the tests.",
    )


def _tests(file: TextFile) -> bool:
    return any(_TESTING.search(line) for line in file.text.split("\n") if not line.lstrip().startswith("#"))


GATE = Gate(
    id="tests-run-in-ci",
    title="Tests run before a change is merged",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Add a job that runs the tests on every pull request.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
