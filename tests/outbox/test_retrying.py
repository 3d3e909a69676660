import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.outbox.model import Dead, Delivery, Later
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.outbox.retrying import Patience, after, seconds_of, wait
from tests.outbox.made import NOW

PATIENCE = Patience()
DOWN = Refused("it answered 503", status=503)


def delivery(attempts: int = 1) -> Delivery:
    return Delivery(
        id=7,
        attempts=attempts,
        first_at=NOW,
        event_ids=(),
        target="t",
        key="k",
        not_before=NOW,
        document={},
    )


def test_waits_grow_and_end_at_the_longest() -> None:
    waits = [wait(n, PATIENCE, 0.99) for n in range(1, 30)]
    assert waits == sorted(waits)
    assert 2.5 <= wait(1, PATIENCE, 0) <= 5
    assert wait(10**9, PATIENCE, 0.99) <= PATIENCE.longest


def test_two_messages_that_failed_together_are_not_tried_together() -> None:
    assert wait(5, PATIENCE, 0.1) != wait(5, PATIENCE, 0.9)


def test_a_receiver_that_asks_for_time_gets_it_but_not_for_ever() -> None:
    asked = Refused("slow down", retry_after=500, status=429)
    assert after(delivery(), asked, NOW, PATIENCE, 0) == Later(7, NOW + 500, "slow down", NOW, 429)
    forever = after(delivery(), Refused("never", retry_after=1e12), NOW, PATIENCE, 0)
    assert isinstance(forever, Later)
    assert forever.not_before == NOW + 86_400


def test_what_asks_for_less_than_the_wait_waits_all_the_same() -> None:
    later = after(delivery(8), Refused("now", retry_after=0), NOW, PATIENCE, 0)
    assert isinstance(later, Later)
    assert later.not_before > NOW + 100


def test_a_permanent_refusal_is_the_end() -> None:
    gone = Refused("it is gone", permanent=True, status=410)
    assert after(delivery(), gone, NOW, PATIENCE, 0) == Dead(7, "it is gone", NOW, 410)


def test_after_enough_attempts_or_days_a_message_is_given_up_with_a_reason() -> None:
    worn = after(delivery(PATIENCE.attempts), DOWN, NOW, PATIENCE, 0)
    assert worn == Dead(7, "given up after 16 attempts: it answered 503", NOW, 503)
    old = after(delivery(2), DOWN, NOW + 3 * 86_400, PATIENCE, 0)
    assert old == Dead(7, "given up after 3.0 days: it answered 503", NOW + 3 * 86_400, 503)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 0 ", 0),
        ("Fri, 15 Jan 2027 08:01:40 GMT", 100),
        ("Fri, 15 Jan 2016 08:01:40 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("9" * 400, 10 * 365 * 86_400),
    ],
)
def test_retry_after_is_a_number_or_a_date_or_nothing(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header, NOW) == seconds


@given(st.text())
def test_no_header_whatever_breaks_it(header: str) -> None:
    found = seconds_of(header, NOW)
    assert found is None or found >= 0
