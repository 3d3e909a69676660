"""From what forges sent to which repositories are looked at: a burst is one run, and nothing is lost.

Pure. A delivery is settled only when the run that answers it is known to be launched, so whoever is killed
between asking for a run and launching it asks again, under the same key, and one key is one run.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from gitops_assets.core.inbox.model import Hook, HookKind, InboxState
from gitops_assets.core.remote_url import identity, same_repository

MOST_ATTEMPTS = 6
"""How often acting on a delivery may fail before it is given up: for about an hour."""

_QUIET = frozenset(
    (
        *("labeled", "unlabeled", "label_updated", "assigned", "unassigned", "milestoned", "demilestoned"),
        *("locked", "unlocked", "pinned", "unpinned", "typed", "untyped", "subscribed", "starred"),
        *("review_requested", "review_request_removed", "approved", "unapproved"),
        *("auto_merge_enabled", "auto_merge_disabled"),
        *("requested", "queued", "pending", "in_progress", "running"),
    )
)
"""Actions that are about nothing an audit looks at, or that only announce what will be told again."""


class Act(StrEnum):
    """What a kind of delivery leads to."""

    FETCH = "fetch"
    LOOK = "look"
    DISCOVER = "discover"
    NOTHING = "nothing"


ACTS: Mapping[HookKind, Act] = {
    HookKind.PUSH: Act.FETCH,
    HookKind.TAG: Act.FETCH,
    HookKind.CREATE: Act.FETCH,
    HookKind.DELETE: Act.FETCH,
    HookKind.PULL_REQUEST: Act.FETCH,
    HookKind.RELEASE: Act.FETCH,
    HookKind.ISSUE: Act.LOOK,
    HookKind.PIPELINE: Act.LOOK,
    HookKind.REPOSITORY: Act.DISCOVER,
    HookKind.PING: Act.NOTHING,
    HookKind.OTHER: Act.NOTHING,
}
"""Refs that moved are fetched first; what is about the repository itself changes who belongs to the fleet."""

EVERYBODY = ""
"""Stands for the fleet as a whole where a slug is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A delivery that waits: its number, its name (``github:…``), when it came, and what it says.

    Without a ``hook`` its body could not be understood, and ``why`` says so.
    """

    id: int
    name: str
    received: int
    hook: Hook | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A repository of the fleet: its slug and the addresses of its remotes."""

    slug: str
    urls: tuple[str, ...] = ()


class Addresses:
    """The fleet by address and by name, asked once for each delivery."""

    def __init__(self, fleet: Iterable[Known]) -> None:
        self._places: defaultdict[object, list[tuple[str, str]]] = defaultdict(list)
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for each in fleet:
            # A second clone of acme/api is called acme/api@where-it-lies.
            self._names[each.slug.partition("@")[0].casefold()].append(each.slug)
            for url in each.urls:
                self._places[identity(url)].append((url, each.slug))

    def of(self, hook: Hook) -> tuple[str, ...]:
        """Every clone of the repository that a delivery is about, sorted."""
        found = set(self._names.get((hook.full_name or "").casefold(), ()))
        for said in hook.urls:
            place = identity(said)
            near = self._places.get(place, ()) if place is not None else ()
            found |= {slug for url, slug in near if same_repository(url, said)}
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """A run to ask for: of one repository, or of :data:`EVERYBODY` to find out who belongs to the fleet.

    ``cause`` names the delivery that began it, ``letters`` are the numbers of all that it answers.
    """

    slug: str
    run_key: str
    cause: str
    fetch: bool
    letters: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What became of some deliveries."""

    state: InboxState
    letters: tuple[int, ...]
    why: str | None = None
    run_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known besides the deliveries.

    ``launched`` gives for each key under which a run was launched when it started, None while it is queued.
    ``quarantined`` are the repositories that are left alone now.
    """

    fleet: Addresses
    launched: Mapping[str, float | None] = field(default_factory=dict)
    quarantined: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Routing:
    """What to ask for now, which deliveries have ended, and whom a push lets out of quarantine."""

    wakes: tuple[Wake, ...]
    ends: tuple[End, ...]
    released: tuple[str, ...] = ()


def key_of(slug: str, letter: Letter) -> str:
    """The key of the run that a delivery begins for a repository: the same however often it is decided."""
    return f"hook:{letter.name}:{slug}"


def keys_of(letters: Iterable[Letter], fleet: Addresses) -> list[str]:
    """Every key that a run may have that answers one of these; to find out which were launched."""
    return [key_of(slug, letter) for letter in letters for slug in _targets(letter, fleet)]


def route(letters: Sequence[Letter], around: Around) -> Routing:
    """What these deliveries, oldest first, lead to."""
    ends: list[End] = []
    groups: defaultdict[str, list[Letter]] = defaultdict(list)
    released: set[str] = set()
    for letter in letters:
        targets = _targets(letter, around.fleet)
        why = _refusal(letter, targets, around.quarantined)
        if why is not None:
            state = InboxState.IGNORED if letter.hook else InboxState.DEAD
            ends.append(End(state=state, letters=(letter.id,), why=why))
            continue
        released |= around.quarantined.intersection(targets)
        for slug in targets:
            groups[slug].append(letter)
    answers = [answer for slug in sorted(groups) for answer in _answers(slug, groups[slug], around.launched)]
    wakes = tuple(each for each, is_launched in answers if not is_launched)
    open_still = {number for wake in wakes for number in wake.letters}
    done = {
        number: wake.run_key
        for wake, is_launched in answers
        if is_launched
        for number in wake.letters
        if number not in open_still
    }
    return Routing(wakes, (*_merged(ends), *_done(done)), tuple(sorted(released)))


def _act(hook: Hook) -> Act:
    return Act.NOTHING if (hook.action or "") in _QUIET else ACTS[hook.kind]


def _fetches(letter: Letter) -> bool:
    return letter.hook is not None and _act(letter.hook) is not Act.LOOK


def _targets(letter: Letter, fleet: Addresses) -> tuple[str, ...]:
    """The repositories that a delivery wakes; :data:`EVERYBODY` where the fleet itself may have changed."""
    if letter.hook is None or (act := _act(letter.hook)) is Act.NOTHING:
        return ()
    found = fleet.of(letter.hook)
    return (EVERYBODY, *found) if act is Act.DISCOVER else found


def _refusal(letter: Letter, targets: Sequence[str], quarantined: frozenset[str]) -> str | None:
    """Why nothing follows from a delivery, None when something does."""
    hook = letter.hook
    if hook is None:
        return letter.why
    if _act(hook) is Act.NOTHING:
        said = f"{hook.event}/{hook.action}" if hook.action else hook.event
        return f"{said} changes nothing that an audit looks at"
    if not targets:
        return f"no repository of the fleet is a clone of {hook.full_name or 'what it is about'}"
    if _act(hook) is not Act.FETCH and quarantined.issuperset(targets):
        return f"{', '.join(targets)}: in quarantine until a push, or until its time is over"
    return None


def _answers(
    slug: str, letters: Sequence[Letter], launched: Mapping[str, float | None]
) -> Iterator[tuple[Wake, bool]]:
    """The runs that answer a repository's deliveries, and whether each is launched.

    A run answers what came before it started, so everything that comes while it is queued is one burst. One
    that does not fetch never answers a move of refs: those stand first.
    """
    rest = sorted(letters, key=lambda each: (not _fetches(each), each.id))
    while rest:
        key = key_of(slug, rest[0])
        started = launched.get(key)
        # The first one began the run, whatever the clocks of two machines say.
        later = rest[1:] if started is None else [each for each in rest[1:] if each.received < started]
        answered = [rest[0], *later]
        yield _wake(slug, key, answered), key in launched
        ids = {each.id for each in answered}
        rest = [each for each in rest if each.id not in ids]


def _wake(slug: str, key: str, letters: Sequence[Letter]) -> Wake:
    numbers = tuple(sorted(each.id for each in letters))
    return Wake(slug=slug, run_key=key, cause=letters[0].name, fetch=_fetches(letters[0]), letters=numbers)


def _merged(ends: Iterable[End]) -> Iterator[End]:
    """One end for all that ended alike."""
    alike: defaultdict[tuple[InboxState, str | None], list[int]] = defaultdict(list)
    for end in ends:
        alike[end.state, end.why] += end.letters
    for (state, why), numbers in alike.items():
        yield End(state=state, letters=tuple(numbers), why=why)


def _done(answered: Mapping[int, str]) -> Iterator[End]:
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in answered.items():
        by_key[key].append(number)
    for key, numbers in by_key.items():
        yield End(state=InboxState.DONE, letters=tuple(numbers), run_key=key)


def again_after(attempts: int) -> int | None:
    """Seconds until acting on a delivery is tried again that failed so often; None when it is given up."""
    return None if attempts >= MOST_ATTEMPTS else min(1800, 15 * 4 ** (attempts - 1))
