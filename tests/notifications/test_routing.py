from dataclasses import replace

import pytest

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.model import Severity
from gitops_assets.core.notifications.letter import MOST_EVENTS, Letter
from gitops_assets.core.notifications.policy import (
    Digest,
    Escalation,
    Group,
    NotificationPolicy,
    Once,
    Quiet,
    Rhythm,
    Route,
)
from gitops_assets.core.notifications.routing import AlreadyTold, routes, told_of
from gitops_assets.core.outbox.model import Planned
from tests.notifications.letters import NOW, event

CHAT = Route(name="chat", to=("chat",))
HOUR = 3600


def plan(
    *events: Event, route: Route = CHAT, told: AlreadyTold | None = None, **rest: object
) -> list[Planned]:
    others = rest.pop("others", ())
    assert isinstance(others, tuple)
    policy = NotificationPolicy(routes=(route, *others), **rest)  # type: ignore[arg-type] # a test's shorthand
    return list(routes(events, policy, told or (lambda *_: None), NOW))


def memory(planned: list[Planned]) -> AlreadyTold:
    known: dict[tuple[str, str], Value] = {(target, key): dict(doc) for target, key, doc in told_of(planned)}
    return lambda target, key: known.get((target, key))  # type: ignore[return-value] # documents are what was put


def test_what_one_audit_found_is_one_message() -> None:
    first, second = event(), event(subject="e" * 32)
    (planned,) = plan(first, second)
    assert (planned.target, planned.key, planned.repository) == ("chat", "audit:12", "")
    assert planned.event_ids == (first.id, second.id)
    assert planned.not_before == NOW
    assert Letter.of(planned.document).title == "acme/app: 2 new findings"


@pytest.mark.parametrize(
    "route",
    [
        {"events": ("gate.*",)},
        {"severity": Severity.CRITICAL},
        {"owners": ("web team",)},
        {"tags": ("public",)},
        {"repositories": ("other/*", "acme/web")},
    ],
)
def test_a_route_takes_only_what_it_asks_for(route: dict[str, object]) -> None:
    assert plan(event(), route=replace(CHAT, **route)) == []  # type: ignore[arg-type] # a test's shorthand


def test_a_route_that_asks_for_exactly_this_takes_it() -> None:
    route = replace(
        CHAT,
        events=("finding.*",),
        severity=Severity.HIGH,
        owners=("platform team",),
        tags=("public", "work"),
        repositories=("other/*", "ACME/*"),
    )
    assert len(plan(event(), route=route)) == 1


def test_an_event_without_severity_counts_as_info() -> None:
    moved = event(EventKind.REPOSITORY_CHANGED, severity=None)
    assert plan(moved, route=replace(CHAT, events=("*",), severity=Severity.LOW)) == []
    assert len(plan(moved, route=replace(CHAT, events=("*",)))) == 1


def test_two_routes_to_one_channel_tell_it_once() -> None:
    assert len(plan(event(), others=(replace(CHAT, name="again"),))) == 1


def test_what_a_last_route_took_no_later_one_sees() -> None:
    later = Route(name="mail", to=("mail",))
    assert [each.target for each in plan(event(), others=(later,))] == ["chat", "mail"]
    assert [each.target for each in plan(event(), route=replace(CHAT, last=True), others=(later,))] == [
        "chat"
    ]
    milder = replace(CHAT, last=True, severity=Severity.CRITICAL)
    assert [each.target for each in plan(event(), route=milder, others=(later,))] == ["mail"]


def test_the_same_news_is_not_told_twice_in_a_row() -> None:
    told = memory(plan(event()))
    again = event(cause="audit:13")
    assert plan(again, told=told) == []
    assert len(plan(again, told=told, route=replace(CHAT, once=Once.EVENT))) == 1
    assert len(plan(event(EventKind.FINDING_FIXED), again, told=told)) == 2
    fixed = plan(event(EventKind.FINDING_FIXED, cause="audit:13"), told=told)
    assert len(fixed) == 1
    assert len(plan(event(EventKind.FINDING_REOPENED, cause="audit:14"), told=memory(fixed))) == 1


def test_whom_a_schedule_names_hears_of_its_audit_and_of_nothing_else() -> None:
    policy = NotificationPolicy(targets={"ops": "webhook:ops", "chat": "chat"})
    asked = event(EventKind.AUDIT_COMPLETED, details={"notify": ["chat", "ops", "gone", 3]})
    found = event(details={"notify": ["chat"]})
    planned = routes([asked, found], policy, lambda *_: None, NOW)
    assert [(each.target, each.event_ids) for each in planned] == [
        ("chat", (asked.id,)),
        ("webhook:ops", (asked.id,)),
    ]


def test_a_list_of_findings_hears_of_every_end_and_a_chat_does_not() -> None:
    tickets = Route(name="tickets", to=("tickets",), group=Group.GATE)
    both = plan(event(), others=(tickets,))
    gone = event(EventKind.FINDING_GONE, cause="audit:13")
    assert [each.target for each in plan(gone, others=(tickets,), told=memory(both))] == ["tickets"]
    # Who never heard that it went does not hear that it is back.
    back = plan(event(EventKind.FINDING_REOPENED, cause="audit:14"), others=(tickets,), told=memory(both))
    assert back == []


def test_a_score_that_falls_and_rises_is_news_each_time() -> None:
    down = event(EventKind.SCORE_CROSSED, subject="75", details={"direction": "down"})
    up = replace(down, details={"direction": "up"}, cause="audit:13")
    told = memory(plan(down))
    assert plan(replace(down, cause="audit:13"), told=told) == []
    assert len(plan(up, told=told)) == 1


def test_a_repository_that_changes_again_is_news_again() -> None:
    route = replace(CHAT, events=("repository.changed",))
    moved = event(EventKind.REPOSITORY_CHANGED, subject="")
    assert (
        len(plan(replace(moved, cause="audit:13"), told=memory(plan(moved, route=route)), route=route)) == 1
    )


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        (Group.EVENT, [f"finding:acme/app:{'f' * 32}", f"finding:acme/web:{'e' * 32}"]),
        (Group.REPOSITORY, ["repository:acme/app", "repository:acme/web"]),
        (Group.GATE, ["gate:readme-present"]),
        (Group.AUDIT, ["audit:12"]),
    ],
)
def test_messages_are_grouped_as_the_route_or_the_channel_wants(group: Group, keys: list[str]) -> None:
    events = event(), event(slug="acme/web", subject="e" * 32)
    assert [each.key for each in plan(*events, route=replace(CHAT, group=group))] == keys
    assert [each.key for each in plan(*events, groups={"chat": group})] == keys


def test_a_ticket_is_about_findings_only() -> None:
    route = replace(CHAT, events=("*",), group=Group.GATE)
    assert plan(event(EventKind.GATE_FAILED), event(EventKind.AUDIT_COMPLETED, slug=""), route=route) == []


def test_a_digest_waits_for_its_hour_and_grows_till_then() -> None:
    route = replace(CHAT, digest=Digest(rhythm=Rhythm.DAILY))
    (planned,) = plan(event(), route=route)
    assert planned.not_before == NOW + 21 * HOUR
    assert planned.bundle == planned.key == f"daily:{planned.not_before}"
    (later,) = plan(event(slug="acme/web", cause="audit:13"), route=route)
    assert later.bundle == planned.bundle
    assert planned.repository == later.repository == ""


def test_in_quiet_hours_only_what_is_bad_enough_is_told_at_once() -> None:
    quiet = Quiet(start=11 * 60, end=13 * 60)
    route = replace(CHAT, quiet=quiet)
    waits, at_once = plan(event(), event(subject="e" * 32, severity=Severity.CRITICAL), route=route)
    assert (waits.not_before, waits.bundle) == (NOW + HOUR, f"morning:{NOW + HOUR}")
    assert (at_once.not_before, at_once.bundle) == (NOW, "")
    never = replace(CHAT, quiet=replace(quiet, unless=None))
    assert {each.not_before for each in plan(event(severity=Severity.CRITICAL), route=never)} == {NOW + HOUR}


def test_a_digest_that_falls_into_quiet_hours_comes_after_them() -> None:
    route = replace(CHAT, digest=Digest(rhythm=Rhythm.HOURLY), quiet=Quiet(start=12 * 60 + 30, end=14 * 60))
    (planned,) = plan(event(), route=route)
    assert (planned.not_before, planned.bundle) == (NOW + 2 * HOUR, f"hourly:{NOW + 2 * HOUR}")


def test_a_ticket_keeps_its_key_while_it_waits() -> None:
    route = replace(CHAT, digest=Digest(rhythm=Rhythm.DAILY), group=Group.GATE)
    (planned,) = plan(event(), route=route)
    assert (planned.key, planned.bundle, planned.not_before) == ("gate:readme-present", "", NOW + 21 * HOUR)


def test_what_is_overdue_goes_only_to_those_it_is_escalated_to() -> None:
    route = replace(CHAT, escalate=Escalation(hours=4, to=("pager",)))
    late = event(EventKind.FINDING_OVERDUE, details={"route": "chat"})
    assert [
        each.target for each in plan(late, route=route, others=(replace(CHAT, name="x", events=("*",)),))
    ] == ["pager"]


def test_a_webhook_gets_each_event_alone_as_programs_read_it() -> None:
    route = replace(CHAT, to=("webhook:portal",), digest=Digest(rhythm=Rhythm.DAILY))
    opened, fixed = event(), event(EventKind.FINDING_FIXED, cause="audit:13")
    first, second = planned = plan(opened, fixed, route=route)
    assert first.document == {
        "type": "finding.opened",
        "timestamp": "2026-03-01T11:59:00Z",
        "data": opened.document,
    }
    assert (first.key, first.repository, first.bundle) == (opened.key, "acme/app", "")
    assert second.event_ids == (fixed.id,)
    assert plan(fixed, route=route, told=memory(planned)) == []


def test_ten_thousand_events_are_one_document_of_bounded_size() -> None:
    many = [event(subject=f"{nth:032}") for nth in range(10_000)]
    (planned,) = plan(*many)
    assert len(planned.event_ids) == 10_000
    letter = Letter.of(planned.document)
    assert (len(letter.events), letter.omitted) == (MOST_EVENTS, 10_000 - MOST_EVENTS)
    assert letter.title == "acme/app: 500 new findings and 9500 more"


def test_what_opened_and_closed_before_the_digest_is_only_counted() -> None:
    (first,) = plan(event(), event(subject="e" * 32))
    (later,) = plan(event(EventKind.FINDING_FIXED, cause="audit:13"))
    bundled = {**first.document, "events": [*_events(first), *_events(later)]}
    letter = Letter.of(bundled)
    assert [each.subject for each in letter.events] == ["e" * 32]
    assert letter.settled == 1


def test_a_letter_that_is_no_letter_is_empty_and_does_not_crash() -> None:
    assert (
        Letter.of({"events": [3, {"type": 4, "severity": "bad", "details": []}], "omitted": "x"}).title == ""
    )
    assert Letter.of({}).title == "Nothing is left to tell"


def _events(planned: Planned) -> list[Value]:
    listed = planned.document["events"]
    assert isinstance(listed, list)
    return listed
