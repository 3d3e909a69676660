"""The page as HTML: its templates, style and program, and the policy under which they work.

A page forbids itself every request (Content Security Policy level 3, ``default-src 'none'``) and runs only
the style and the script that it names, so that even a mistake in escaping executes nothing.
"""

import base64
import hashlib
import re
from functools import cache

from jinja2 import Template
from markupsafe import Markup, escape

from exporters.model import Tables
from exporters.parts import following, grades, words
from exporters.parts.graph_layout import picture
from exporters.parts.page.matrix import LETTERS, matrices, still_rows
from exporters.parts.page.overview import overview
from exporters.parts.templating import environment
from exporters.parts.text import clip
from exporters.parts.view import View, fair
from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.model import Cause, Health, Severity, State
from gitops_assets.core.text import display
from gitops_assets.core.times import iso

CHANGE_LIMIT = 200
"""Changes in the still part of the page, which is read without its program and on paper."""

REPOSITORY_LIMIT = 200
"""Repositories in the still part, worst first."""

GROUP_LIMIT = 12
"""Findings up to which a rule's list stands open at first sight."""

FINDING_LIMIT = 50
"""Findings of one rule in the still part, those of each repository before the second of any."""

LIMITS = {
    "change_limit": CHANGE_LIMIT,
    "repository_limit": REPOSITORY_LIMIT,
    "group_limit": GROUP_LIMIT,
    "finding_limit": FINDING_LIMIT,
    "conflict_limit": 100,
    "claim_limit": 20,
    "package_limit": 200,
    "skip_limit": 200,
    "cycle_limit": 20,
    "place_limit": 6,
}
"""Rows of the still part; the page's program shows every one."""

STYLES = ("report.css", "overview.css", "tables.css", "drift.css", "dependencies.css", "paper.css")
PROGRAM = (
    "element", "query", "frames", "roving", "grid", "listing", "sheet", "views", "pages", "tables", "cells",
    "drift", "forces", "picture", "graph", "start",
)  # fmt: skip
"""The parts of the page's program in the order in which each needs the ones before it."""

_CODE = re.compile(r"``?(.+?)``?")
_LINK = re.compile(r"\[([^\[\]`]+)\]\((https://[\w.~/#?=%+-]+)\)", re.ASCII)
_A = r'<a href="\2" rel="noreferrer">\1</a>'
_NOT_IN_ANCHORS = re.compile(r"[^a-zA-Z0-9-]+")
_URGENT = tuple(State)[: tuple(State).index(State.BISECTING) + 1]
_CALM = (State.EXTRA, State.STALE, State.SHALLOW, State.PARTIAL, State.SPARSE, State.BARE)


def page(shown: View, tables: Tables, holder: Markup, rules: str, *, inline: bool = True) -> bytes:
    """The page with what holds its rows; ``rules`` are its content security policy."""
    return (
        template("report.html.jinja")
        .render(
            view=shown,
            first=overview(shown, tables),
            style=style(),
            script=program(),
            policy=rules,
            holder=holder,
            inline=inline,
            matrices=matrices(shown.report.templates),
            matrix_rows=still_rows(shown.report.templates),
            drawing=picture(shown.report.dependencies.graph),
            **LIMITS,
        )
        .encode()
    )


def template(name: str) -> Template:
    """One of the templates, which know the words of reports and escape whatever else stands in them."""
    return _ENVIRONMENT.get_template(name)


@cache
def style() -> Markup:
    """The style sheet."""
    return Markup("").join(map(_source, STYLES))


@cache
def program() -> Markup:
    """The page's program: its parts one after the other, none of their names outside of it."""
    parts = Markup("").join(_source(f"app/{name}.js") for name in PROGRAM)
    return Markup('\n"use strict";\n{}(() => {{\n{}}})();\n').format(_source("app/drawing.js"), parts)


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
_ENVIRONMENT.filters |= {"clip": clip, "weight": weight, "fair": fair, "display": display}
_ENVIRONMENT.globals |= {
    "grades": grades,
    "following": following,
    "letters": LETTERS,
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
