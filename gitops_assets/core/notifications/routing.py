"""Which message goes to whom, about what, and not before when.

Pure: events, the fleet's word, what was told already and the time go in, planned deliveries come out, in an
order that follows from the events. Nobody is told the same thing twice in a row, however many audits find it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.notifications.hours import next_digest, quiet_until
from gitops_assets.core.notifications.letter import Told, letter_document
from gitops_assets.core.notifications.policy import Group, NotificationPolicy, Once, Route
from gitops_assets.core.outbox.model import Planned
from gitops_assets.core.times import iso

WEBHOOK = "webhook:"
"""How targets begin that are receivers of webhooks."""

AlreadyTold = Callable[[str, str], Mapping[str, Value] | None]
"""The document of the last event with this key that was planned for this target; None for none."""

_BY_SCHEDULE = Route(name="", to=())
"""How a channel hears that a schedule names: at once, whatever routes say."""

_TURNS = frozenset({"finding", "gate", "score", "health", "run"})
"""What stands until it turns; of a repository that changed again there is news each time."""


def routes(
    events: Iterable[Event], policy: NotificationPolicy, already_told: AlreadyTold, now: int
) -> tuple[Planned, ...]:
    """The deliveries that these events give, each event once a target, in the order of the events."""
    plan = _Plan(policy, already_told, now)
    for event in events:
        plan.take(event)
    return plan.planned()


def word_of(document: Mapping[str, Value]) -> tuple[Value, Value]:
    """What an event says of its thing: two that say the same are one piece of news."""
    kind, details = document.get("type"), document.get("details")
    known = details if isinstance(details, Mapping) else {}
    if kind == EventKind.FINDING_REOPENED:
        kind = EventKind.FINDING_OPENED.value
    return kind, known.get("direction", known.get("after"))


class _News:
    """An event with what follows from it, worked out once: a burst of them meets every route."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.id = event.id
        self.key = event.key
        self.document = event.document


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message belongs; events of one place share one."""

    target: str
    key: str
    repository: str
    not_before: int
    group: Group
    digest: str
    bundle: str
    alone: str = ""


class _Plan:
    def __init__(self, policy: NotificationPolicy, already_told: AlreadyTold, now: int) -> None:
        self._policy = policy
        self._already_told = already_told
        self._now = now
        self._told: dict[tuple[str, str], Mapping[str, Value]] = {}
        self._taken: set[tuple[str, str]] = set()
        self._messages: dict[_Place, list[_News]] = {}

    def take(self, event: Event) -> None:
        """Find every place for one event."""
        news = _News(event)
        for route in self._policy.routes:
            targets = route.targets(event)
            for target in targets:
                self._offer(news, route, target)
            for target in route.enters(event):
                if self._policy.group(route, target) is Group.GATE:
                    self._offer(news, route, target)
            if targets and route.last:
                break
        for target in self._policy.asked_for(event):
            self._offer(news, _BY_SCHEDULE, target)

    def planned(self) -> tuple[Planned, ...]:
        """All messages, in the order in which the first event of each came."""
        return tuple(_planned(place, told) for place, told in self._messages.items())

    def _offer(self, news: _News, route: Route, target: str) -> None:
        group = self._policy.group(route, target)
        if (target, news.id) in self._taken or not _suits(news.event, group):
            return
        if route.once is Once.KEY and self._is_known(news, target):
            return
        self._taken.add((target, news.id))
        self._told[target, news.key] = news.document
        place = _place(news, target, group, _when(news.event, route, self._now))
        self._messages.setdefault(place, []).append(news)

    def _is_known(self, news: _News, target: str) -> bool:
        if news.event.kind.value.partition(".")[0] not in _TURNS:
            return False
        last = self._told.get((target, news.key)) or self._already_told(target, news.key)
        return last is not None and word_of(last) == word_of(news.document)


@dataclass(frozen=True, slots=True)
class _When:
    not_before: int
    digest: str = ""


def _when(event: Event, route: Route, now: int) -> _When:
    """At once, with the next digest, or after the quiet hours."""
    moment, digest = now, ""
    overdue = event.kind is EventKind.FINDING_OVERDUE
    if route.digest and not overdue:
        moment, digest = next_digest(route.digest, now), route.digest.rhythm.value
    until = quiet_until(route.quiet, moment) if route.quiet else None
    if until is None or _breaks(event, route):
        return _When(moment, digest)
    return _When(until, digest or "morning")


def _breaks(event: Event, route: Route) -> bool:
    """Whether it is bad enough to be heard in quiet hours."""
    unless = route.quiet.unless if route.quiet else None
    return unless is not None and event.severity is not None and event.severity.rank <= unless.rank


def _suits(event: Event, group: Group) -> bool:
    """A ticket is about findings, a commit's status about one repository."""
    if group is Group.GATE:
        return event.kind.value.startswith("finding.") and bool(event.details.get("gate"))
    return bool(event.slug) if group is Group.REPOSITORY else True


def _place(news: _News, target: str, group: Group, when: _When) -> _Place:
    key, bundle, event = _key(news, group), "", news.event
    if target.startswith(WEBHOOK):
        return _Place(target, news.key, event.slug, when.not_before, Group.EVENT, "", "", news.id)
    if when.digest and group in (Group.EVENT, Group.AUDIT):
        group = Group.AUDIT
        key = bundle = f"{when.digest}:{when.not_before}"
    repository = event.slug if group in (Group.EVENT, Group.REPOSITORY) else ""
    return _Place(target, key, repository, when.not_before, group, when.digest, bundle)


def _key(news: _News, group: Group) -> str:
    event = news.event
    match group:
        case Group.EVENT:
            return news.key
        case Group.REPOSITORY:
            return f"repository:{event.slug}"
        case Group.GATE:
            return f"gate:{event.details.get('gate')}"
        case Group.AUDIT:
            return event.cause or news.key


def _planned(place: _Place, told: list[_News]) -> Planned:
    document = (
        _posted(told[0])
        if place.alone
        else letter_document(place.group.value, place.key, [news.document for news in told], place.digest)
    )
    return Planned(
        event_ids=tuple(news.id for news in told),
        target=place.target,
        key=place.key,
        repository=place.repository,
        not_before=place.not_before,
        document=document,
        bundle=place.bundle,
    )


def _posted(news: _News) -> dict[str, Value]:
    """A webhook's body by the Standard Webhooks specification: programs read events one by one."""
    return {"type": news.event.kind.value, "timestamp": iso(news.event.at), "data": news.document}


def told_of(deliveries: Iterable[Planned]) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    """Target, event key and event document of what was planned: what :data:`AlreadyTold` answers from."""
    for delivery in deliveries:
        listed, alone = delivery.document.get("events"), delivery.document.get("data")
        for document in listed if isinstance(listed, list) else [alone]:
            if isinstance(document, dict):
                yield delivery.target, Told.of(document).key, document
