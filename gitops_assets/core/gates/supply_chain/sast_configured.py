"""A tool looks for weaknesses in the code.

Many weaknesses have a shape that a program recognises, every time and before the merge. Counted are CodeQL,
Semgrep, Sonar, Snyk, Bandit, gosec and others wherever pipelines, hooks or tools name them; CodeQL that is
switched on only in the settings of a repository cannot be seen here.

Source: [OpenSSF Scorecard, SAST](https://github.com/ossf/scorecard/blob/main/docs/checks.md#sast).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.supply_chain.sources import code, told
from gitops_assets.core.model import Severity

_TOOLS = re.compile(
    r"codeql|semgrep|\bsonar|snyk|\bbandit\b|gosec|brakeman|checkmarx|fortify|veracode|coverity|horusec|njsscan|find-?sec-?bugs"
    r"|spotbugs|eslint-plugin-security|\bpysa\b|devskim|security-code-scan|qodana|deepsource|codacy|psalm[^\n]{0,40}taint"
    r"|errorprone|clang-tidy|scan-build|cppcheck|detekt|\bflake8-bandit|opengrep|mobsfscan|aikido"
)
_FILES = (
    *(
        "sonar-project.properties",
        ".sonarcloud.properties",
        "*.semgrep.y*ml",
        ".semgrep/*",
        ".bandit",
        ".deepsource.toml",
    ),
    *(".snyk", ".github/codeql/*", ".codacy.y*ml", "qodana.y*ml", ".clang-tidy", ".lgtm.yml"),
)
_BANDIT_IN_RUFF = re.compile(
    r"^(?:extend-)?select\s*=\s*\[[^\]]{0,4000}['\"](?:s|s\d{1,3}|all)['\"]", re.MULTILINE
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree with source code in which nothing names a tool that looks for weaknesses."""
    code(facts)
    if facts.files.matching(*_FILES):
        return
    for path, text in told(facts):
        if _TOOLS.search(text) or (path.endswith("pyproject.toml") and _BANDIT_IN_RUFF.search(text)):
            return
    ruff = facts.files.texts(facts.files.matching("ruff.toml", ".ruff.toml"))
    if not any(_BANDIT_IN_RUFF.search(file.text.lower()) for file in ruff):
        yield Finding(
            message="Nothing here looks for weaknesses in the code.",
            path=".github/workflows/codeql.yml",
            remedy="Add CodeQL by the Security tab; waive this if it is switched on there already.",
        )


GATE = Gate(
    id="sast-configured",
    title="A tool looks for weaknesses in the code",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Add a workflow with github/codeql-action, or the linter for security of your language.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
