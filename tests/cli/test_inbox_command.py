"""What forges sent, at the command line: listed, shown, tried again, dropped."""

from collections.abc import Iterator

import pytest

from gitops_assets.core.inbox.model import InboxState, Provider, Received
from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import gitops


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    """Two deliveries that were given up, and one that waits."""
    assert gitops("store", "migrate").code == 0
    with Store.open(home.store_url) as opened:
        sent = [
            Received(
                provider=Provider.GITHUB,
                delivery=name,
                event="push",
                received=1_772_366_400,
                body=b'{"a": 1}',
            )
            for name in ("one", "two", "three")
        ]
        numbers = [each for each in opened.inbox.add(sent) if each is not None]
        opened.inbox.settle(numbers[:2], InboxState.DEAD, "it says \x1b[31mnothing", None, 1_772_366_500)
        yield opened


def test_deliveries_are_listed_newest_first_and_by_state(store: Store) -> None:
    lines = gitops("inbox", "list").out.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["3", "2", "1"]
    assert lines[3] == "1 waiting, 2 given up."
    assert "\x1b[31m" not in lines[1]
    document = gitops("inbox", "list", "--state", "dead", "--json").document
    assert document["queue"] == {"waiting": 1, "oldest": "2026-03-01T12:00:00Z", "dead": 2}
    assert [each["delivery"] for each in document["deliveries"]] == ["two", "one"]


def test_one_is_shown_with_what_was_sent(store: Store) -> None:
    assert gitops("inbox", "show", "1").document["why"] == "it says \x1b[31mnothing"
    assert gitops("inbox", "show", "1", "--body").out == '{"a": 1}'
    store.inbox.forget(1_772_366_501)
    gitops("inbox", "show", "1", "--body").told(4, "the body of delivery 1 was dropped")
    gitops("inbox", "show", "9").told(2, "no delivery 9", "inbox list")


def test_what_was_given_up_is_tried_again_or_dropped_for_a_reason(store: Store) -> None:
    assert gitops("inbox", "retry", "1").out == "1 delivery will be acted on again.\n"
    assert gitops("inbox", "drop", "--dead", "--reason", "a test").out == "1 delivery dropped.\n"
    ends = store.inbox.ends([1, 2, 3])
    assert ends[1][0] is ends[3][0] is InboxState.WAITING
    assert ends[2] == (InboxState.IGNORED, "dropped by hand: a test")


def test_only_what_was_given_up_can_be_chosen_and_something_must_be(store: Store) -> None:
    gitops("inbox", "retry", "3").told(2, "delivery 3 was not given up: it is waiting")
    gitops("inbox", "retry").told(2, "name deliveries by their numbers", "--dead")
    gitops("inbox", "drop", "1", "--dead", "--reason", "x").told(2, "name deliveries by their numbers")
