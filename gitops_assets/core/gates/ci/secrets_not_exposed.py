"""Workflows hand out secrets one by one, and never print them.

`toJSON(secrets)` gives a step every secret there is; a field out of `fromJSON(secrets.…)` is not masked in
logs, because only the whole value is known as a secret; `echo` of a secret relies on that mask alone.

Source: [zizmor, overprovisioned-secrets](https://docs.zizmor.sh/audits/#overprovisioned-secrets).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import pipelines
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_SECRETS = re.compile(r"\btojson\(\s*secrets\s*\)", re.IGNORECASE)
_PARTS = re.compile(r"\bfromjson\(\s*secrets\.", re.IGNORECASE)
_ECHO = re.compile(r"^\s*(?:echo|printf)\s[^|>\n]{0,500}\$\{\{\s*secrets\.[^|>\n]{0,500}$")
_RULES = {
    "overprovisioned-secrets": (_SECRETS, "gives out every secret at once"),
    "unredacted-secrets": (_PARTS, "takes a secret apart, so that its parts are not masked"),
    "printed-secrets": (_ECHO, "prints a secret"),
}


def find(facts: Facts) -> Iterator[Finding]:
    """Flag lines of workflows and actions that hand out all secrets, take one apart or print one."""
    for pipeline in pipelines(facts):
        for number, text in enumerate(pipeline.lines, 1):
            if "secrets" not in text or "${{" not in text or text.lstrip().startswith("#"):
                continue
            for rule, (pattern, what) in _RULES.items():
                if pattern.search(text) and not pipeline.ignores(number, rule):
                    yield Finding(
                        message=f"The line {shown(text.strip())} {what}.",
                        path=pipeline.path,
                        line=number,
                        subject=f"{pipeline.path}:{rule}:{text.strip()}",
                        remedy="Write NAME: ${{ secrets.NAME }} into env for each secret that is needed.",
                    )


GATE = Gate(
    id="secrets-not-exposed",
    title="Workflows hand out secrets one by one, and never print them",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Pass each secret by its own name in env, and print none.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
