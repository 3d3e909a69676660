import pytest

from gitops_assets.core.inbox.envelope import LONGEST, received
from gitops_assets.core.inbox.limits import SENDERS, Buckets, sender_of
from gitops_assets.core.inbox.model import Provider

NAMES = [
    (Provider.GITHUB, {"x-github-delivery": "d", "x-github-event": "push"}),
    (Provider.GITEA, {"x-gitea-delivery": "d", "x-gitea-event": "push", "x-github-delivery": "other"}),
    (Provider.GITLAB, {"idempotency-key": "d", "x-gitlab-event": "push", "x-gitlab-event-uuid": "shared"}),
    (Provider.BITBUCKET, {"x-request-uuid": "d", "x-event-key": "push"}),
    (Provider.GENERIC, {"webhook-id": "d", "x-event": "push"}),
]


@pytest.mark.parametrize(("provider", "headers"), NAMES, ids=[name for name, _ in NAMES])
def test_a_delivery_has_the_name_that_its_forge_gave_it(provider: Provider, headers: dict[str, str]) -> None:
    made = received(provider, b"{}", headers, 5.9)
    assert (made.delivery, made.event, made.received, made.body) == ("d", "push", 5, b"{}")


def test_a_delivery_without_a_name_is_named_by_what_it_says() -> None:
    first, again, other = (received(Provider.GITHUB, body, {}, 1) for body in (b"a", b"a", b"b"))
    assert first.delivery == again.delivery != other.delivery
    assert first.delivery.startswith("sha256:")


def test_a_name_that_is_too_long_stays_different_from_others() -> None:
    long = ["n" * LONGEST + end for end in ("a", "b")]
    one, other = (received(Provider.GITHUB, b"", {"x-github-delivery": name}, 1).delivery for name in long)
    assert one != other
    assert len(one) < LONGEST


def test_only_headers_that_say_what_the_body_is_are_kept() -> None:
    headers = {
        "content-type": "application/json", "user-agent": "GitHub-Hookshot/1" + "x" * 999,
        "authorization": "planted", "cookie": "planted", "x-gitlab-token": "planted",
        "x-hub-signature-256": "planted", "webhook-signature": "planted", "x-request-id": "planted",
    }  # fmt: skip
    made = received(Provider.GITLAB, b"", headers, 1, "r1")
    assert made.headers.keys() == {"content-type", "user-agent", "x-request-id"}
    assert made.headers["x-request-id"] == "r1"
    assert "planted" not in repr(made)
    assert max(map(len, made.headers.values())) == LONGEST


def test_a_sender_may_ask_so_often_at_once_and_again_after_a_while() -> None:
    buckets = Buckets(rate=2, burst=3)
    assert [buckets.take("a", 0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b", 0) == 0
    assert buckets.take("a", 0.5) == 0
    assert buckets.take("a", 0.5) > 0
    assert [buckets.take("a", 99) for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    buckets = Buckets(rate=1, burst=1)
    assert buckets.take("a", 100) == 0
    assert buckets.take("a", 50) == 1


def test_no_more_senders_are_remembered_than_fit() -> None:
    buckets = Buckets(rate=1, burst=1)
    for number in range(SENDERS + 10):
        buckets.take(str(number), 0)
    assert len(buckets._known) == SENDERS
    assert buckets.take(str(SENDERS + 9), 0) > 0


def test_whoever_has_a_network_of_addresses_is_one_sender() -> None:
    assert sender_of("2001:db8:1:2:3::1") == sender_of("2001:db8:1:2:ffff::9")
    assert sender_of("2001:db8:1:3::1") != sender_of("2001:db8:1:2::1")
    assert sender_of("192.0.2.1") == "192.0.2.1"
    assert sender_of("::ffff:192.0.2.1") != sender_of("::ffff:192.0.2.2")
    assert sender_of("a socket") == "a socket"
