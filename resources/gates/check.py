"""One repository asked at one stage: its staged files, its work tree or a commit, against a base or alone."""

import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from gitops_assets.core.advisories.exposures import exposures
from gitops_assets.core.definitions.model import Definitions
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates.checking import Check, checked
from gitops_assets.core.gates.engine import FLOOD, judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Gate, Judgement, Need, Stage
from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Hits
from gitops_assets.core.gates.selection import gates_of
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.model import RepositoryState, State
from gitops_assets.core.state.derive import Ages
from gitops_assets.core.tree import Tree
from resources.advisories.snapshot import Snapshot, snapshot_path
from resources.definitions import artifacts, definitions_beside
from resources.dependencies.analysis import analysis_of
from resources.gates.content import Asks, Reading, history
from resources.gates.manifests import Manifests
from resources.gates.releasing import UNASKED, Release, released
from resources.git.command import run
from resources.git.staged import IndexTree
from resources.git.state import Reading as Look
from resources.git.survey import locate, survey
from resources.git.top import NoRepository, top_of
from resources.git.tree import CommitTree, WorkTree
from resources.home import find_home
from resources.secrets.asking import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``staged``: the index against HEAD, else the work tree; ``since``: a ref to compare with."""

    path: str
    stage: Stage
    fleet: Fleet = field(default_factory=Fleet)
    fleet_file: str | None = None
    staged: bool = False
    since: str | None = None


@dataclass(frozen=True)
class _Here:
    """The repository that is asked, and what its trees share."""

    path: bytes
    state: RepositoryState
    gates: tuple[Gate, ...]
    known: frozenset[str]
    fleet: Fleet
    manifests: Manifests
    snapshot: Snapshot | None
    definitions: Definitions
    memo: dict[str, Hits] = field(default_factory=dict)

    @cached_property
    def needs(self) -> frozenset[Need]:
        """What its gates need."""
        return frozenset(need for gate in self.gates for need in gate.needs)

    def judgement(self, tree: Tree, changed: frozenset[str] | None, beside: "_Beside") -> Judgement:
        """What the gates say of one of its trees, programs of the fleet's own gates among them."""
        asked = self.needs & {Need.MANIFESTS, Need.ADVISORIES}
        known = self.manifests.of(self.state.slug, tree) if asked else None
        advised = None if known is None else exposures(known, known.locked, self.snapshot)
        reading = Reading(history=Need.HISTORY in self.needs)
        facts = Facts(
            state=self.state,
            tree=TreeFacts(tree, scanners=SCANNERS, memo=self.memo, changed=changed),
            manifests=known,
            advisories=advised,
            history=history(self.path, self.state.head, reading),
            detected=Search.of(self.gates, self.fleet.policy).detected(tree),
            base=beside.base,
            release=beside.release.files,
            unreleased=beside.release.why,
            artifacts=beside.artifacts,
            programs=self._programs(tree, beside.asks),
            gates=self.known,
        )
        # All of a flood is compared, or what is new would hide behind what is old.
        return judge(facts, self.gates, self.fleet.policy, at=int(time.time()), most=FLOOD)

    def _programs(self, tree: Tree, wanted: Collection[str] | None) -> Mapping[str, ProgramAnswer]:
        asks = Asks.of(self.fleet, self.definitions)
        asked = [gate.id for gate in self.gates if wanted is None or gate.id in wanted]
        return asks.about(tree, asked) if asks else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What a tree is compared with, and what lies beside it.

    ``asks`` are the gates whose programs are run, None for all: where nothing is found now, nobody need know
    whether the base has it.
    """

    base: TreeFacts | None = None
    release: Release = UNASKED
    artifacts: Mapping[str, bytes] = field(default_factory=dict)
    asks: Collection[str] | None = None


def check(asked: Asked) -> Check:
    """Ask every gate of the stage; raises :class:`NoRepository`, and as trees do."""
    definitions = definitions_beside(asked.fleet, asked.fleet_file)
    policy = asked.fleet.policy
    known = gates_of(definitions, policy)
    gates = tuple(gate for gate in known.at(asked.stage) if policy.enabled(gate.id))
    here = _here(asked, gates, frozenset(gate.id for gate in known.gates), definitions)
    with ExitStack() as stack:
        head = stack.enter_context(_head(asked, here.path))
        base, compared = _base(asked, here, stack)
        changed = None if base is None else _changed(base, head)
        beside = _beside(asked, here, base, stack)
        judgement = here.judgement(head, changed, beside)
        # What a build left in the work tree was measured of what is asked about, not of its base.
        then = _Beside(release=beside.release, asks={each.gate for each in judgement.findings})
        before = None if base is None else here.judgement(base, changed, then)
    findings, score = checked(judgement, before, gates, asked.fleet.policy)
    return Check(
        slug=here.state.slug,
        stage=asked.stage,
        gates={gate.id: gate for gate in gates},
        evaluations=judgement.evaluations,
        findings=findings,
        score=score,
        policy=definitions.policy_digest(asked.fleet.digest),
        compared=compared,
        advisories=here.snapshot.date if here.snapshot else None,
    )


def _here(asked: Asked, gates: tuple[Gate, ...], known: frozenset[str], definitions: Definitions) -> _Here:
    top = top_of(asked.path)
    located = [each for each in locate([top]).located if each.path == top]
    if not located:
        raise NoRepository(f"{asked.path} is in no git repository; name a folder inside of one")
    (state,) = survey(located, Look(), Ages(now=int(time.time())))
    born = tuple(each for each in state.states if each is not State.UNBORN)
    return _Here(
        located[0].path,
        # What is checked are files that are there, also before the first commit.
        replace(state, states=born),
        gates,
        known,
        asked.fleet,
        Manifests(analysis_of(asked.fleet)),
        _snapshot(gates),
        definitions,
    )


def _snapshot(gates: tuple[Gate, ...]) -> Snapshot | None:
    """The advisories of the home, where a gate asks for them and somebody imported some."""
    asked = any(Need.ADVISORIES in gate.needs for gate in gates)
    return Snapshot.open(snapshot_path(find_home())) if asked else None


def _beside(asked: Asked, here: _Here, base: Tree | None, stack: ExitStack) -> _Beside:
    release = UNASKED
    if Need.RELEASE in here.needs:
        # What is staged comes after HEAD, whose release is then the one before.
        release = stack.enter_context(released(here.path, here.state.head, own=asked.staged))
    return _Beside(
        base=None if base is None else TreeFacts(base),
        release=release,
        artifacts=artifacts(os.fsdecode(here.path), here.definitions.artifacts),
    )


@contextmanager
def _head(asked: Asked, path: bytes) -> Iterator[Tree]:
    if asked.staged:
        with IndexTree(path) as tree:
            yield tree
    else:
        yield WorkTree(path)


def _base(asked: Asked, here: _Here, stack: ExitStack) -> tuple[Tree | None, str | None]:
    """What to compare with, and its name; nothing for a work tree alone, or before the first commit."""
    if asked.since is not None:
        ref = _merge_base(here.path, asked.since)
    elif asked.staged and here.state.head is not None:
        ref = here.state.head
    else:
        return None, None
    return stack.enter_context(CommitTree(here.path, ref)), asked.since or "HEAD"


def _merge_base(path: bytes, ref: str) -> str:
    """Where this branch left ``ref``; the ref itself where they have nothing in common (a shallow clone)."""
    named = run(path, ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"))
    commit = named.out.decode().strip()
    if named.code or not commit:
        raise NoRepository(f"--since {ref} names no commit here; fetch it first (git fetch origin {ref})")
    forked = run(path, ("merge-base", commit, "HEAD"))
    return forked.out.decode().strip() or commit


def _changed(base: Tree, head: Tree) -> frozenset[str]:
    known = frozenset(base.paths())
    return frozenset(path for path in head.paths() if path not in known or base.oid(path) != head.oid(path))
