"""Rules and sentences as SARIF wants them (SARIF 2.1.0 sections 3.11 and 3.49)."""

import re

from exporters.parts.text import clip, scalar
from gitops_assets.core.model import Severity
from gitops_assets.core.report import Rule

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}

_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
_TEXT_LIMIT = 1024
_NAME_LIMIT = 255
_LINK = re.compile(r"\[([^\[\]]+)\]\((https://[\w.~/#?=%+-]+)\)", re.ASCII)
_WORD_BREAK = re.compile(r"[^0-9A-Za-z]+")


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
        "properties": {
            "precision": "very-high",
            "problem.severity": _PROBLEM[level],
            "tags": ["git", "maintainability"],
        },
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
