"""Webhooks from the command line: added, tried, looked at, sent again; secrets never."""

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.events.model import EventKind
from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.outbox.made import event
from tests.outbox.waiting import waited_for

SECRET = "whsec_" + base64.b64encode(b"hunter2!" * 4).decode()


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", SECRET)


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    assert gitops("store", "migrate").code == 0
    with Store.open(home.store_url) as opened:
        yield opened


def add(url: str, *more: str, name: str = "ops") -> None:
    done = gitops("webhook", "add", name, url, "--secret", "env:HOOK_SECRET", *more)
    assert done.code == 0, done.err


def test_a_webhook_is_added_listed_changed_and_removed() -> None:
    assert gitops("webhook", "list").out == "There are no webhooks.\n"
    add("https://hooks.example/T0?token=hunter22", "--event", "finding.*", "--repository", "acme/*")
    line = gitops("webhook", "list").out
    assert all(
        word in line for word in ("ops", "https://hooks.example/T0", "finding.*", "acme/*", "env:HOOK")
    )
    assert "hunter22" not in line + gitops("webhook", "list", "--json").out
    done = gitops(
        "webhook", "update", "ops", "--event", "", "--disable", "--secret", "file:/run/secrets/hook"
    )
    assert done.out == "Updated ops.\n"
    (webhook,) = gitops("webhook", "list", "--json").document["webhooks"]
    assert (webhook["events"], webhook["enabled"]) == ([], False)
    assert (webhook["secrets"], webhook["repositories"]) == (["file:/run/secrets/hook"], ["acme/*"])
    assert gitops("webhook", "remove", "ops").out == "Removed ops; 0 messages given up.\n"
    gitops("webhook", "remove", "ops").told(2, "no webhook 'ops'", "webhook list")


@pytest.mark.parametrize(
    ("name", "url", "secret", "beat"),
    [
        ("Ops!", "https://hooks.example", "env:S", "its name"),
        ("ops", "http://hooks.example", "env:S", "not https"),
        ("ops", "https://u:hunter22@hooks.example", "env:S", "user or a password"),
        ("ops", "https://hooks.example", SECRET, "secrets themselves are not kept"),
        ("ops", "https://hooks.example", "env:", "not of the form"),
        ("ops", "https://hooks.example", "file:relative", "not of the form"),
    ],
)
def test_what_cannot_be_is_refused_without_repeating_secrets(
    name: str, url: str, secret: str, beat: str
) -> None:
    done = gitops("webhook", "add", name, url, "--secret", secret)
    done.told(2, beat)
    assert SECRET not in done.err
    assert "hunter22" not in done.err


def test_a_webhook_without_a_secret_or_with_an_unknown_event_is_refused() -> None:
    gitops("webhook", "add", "ops", "https://hooks.example").told(2, "no secret to sign with")
    words = ("webhook", "add", "ops", "https://hooks.example", "--secret", "env:S", "--event", "finding.open")
    gitops(*words).told(2, "no event is called finding.open")


def test_a_name_is_taken_once() -> None:
    add("https://hooks.example")
    words = ("webhook", "add", "ops", "https://other.example", "--secret", "env:S")
    gitops(*words).told(2, "there is a webhook 'ops' already")


def test_a_test_message_tells_what_the_receiver_answered(httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/hook", "POST").respond_with_data("thanks", 202)
    httpserver.expect_ordered_request("/hook", "POST").respond_with_data("no", 500)
    add(httpserver.url_for("/hook"), "--allow-private")
    assert gitops("webhook", "test", "ops").out.endswith("and answered 202: thanks\n")
    gitops("webhook", "test", "ops").told(3, "ops did not take it", "it answered 500: no")
    assert waited_for(lambda: len(httpserver.log) == 2)
    assert json.loads(httpserver.log[0][0].get_data())["type"] == "webhook.test"


def test_a_private_address_is_not_written_to_unasked() -> None:
    add("https://localhost:9/hook")
    gitops("webhook", "test", "ops").told(3, "did not take it", "it is this machine")


def test_what_happened_is_delivered_logged_and_sent_again(store: Store, httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/hook").respond_with_data("it is gone", 410)
    httpserver.expect_ordered_request("/hook").respond_with_data("ok")
    add(httpserver.url_for("/hook"), "--allow-private", "--event", "finding.*")
    store.outbox.add([event()])
    assert gitops("webhook", "deliver").out == "1 attempt; 0 waiting, 1 given up.\n"
    assert "it answered 410: it is gone" in gitops("webhook", "logs", "ops").out
    assert "disabled: its receiver answered 410 Gone" in gitops("webhook", "list").out
    assert [each.kind for each in store.outbox.since(0)][1:] == [EventKind.WEBHOOK_DISABLED]
    assert gitops("webhook", "update", "ops", "--enable").out == "Updated ops.\n"
    assert gitops("webhook", "replay", "ops").out == "1 message to ops will be sent again.\n"
    assert gitops("webhook", "deliver").out == "1 attempt; 0 waiting, 0 given up.\n"
    # The server's log gets a request after whoever asked has the answer.
    assert waited_for(lambda: len(httpserver.log) == 2)
    first, second = (request.headers["webhook-id"] for request, _ in httpserver.log)
    assert first == second
    document = gitops("webhook", "logs", "--json").document
    assert [each["outcome"] for each in document["attempts"]] == ["sent", "dead"]
    number = str(document["attempts"][0]["delivery"])
    assert gitops("webhook", "replay", "ops", "--delivery", number).code == 0
    gitops("webhook", "replay", "ops", "--delivery", "99").told(2, "no settled delivery 99")


def test_removing_a_webhook_gives_up_what_waits_for_it(store: Store) -> None:
    add("https://localhost:9/hook")
    store.outbox.add([event()])
    assert gitops("webhook", "deliver").out == "1 attempt; 1 waiting, 0 given up.\n"
    assert gitops("webhook", "remove", "ops").out == "Removed ops; 1 message given up.\n"


def test_planted_secrets_are_nowhere(
    store: Store, home: Home, httpserver: HTTPServer, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    httpserver.expect_request("/hook").respond_with_data(f"signature of {SECRET} is wrong", 401)
    add(httpserver.url_for("/hook"), "--allow-private")
    store.outbox.add([event()])
    said = [
        gitops("webhook", *words) for words in (("deliver",), ("logs",), ("logs", "--json"), ("test", "ops"))
    ]
    store.close()
    key = SECRET.removeprefix("whsec_")
    assert key not in "".join(done.out + done.err for done in said) + caplog.text
    files = [path for path in home.path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if key.encode() in path.read_bytes()]
