"""Tickets and what people do with them: who closes one takes its findings up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.events.transitions import transitions
from resources.couriers.delivering import Delivering
from resources.home import Home
from resources.notifiers.fleets import FleetNotifications
from resources.notifiers.following import follow_once, tickets_of
from resources.reporting import report_of
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_github import FakeGitHub

pytestmark = pytest.mark.usefixtures("quickly")

FLEET = """\
roots: [fleet]
notifications:
  channels:
    issues:
      github: {{repository: acme/ops, api_url: "{url}"}}
  routes:
    - {{to: [issues], events: ["finding.*"]}}
"""


@pytest.fixture
def github(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> FakeGitHub:
    monkeypatch.setenv("GITHUB_TOKEN", PLANTED["GITHUB_TOKEN"])
    return FakeGitHub(httpserver)


@pytest.fixture
def told(fleet: Path, github: FakeGitHub) -> Path:
    """A fleet file beside the fleet, audited before and after something was left uncommitted."""
    file = fleet.parent / "fleet.yaml"
    file.write_text(FLEET.format(url=github.url))
    audit(file)
    (fleet / "api" / "new").write_text("x")
    audit(file)
    return file


@pytest.fixture
def store(told: Path, home: Home) -> Iterator[Store]:
    with Store.open(home.store_url) as opened:
        tell(opened)
        yield opened


def audit(file: Path) -> None:
    done = gitops("audit", "--fleet", file, "--skip", "gates")
    assert done.code == 0, done.err


def tell(store: Store) -> None:
    newest = store.latest_audit()
    assert newest is not None
    store.outbox.add(transitions(report_of(store, newest.id)))
    Delivering(store, [FleetNotifications(store)]).once()


def states(*options: str) -> list[str]:
    return [each["state"] for each in gitops("tickets", "list", "--json", *options).document["tickets"]]


def test_a_ticket_that_people_close_is_taken_up_once_and_nobody_opens_it_again(
    store: Store, github: FakeGitHub, told: Path
) -> None:
    assert states("--ask") == ["open"]
    github.issues[0]["state"] = "closed"
    said = gitops("tickets", "list", "--ask").out
    assert "taken-up" in said
    assert "1 finding taken up since the last look." in said
    assert len(store.outbox.acknowledged()) == 1
    assert "taken up" not in gitops("tickets", "list", "--ask").out
    audit(told)
    tell(store)
    assert github.issues[0]["state"] == "closed"


def test_a_new_finding_of_the_same_cause_opens_it_again(
    store: Store, github: FakeGitHub, told: Path, fleet: Path
) -> None:
    github.issues[0]["state"] = "closed"
    assert states("--ask") == ["taken-up"]
    (fleet / "web" / "new").write_text("x")
    audit(told)
    tell(store)
    assert [issue["state"] for issue in github.issues] == ["open"]
    assert states("--ask") == ["open"]


def test_what_is_mended_is_closed_by_us_and_taken_up_by_nobody(
    store: Store, github: FakeGitHub, told: Path, fleet: Path
) -> None:
    (fleet / "api" / "new").unlink()
    audit(told)
    tell(store)
    assert github.issues[0]["state"] == "closed"
    assert states("--ask") == ["mended"]
    assert EventKind.FINDING_ACKNOWLEDGED not in {event.kind for event in store.outbox.since(0)}


def test_a_service_that_does_not_answer_changes_nothing(store: Store, github: FakeGitHub) -> None:
    notifications = FleetNotifications(store, {"GITHUB_TOKEN": "wrong"})
    notifications.refresh()
    assert follow_once(store, tickets_of(notifications.channels), 0) == 0
    assert states() == ["open"]


def test_without_channels_there_are_no_tickets(home: Home) -> None:
    assert gitops("tickets", "list").out == "There are no tickets.\n"
