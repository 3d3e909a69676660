"""Deliveries over HTTP: believed or refused, kept once, and never accepted and lost."""

import json
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from threading import Thread
from uuid import uuid4

import httpx2
import pytest
from standardwebhooks import Webhook

from corpus.packages import CACHE, PAYLOADS, missing
from corpus.payloads import read_examples
from gitops_assets.core.inbox.model import InboxState, Provider
from gitops_assets.core.inbox.parsing import read_hook
from resources.home import Home
from service.settings import Limits
from tests.documents import ROOT
from tests.service.conftest import BODY, SECRET, Service, Start, signature


def kept(service: Service, limit: int = 1000) -> list[str]:
    return [each.delivery for each in service.store.inbox.waiting(limit, 2**40)]


def test_a_signed_delivery_is_answered_with_its_number_once_it_is_on_disk(service: Service) -> None:
    answer = service.post(headers={"content-type": "application/json", "x-request-id": "asked-by-proxy"})
    assert answer.status_code == 202
    (waiting,) = service.store.inbox.waiting(10, 2**40)
    assert answer.json() == {"id": waiting.id, "delivery": "d1", "duplicate": False}
    assert (waiting.provider, waiting.event, waiting.body) == (Provider.GITHUB, "push", BODY)
    assert waiting.headers["x-request-id"] == "asked-by-proxy" == answer.headers["x-request-id"]
    assert waiting.headers["content-type"] == "application/json"
    assert read_hook(waiting).full_name == "acme/api"


def test_a_delivery_that_is_sent_again_is_known_also_after_somebody_acted_on_it(service: Service) -> None:
    first = service.post().json()["id"]
    service.store.inbox.settle([first], InboxState.DONE, None, "d1", 5)
    again = service.post()
    assert (again.status_code, again.json()["duplicate"]) == (202, True)
    assert kept(service) == []


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"x-hub-signature-256": ""}, "unsigned"),
        ({"x-hub-signature-256": "sha256=" + "0" * 64}, "wrong-signature"),
        ({"x-hub-signature-256": signature(BODY, "another")}, "wrong-signature"),
        ({"x-hub-signature-256": signature(b"other")}, "wrong-signature"),
        ({"x-hub-signature-256": "sha1=" + "0" * 40}, "wrong-signature"),
    ],
)
def test_what_is_not_signed_by_us_is_refused_and_counted(
    service: Service, headers: dict[str, str], error: str
) -> None:
    answer = service.post(headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, error)
    assert kept(service) == []
    assert f'gitops_webhook_deliveries_total{{provider="github",result="{error}"}} 1.0' in service.metrics


def test_two_secrets_are_valid_while_one_is_being_replaced(start: Start) -> None:
    service = start(secrets={Provider.GITHUB: ("the new one", SECRET)})
    assert service.post().status_code == 202
    assert (
        service.post(
            delivery="d2", headers={"x-hub-signature-256": signature(BODY, "the new one")}
        ).status_code
        == 202
    )


def test_a_provider_without_a_secret_is_not_believed_unless_somebody_said_so(start: Start) -> None:
    service = start(unsigned=frozenset({Provider.GITEA}))
    assert service.client.post("/webhooks/gitlab", content=BODY).status_code == 404
    answer = service.client.post("/webhooks/gitea", content=BODY)
    assert answer.status_code == 202
    assert answer.json()["delivery"].startswith("sha256:")


@pytest.mark.parametrize("late", [0, 301, -301])
def test_a_standard_webhook_from_another_time_is_refused(start: Start, late: int) -> None:
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the specification's example
    at = datetime.now(UTC) + timedelta(seconds=late)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", at, BODY.decode()),
    }
    service = start(secrets={Provider.GENERIC: (secret,)})
    answer = service.client.post("/webhooks/generic", content=BODY, headers=headers)
    assert answer.status_code == (401 if late else 202)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/webhooks/github", 405),
        ("POST", "/webhooks/other", 404),
        ("POST", "/webhooks/github/", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/%00", 404),
    ],
)
def test_nothing_else_is_answered(service: Service, method: str, path: str, status: int) -> None:
    answer = service.client.request(method, path, follow_redirects=True)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_signed_body_that_is_no_json_is_kept_for_whoever_says_why(service: Service) -> None:
    assert service.post(b"\xff{").status_code == 202


def test_a_body_of_thirty_megabytes_is_refused(service: Service) -> None:
    large = b"x" * 30_000_000
    assert service.post(large, delivery="large").status_code == 413
    chunks = (large[at : at + 65_536] for at in range(0, len(large), 65_536))
    streamed = service.client.post("/webhooks/github", content=chunks)
    assert streamed.status_code == 413
    assert service.post().status_code == 202
    assert kept(service) == ["d1"]


def test_the_memory_that_bodies_take_is_bounded_and_given_back(start: Start) -> None:
    service = start(Limits(rate=0, unanswered=1000))
    assert service.post(b"x" * 1001).status_code == 503
    assert [service.post(b"x" * 900, delivery=str(number)).status_code for number in range(5)] == [202] * 5


def test_a_sender_that_asks_too_often_is_told_when_to_come_again(start: Start) -> None:
    service = start(Limits(rate=1, burst=3))
    answers = [service.post(delivery=str(number)) for number in range(5)]
    assert [each.status_code for each in answers] == [202, 202, 202, 429, 429]
    assert answers[-1].headers["retry-after"] in ("1", "2")


def test_a_store_that_somebody_holds_is_waited_for_or_the_delivery_refused(start: Start, home: Home) -> None:
    service = start(Limits(rate=0, answer_seconds=0.3))
    with closing(sqlite3.connect(home.path / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = service.post()
        other.execute("ROLLBACK")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    again = service.post()
    assert again.status_code == 202
    assert kept(service) == ["d1"]


def test_a_store_that_is_gone_refuses_and_takes_again_once_it_is_back(start: Start, home: Home) -> None:
    service = start()
    with closing(sqlite3.connect(home.path / "store.db")) as other:
        other.execute("ALTER TABLE inbox RENAME TO elsewhere")
        assert [service.post(delivery=str(number)).status_code for number in range(3)] == [503, 503, 503]
        assert service.client.get("/health/live").status_code == 200
        other.execute("ALTER TABLE elsewhere RENAME TO inbox")
    assert [service.post(delivery=str(number)).status_code for number in range(3)] == [202, 202, 202]


def test_many_at_once_are_all_kept_and_each_gets_its_own_number(service: Service) -> None:
    numbers: list[int] = []

    def send() -> None:
        with httpx2.Client(base_url=service.client.base_url, timeout=20) as client:
            sender = replace(service, client=client)
            numbers.extend(sender.post(delivery=uuid4().hex).json()["id"] for _ in range(20))

    senders = [Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    waiting = service.store.inbox.waiting(1000, 2**40)
    assert sorted(numbers) == sorted(each.id for each in waiting)
    assert len(numbers) == len(set(numbers)) == 120


def test_a_service_that_is_told_to_end_writes_and_answers_what_it_has_read(start: Start, home: Home) -> None:
    service = start()
    with (
        closing(sqlite3.connect(home.path / "store.db", isolation_level=None)) as other,
        ThreadPoolExecutor() as pool,
    ):
        other.execute("BEGIN IMMEDIATE")
        answers = [pool.submit(service.post, delivery=str(number)) for number in range(3)]
        time.sleep(0.3)
        service.end()
        time.sleep(0.3)
        other.execute("ROLLBACK")
        assert [each.result().status_code for each in answers] == [202, 202, 202]
    assert sorted(kept(service)) == ["0", "1", "2"]


def test_every_payload_that_github_has_published_is_accepted(service: Service) -> None:
    archive = ROOT / CACHE / PAYLOADS.file
    if missing([PAYLOADS], ROOT / CACHE):
        pytest.skip("the payloads are not here: `make test` fetches them, or python -m corpus.packages")
    examples = [each for each in read_examples(archive) if each.source == "api.github.com"]
    for number, example in enumerate(examples):
        body = json.dumps(example.payload).encode()
        answer = service.post(body, delivery=str(number), headers={"x-github-event": example.event})
        assert answer.status_code == 202, answer.text
    waiting = service.store.inbox.waiting(1000, 2**40)
    assert [each.event for each in waiting] == [example.event for example in examples]
    assert {read_hook(each).event for each in waiting} == {example.event for example in examples}
