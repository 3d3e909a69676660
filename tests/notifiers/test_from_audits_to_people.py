"""Audits, one after the other, and what people get of them: all between report and service but the store."""

from dataclasses import dataclass, field, replace

import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.events.transitions import transitions
from gitops_assets.core.fleet.loading import parse_fleet
from gitops_assets.core.model import FindingRecord, FindingStatus
from gitops_assets.core.notifications.routing import AlreadyTold, routes, told_of
from gitops_assets.core.outbox.model import Delivery, Planned, Receipt
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.report import Report
from resources.couriers.channel import Channel
from resources.notifiers.building import channels_of
from tests.core.fleet_snapshots import found
from tests.exporters.golden_fleet import NOW
from tests.exporters.golden_fleet import report as golden_report
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_slack import CHANNEL, FakeSlack, said

HOUR = 3600
FLEET = """
notifications:
  quiet_hours: {{from: "22:00", to: "07:00"}}
  channels:
    chat: {{slack: {{channel: {channel}, api_url: "{url}", buttons: true}}}}
    daily: {{slack: {{channel: {channel}, api_url: "{url}"}}}}
  routes:
    - to: [chat]
    - {{to: [daily], events: ["*"], digest: daily}}
"""


@dataclass
class Outbox:
    """The courier's outbox as a list: bundles grow until they are tried, what is refused waits an hour."""

    channels: dict[str, Channel]
    waiting: list[Planned] = field(default_factory=list)
    history: list[Planned] = field(default_factory=list)
    receipts: dict[tuple[str, str], Receipt] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def add(self, planned: tuple[Planned, ...]) -> None:
        self.history += planned
        for each in planned:
            same = [
                one
                for one in self.waiting
                if each.bundle and (one.target, one.bundle) == (each.target, each.bundle)
            ]
            if same:
                self.waiting[self.waiting.index(same[0])] = _grown(same[0], each)
            else:
                self.waiting.append(each)

    def deliver(self, now: int) -> None:
        for each in [one for one in self.waiting if one.not_before <= now]:
            self.waiting.remove(each)
            whole = {name: getattr(each, name) for name in Planned.__slots__}
            delivery = Delivery(id=len(self.receipts), first_at=each.not_before, **whole)
            place = each.target, each.key
            try:
                self.receipts[place] = self.channels[each.target].send(delivery, self.receipts.get(place))
            except Refused as refused:
                self.refused.append("dead" if refused.permanent else refused.why)
                self.waiting.append(replace(each, not_before=now + HOUR))

    @property
    def told(self) -> AlreadyTold:
        known = {(target, key): document for target, key, document in told_of(self.history)}
        return lambda target, key: known.get((target, key))


def _grown(old: Planned, new: Planned) -> Planned:
    document = {
        key: [*value, *more]
        if isinstance(value, list) and isinstance(more := new.document[key], list)
        else value
        for key, value in old.document.items()
    }
    return replace(old, event_ids=(*old.event_ids, *new.event_ids), document=document)


@pytest.fixture
def fake(httpserver: HTTPServer) -> FakeSlack:
    return FakeSlack(httpserver)


def audit(number: int, *findings: FindingRecord) -> Report:
    golden = golden_report()
    record = replace(golden.audit, id=number, previous=number - 1)
    return replace(golden, audit=record, findings=findings, changes=())


NEW = found(status=FindingStatus.NEW, message=f"Something of {PLANTED['GITHUB_TOKEN'][:3]}.")


def test_people_hear_of_what_changed_once_and_where_they_chose(fake: FakeSlack) -> None:
    section = parse_fleet(FLEET.format(channel=CHANNEL, url=fake.url), ()).notifications
    outbox = Outbox(channels_of(section.channels, PLANTED))

    def audited(now: int, report: Report) -> None:
        outbox.add(routes(transitions(report), section.policy, outbox.told, now))
        outbox.deliver(now)

    noon = NOW
    audited(noon, audit(2, NEW))
    assert len(fake.messages) == 1  # at once, and the digest waits
    audited(noon + HOUR, audit(3, replace(NEW, status=FindingStatus.EXISTING)))
    assert len(fake.messages) == 1  # nothing new
    audited(noon + 11 * HOUR, audit(4, replace(NEW, status=FindingStatus.FIXED)))
    assert len(fake.messages) == 1  # it is night
    fake.down += [said(503, error="service_unavailable")] * 2
    outbox.deliver(noon + 19 * HOUR)
    assert len(outbox.refused) == 1
    outbox.deliver(noon + 21 * HOUR)
    outbox.deliver(noon + 23 * HOUR)
    title = f"Something of pla. ({NEW.gate} in {NEW.slug})"
    assert [message["text"] for message in fake.messages.values()] == [
        title,
        f"Fixed: {title}",
        "Daily digest: 3 audits, 2 changed lights",
    ]
    assert "1 came and went meanwhile" in str(fake.messages)
    assert outbox.waiting == []


def test_no_secret_leaves_with_a_message(fake: FakeSlack) -> None:
    section = parse_fleet(FLEET.format(channel=CHANNEL, url=fake.url), ()).notifications
    outbox = Outbox(channels_of(section.channels, PLANTED))
    outbox.add(routes(transitions(audit(2, NEW)), section.policy, outbox.told, NOW))
    fake.down.append(said(error="internal_error"))
    outbox.deliver(NOW + 24 * HOUR)
    everything = repr((outbox.history, outbox.receipts, outbox.refused, fake.messages, outbox.channels))
    assert fake.messages
    assert outbox.refused
    assert not [secret for secret in PLANTED.values() if secret in everything]
