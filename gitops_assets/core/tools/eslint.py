"""eslint: JavaScript's mistakes, without the repository's own configuration: that is code.

Asked are the syntax and recommended rules that no style decides and that need no names of an environment.
Comments of the repository that configure eslint are passed over, as they speak of rules that are not asked.

Source: [eslint, command line](https://eslint.org/docs/latest/use/command-line-interface).
"""

import json
from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.model import Severity
from gitops_assets.core.tools import values
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    return islice(_results(values.items(values.parsed(text))), RESULT_LIMIT)


def _results(files: list[object]) -> Iterator[ToolResult]:
    for file in files:
        for message in values.items(values.within(file, "messages")):
            rule = values.text(values.within(message, "ruleId"), 120)
            yield ToolResult(
                message=values.text(values.within(message, "message")),
                rule=rule,
                severity=Severity.HIGH if values.within(message, "severity") == 2 else Severity.MEDIUM,
                path=values.path(values.within(file, "filePath")),
                line=values.line(values.within(message, "line")),
                help=f"https://eslint.org/docs/latest/rules/{rule}" if rule and "/" not in rule else "",
            )


_RULES = (
    *("constructor-super", "for-direction", "getter-return", "no-class-assign", "no-const-assign"),
    *("no-dupe-args", "no-dupe-class-members", "no-dupe-else-if", "no-dupe-keys", "no-duplicate-case"),
    *(
        "no-func-assign",
        "no-import-assign",
        "no-invalid-regexp",
        "no-loss-of-precision",
        "no-new-native-nonconstructor",
    ),
    *("no-obj-calls", "no-self-assign", "no-setter-return", "no-this-before-super", "no-unreachable"),
    *("no-unsafe-finally", "no-unsafe-negation", "no-unsafe-optional-chaining", "use-isnan", "valid-typeof"),
)

TOOL = Tool(
    id="eslint",
    title="JavaScript, by eslint",
    doc=__doc__,
    argv=(
        "eslint",
        "--no-config-lookup",
        "--no-inline-config",
        "--parser-options=ecmaFeatures:{jsx:true}",
        "--rule=" + json.dumps(dict.fromkeys(_RULES, 2)),
        "--format=json",
        "--no-color",
        ".",
    ),
    wants=("*.js", "*.mjs", "*.cjs", "*.jsx"),
    read=_read,
)
