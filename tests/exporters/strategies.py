"""Reports with hostile contents, for hypothesis."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from gitops_assets.core.compliance.section import GateTally, QualitySection
from gitops_assets.core.model import (
    Cause,
    Change,
    IdleWaiver,
    Outcome,
    Remote,
    RepositoryState,
    Severity,
    State,
    Unseen,
)
from gitops_assets.core.report import Report
from tests.exporters.golden_fleet import NOW, RULES, finding, report, state
from tests.exporters.golden_quality import asked, quality
from tests.exporters.hostile_dependencies import sections

# Half of the texts are built from what breaks formats; surrogates are what undecodable bytes become.
BREAKERS = st.text(alphabet="ab|`\\\"'<>&*_[](){}=+-@#\t\r\n\x00\x1b\u202e\ud800\u2028,;:/.%~", max_size=20)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=20)
TEXTS = st.one_of(BREAKERS, ANYTHING)
COUNTS = st.none() | st.integers(0, 10**6)
IDLE = st.builds(
    IdleWaiver,
    **dict.fromkeys(("gate", "repositories", "subject", "reason", "why"), TEXTS),
    expires=st.dates().map(date.isoformat),
)
TIMES = st.none() | st.integers(-(2**63), 2**63)


def states() -> st.SearchStrategy[RepositoryState]:
    """A repository that may be called anything and of which anything may be unknown."""
    return st.builds(
        state,
        TEXTS,
        st.sampled_from(State),
        path=st.none() | TEXTS,
        why=st.none() | TEXTS,
        branch=st.none() | TEXTS,
        head=st.none() | TEXTS,
        upstream=st.none() | TEXTS,
        ahead=COUNTS,
        behind=COUNTS,
        staged=COUNTS,
        fetched=TIMES,
        committed=TIMES,
        remotes=st.tuples(st.builds(Remote, TEXTS, TEXTS.map(lambda text: f"https://{text}"))),
        owner=st.none() | TEXTS,
        tags=st.tuples(TEXTS),
        changed=st.tuples(TEXTS),
    )


@st.composite
def qualities(draw: st.DrawFn, slugs: list[str]) -> QualitySection:
    """Scores of these repositories, and gates that anybody may have named."""
    if not draw(st.booleans()):
        return QualitySection()
    gates = st.builds(asked, TEXTS, st.sampled_from(Severity), title=TEXTS)
    outcomes = st.dictionaries(st.sampled_from(Outcome), st.integers(0, 10**6))
    tallies = draw(st.lists(st.builds(GateTally, gates, outcomes), max_size=3, unique_by=lambda t: t.gate.id))
    return replace(quality(*slugs, now=NOW), gates=tuple(tallies), advisories=draw(st.none() | TEXTS))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A small report with hostile texts in every field that a repository can fill."""
    repositories = draw(st.lists(states(), max_size=3))
    slugs = [one.slug for one in repositories] or [draw(TEXTS)]
    found = st.builds(
        finding,
        st.sampled_from((*RULES, "gone")) | TEXTS,
        st.sampled_from(slugs),
        TEXTS,
        TEXTS,
        path=TEXTS,
        line=st.integers(-5, 10**9),
        severity=st.sampled_from(Severity),
    )
    changes = st.builds(
        Change,
        slug=st.sampled_from(slugs),
        kind=TEXTS,
        subject=TEXTS,
        before=st.none() | TEXTS,
        after=st.none() | TEXTS,
        cause=st.sampled_from(Cause),
    )
    return report(
        repositories,
        draw(st.lists(found, max_size=3)),
        changes=tuple(draw(st.lists(changes, max_size=2))),
        fleet=draw(TEXTS),
        roots=(draw(TEXTS),),
        not_looked_into=tuple(draw(st.lists(st.builds(Unseen, TEXTS, TEXTS), max_size=2))),
        idle_waivers=tuple(draw(st.lists(IDLE, max_size=2))),
        quality=draw(qualities(sorted(set(slugs)))),
        dependencies=draw(sections(sorted(set(slugs)), TEXTS)),
    )
