"""From an audit to a message: what changed is told once, to whom fleet.yaml names."""

import threading
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.events.transitions import transitions
from resources.couriers.delivering import Delivering, escalate
from resources.home import find_home
from resources.notifiers.fleets import FleetNotifications
from resources.reporting import report_of
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_slack import CHANNEL, FakeSlack
from tests.repositories import repository

pytestmark = pytest.mark.usefixtures("quickly")

FLEET = """\
roots: [fleet]
notifications:
  channels:
    chat:
      slack: {{channel: {channel}, api_url: "{url}"}}
  routes:
    - to: [chat]
      group: event
      events: ["finding.*"]
      escalate: {{after_hours: 1, to: [chat], severity: info}}
"""


@pytest.fixture
def slack(httpserver: HTTPServer) -> FakeSlack:
    return FakeSlack(httpserver)


@pytest.fixture
def told(fleet: Path, slack: FakeSlack) -> Path:
    """A fleet file beside the fleet, audited once."""
    file = fleet.parent / "fleet.yaml"
    file.write_text(FLEET.format(channel=CHANNEL, url=slack.url))
    audit(file)
    return file


def audit(file: Path) -> None:
    done = gitops("audit", "--fleet", file, "--skip", "gates", "--fail-on", "never")
    assert done.code == 0, done.err


def tell(store: Store) -> int:
    """What the sensor and the service's loop do; how many messages were tried."""
    newest = store.latest_audit()
    assert newest is not None
    store.outbox.add(transitions(report_of(store, newest.id)))
    return Delivering(store, [FleetNotifications(store, PLANTED)]).once()


def texts(slack: FakeSlack) -> list[str]:
    return [message["text"] for message in slack.messages.values()]


def test_what_an_audit_finds_is_told_once_and_again_when_it_is_mended(
    told: Path, fleet: Path, slack: FakeSlack
) -> None:
    with Store.open(find_home().store_url) as store:
        assert tell(store) == 0  # a first audit is compared with nothing
        (fleet / "api" / "new").write_text("x")
        audit(told)
        assert tell(store) == 1
        assert tell(store) == 0
        audit(told)
        assert tell(store) == 0
        (fleet / "api" / "new").unlink()
        audit(told)
        tell(store)
    first, *later = texts(slack)
    assert "work" in first.lower()
    assert later
    assert len({message.get("thread_ts") for message in slack.messages.values()}) == 2


def test_a_fleet_whose_file_breaks_is_told_of_by_what_it_said(
    told: Path, fleet: Path, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    with Store.open(find_home().store_url) as store:
        notifications = FleetNotifications(store, PLANTED)
        notifications.refresh()
        told.write_text("roots: 3\n")
        notifications.refresh()
        notifications.refresh()
        assert list(notifications.channels) == ["chat"]
        assert notifications.limits == {"chat": 1}
    assert caplog.text.count("notifications of") == 1


def test_what_waits_too_long_is_escalated_once(told: Path, fleet: Path, slack: FakeSlack) -> None:
    (fleet / "api" / "new").write_text("x")
    audit(told)
    with Store.open(find_home().store_url) as store:
        tell(store)
        notifications = FleetNotifications(store, PLANTED)
        notifications.refresh()
        now = int(store.outbox.since(0)[-1].at)
        assert notifications.escalate(now) == 0
        assert notifications.escalate(now + 3601) == 1
        assert notifications.escalate(now + 3700) == 0
        Delivering(store, [notifications]).once()
    assert "Open for 1 hour:" in texts(slack)[-1]


def test_the_loop_that_looks_ends_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    stop.set()
    home = find_home()
    with Store.open(home.store_url) as store:
        escalate(store, home, stop)


def test_two_fleets_may_call_their_channels_alike(told: Path, fleet: Path, slack: FakeSlack) -> None:
    other = fleet.parent / "other"
    repository(other / "fleet" / "shop")
    (other / "fleet.yaml").write_text(FLEET.format(channel=CHANNEL, url=slack.url))
    audit(other / "fleet.yaml")
    with Store.open(find_home().store_url) as store:
        notifications = FleetNotifications(store, PLANTED)
        notifications.refresh()
        names = list(notifications.channels)
        assert len(names) == len({id(each) for each in notifications.channels.values()}) == 2
        assert sorted(name.rpartition("/")[2] for name in names) == ["chat", "chat"]
        for party in notifications.parties:
            assert set(party.policy.routes[0].to) == set(party.channels)
        (other / "fleet" / "shop" / "new").write_text("x")
        audit(other / "fleet.yaml")
        assert tell(store) == 1
        (attempt,) = store.outbox.log()
        assert attempt.outcome == "sent"
