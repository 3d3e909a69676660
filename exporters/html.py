"""The report as one HTML file that needs nothing else: no network, no server, no JavaScript to be read.

The file forbids itself every request (Content Security Policy level 3, ``default-src 'none'``) and runs only
the one style and the one script whose hashes it names, so that even a mistake in escaping executes nothing.
"""

import base64
import hashlib
import re

from markupsafe import Markup, escape

from exporters.model import Exporter, of_report
from exporters.parts import grades, words
from exporters.parts.graph_layout import picture
from exporters.parts.templating import environment
from exporters.parts.text import clip
from exporters.parts.view import fair, view
from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.model import Cause, Health, Severity, State
from gitops_assets.core.report import Report
from gitops_assets.core.text import display
from gitops_assets.core.times import iso

CHANGE_LIMIT = 500
"""Changes shown; more than that is a migration, to be read from ``report.json``."""

GROUP_LIMIT = 12
"""Findings up to which a rule's list stands open at first sight."""

FINDING_LIMIT = 1000
"""Findings of one rule shown, those of each repository before the second of any."""

LIMITS = {
    "conflict_limit": 200,
    "claim_limit": 30,
    "package_limit": 1000,
    "skip_limit": 200,
    "cycle_limit": 20,
    "place_limit": 6,
}
"""Rows of the section on dependencies; ``report.json`` has every one."""

_CODE = re.compile(r"``?(.+?)``?")
_LINK = re.compile(r"\[([^\[\]`]+)\]\((https://[\w.~/#?=%+-]+)\)", re.ASCII)
_A = r'<a href="\2" rel="noreferrer">\1</a>'
_NOT_IN_ANCHORS = re.compile(r"[^a-zA-Z0-9-]+")
_URGENT = tuple(State)[: tuple(State).index(State.BISECTING) + 1]
_CALM = (State.EXTRA, State.STALE, State.SHALLOW, State.PARTIAL, State.SPARSE, State.BARE)


def render(report: Report) -> bytes:
    """``report.html``."""
    style = _source("report.css") + _source("dependencies.css")
    script = _source("report.js") + _source("dependencies.js")
    page = _ENVIRONMENT.get_template("report.html.jinja").render(
        view=view(report),
        style=style,
        script=script,
        policy=policy(style, script),
        change_limit=CHANGE_LIMIT,
        group_limit=GROUP_LIMIT,
        drawing=picture(report.dependencies.graph),
        finding_limit=FINDING_LIMIT,
        **LIMITS,
    )
    return page.encode()


def policy(style: str, script: str) -> str:
    """The content security policy that lets exactly this style and this script work."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def prose(text: str) -> Markup:
    """Our own Markdown as far as gates use it: paragraphs, code and links to the web."""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n") if part.strip())
    return Markup("").join(Markup(f"<p>{_inline(part)}</p>") for part in paragraphs)  # noqa: S704 - escaped


def _inline(text: str) -> str:
    # A plain str: substituting in Markup would escape what is substituted.
    escaped = str(escape(display(text)))
    return _CODE.sub(r"<code>\1</code>", _LINK.sub(_A, escaped))


def anchor(rule_id: str) -> str:
    """The id of a rule's place in the page."""
    return f"rule-{_NOT_IN_ANCHORS.sub('-', rule_id)}"


def tone(state: State) -> str:
    """How loud a state is shown: bad, warn, calm or good. The word always stands beside the colour."""
    if state in _URGENT:
        return "bad"
    if state is State.CLEAN:
        return "good"
    return "calm" if state in _CALM else "warn"


def weight(kind: ConflictKind) -> Severity:
    """How loud a conflict is shown, in the words of severities."""
    return _WEIGHTS.get(kind, Severity.MEDIUM)


_WEIGHTS = {
    ConflictKind.CONFLICT: Severity.HIGH,
    ConflictKind.BANNED: Severity.HIGH,
    ConflictKind.MISSING: Severity.HIGH,
    ConflictKind.RANGE: Severity.LOW,
    ConflictKind.SKEW: Severity.INFO,
}


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def _source(name: str) -> Markup:
    loader = _ENVIRONMENT.loader
    assert loader is not None, "the environment is built with a loader"  # noqa: S101 - for the type alone
    return Markup(loader.get_source(_ENVIRONMENT, name)[0])  # noqa: S704 - a file of ours


_ENVIRONMENT = environment(display, html=True)
_ENVIRONMENT.filters |= {"iso": iso, "prose": prose, "anchor": anchor, "tone": tone}
_ENVIRONMENT.filters |= {"clip": clip, "weight": weight, "fair": fair}
_ENVIRONMENT.globals |= {
    "grades": grades,
    "words": words,
    "healths": tuple(Health),
    "severities": tuple(Severity),
    "causes": tuple(Cause),
    "symbols": {Health.RED: "✕", Health.YELLOW: "!", Health.GREEN: "✓"},
    "verdicts": {
        Health.RED: "needs attention now",
        Health.YELLOW: "needs attention soon",
        Health.GREEN: "is well",
    },
}

EXPORTER = Exporter(
    id="html",
    title="To look at, on any screen and on paper",
    file_name="report.html",
    media_type="text/html; charset=utf-8",
    files=of_report("report.html", render),
    by_default=True,
)
