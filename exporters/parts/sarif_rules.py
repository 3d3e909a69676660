"""Rules and sentences as SARIF wants them (SARIF 2.1.0 sections 3.11 and 3.49)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from exporters.parts.text import clip, scalar
from gitops_assets.core.model import FindingRecord, Severity
from gitops_assets.core.report import Rule

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}

SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.1",
}
"""``security-severity`` in the middle of the span that code scanning gives the same word."""

SECURITY = frozenset(
    (
        "actions-pinned",
        "base-images-pinned",
        "binary-artifacts-absent",
        "checkout-credentials-dropped",
        "docker-socket-unmounted",
        "downloads-encrypted",
        "history-without-secrets",
        "host-namespaces-unused",
        "image-user-unprivileged",
        "no-build-secrets",
        "no-dangerous-triggers",
        "no-inherited-secrets",
        "no-input-injection",
        "no-insecure-commands",
        "no-known-vulnerabilities",
        "no-open-admin-ports",
        "no-privileged-containers",
        "no-public-buckets",
        "no-public-self-hosted",
        "no-remote-add",
        "no-script-injection",
        "no-untrusted-checkout",
        "pods-run-as-nonroot",
        "private-files-absent",
        "registries-allowed",
        "releases-signed",
        "revisions-pinned",
        "secrets-absent",
        "secrets-not-exposed",
        "storage-encrypted",
        "workflow-permissions-minimal",
        "workflow-rights-listed",
    )
)
"""Rules whose findings somebody may attack; of all others code scanning asks no security severity."""

_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
_CERTAIN = frozenset({"", "state", "dependencies"})
"""Categories that ask git and locked versions; all others read files, in which a rule can be mistaken."""

_TEXT_LIMIT = 1024
_NAME_LIMIT = 255
_LINK = re.compile(r"\[([^\[\]]+)\]\((https://[\w.~/#?=%+-]+)\)", re.ASCII)
_WORD_BREAK = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one run, and which of them a finding falls under."""

    listed: tuple[Rule, ...]
    known: Mapping[str, Rule]

    @classmethod
    def of(cls, known: Mapping[str, Rule], findings: Iterable[FindingRecord], *, every: bool) -> "Rules":
        """Those that the findings need, or every one that is known and those."""
        needed = {rule.id: rule for rule in (under(known, finding) for finding in findings)}
        wanted = {**known, **needed} if every else needed
        return cls(tuple(wanted[each] for each in sorted(wanted)), known)

    def index(self) -> Mapping[str, int]:
        """The place of each rule by its id."""
        return {rule.id: place for place, rule in enumerate(self.listed)}


def under(known: Mapping[str, Rule], finding: FindingRecord) -> Rule:
    """The rule of a finding.

    Code scanning reads the severity of a security finding from its rule alone. So one that is more or less
    severe than its gate falls under a rule of its own: ``no-known-vulnerabilities/critical``.
    """
    rule = known[finding.gate]
    if finding.severity is rule.severity or not is_security(rule):
        return rule
    severe = f"{rule.title.rstrip('.')} ({finding.severity})"
    return replace(rule, id=f"{rule.id}/{finding.severity}", title=severe, severity=finding.severity)


def is_security(rule: Rule) -> bool:
    """Whether somebody could attack what the rule finds."""
    return rule.id.partition("/")[0] in SECURITY


@lru_cache(maxsize=4096)
def descriptor(rule: Rule) -> dict[str, object]:
    """A gate as a ``reportingDescriptor``; no text in it is empty or longer than is accepted."""
    level = LEVELS[rule.severity]
    title = sentence(rule.title.strip() or rule.id)
    doc = scalar(rule.doc).strip() or title
    link = _LINK.search(doc)
    remedy = sentence(rule.remedy.strip() or "See the finding")
    return {
        "id": rule.id,
        "name": clip(_named(rule.id), _NAME_LIMIT),
        "shortDescription": {"text": clip(title, _TEXT_LIMIT)},
        "fullDescription": {"text": clip(_plain(doc), _TEXT_LIMIT)},
        "help": {
            "text": f"{_plain(doc)}\n\nWhat to do: {remedy}",
            "markdown": f"**{title}**\n\n{doc}\n\n**What to do:** {remedy}",
        },
        **({"helpUri": link[2]} if link else {}),
        "defaultConfiguration": {"level": level},
        "properties": _properties(rule, level),
    }


def _properties(rule: Rule, level: str) -> dict[str, object]:
    security = is_security(rule)
    tags = ["security"] if security else ["maintainability"]
    if rule.category and rule.category not in tags:
        tags.append(rule.category)
    return {
        "precision": "very-high" if rule.category in _CERTAIN else "high",
        "problem.severity": _PROBLEM[level],
        **({"security-severity": SCORES[rule.severity]} if security else {}),
        "tags": tags,
    }


def _plain(doc: str) -> str:
    """Documentation without Markdown's links: the address stands beside the words."""
    return sentence(_LINK.sub(r"\1 (\2)", doc))


def _named(rule_id: str) -> str:
    """A name that is not the id: where case is all that tells them apart, validators see the same twice."""
    name = pascal(rule_id)
    return f"{name}Rule" if name.lower() == rule_id.lower() else name


def pascal(rule_id: str) -> str:
    """``pinned-actions`` as ``PinnedActions``, the form that names of rules have."""
    words = [word for word in _WORD_BREAK.split(rule_id) if word]
    return "".join(word[0].upper() + word[1:] for word in words) or "Rule"


def sentence(text: str) -> str:
    """The text as plain SARIF message text that ends with a period.

    A bracket before a parenthesis would be a link (section 3.11.6), so it is escaped. Braces stay: readers
    replace placeholders only in messages that bring arguments, and ours bring none.
    """
    text = scalar(text).strip().replace("](", "\\](")
    return text if text.endswith((".", "!", "?")) else f"{text}."
