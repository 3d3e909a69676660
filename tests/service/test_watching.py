"""Health, metrics and logs: enough for those who watch, nothing for those who spy."""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest
from dagster._daemon.types import DaemonHeartbeat

from gitops_assets.core.inbox.model import InboxState, Provider
from resources.forge.model import ForgeUsage
from resources.forge.quota import remember
from resources.heartbeat import last_heartbeat
from resources.home import Home
from resources.instance import open_instance
from resources.store.store import Store
from service import health, metrics
from service.health import Condition
from service.logs import JsonFormatter
from service.settings import Limits
from tests.outbox.made import event
from tests.service.conftest import BODY, SECRET, Service, Start
from tests.store.audited import begin, finding, finish
from tests.store.test_store_inbox import received


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are found out anew each time."""
    monkeypatch.setattr(health, "FRESH", 0)
    monkeypatch.setattr(metrics, "FRESH", 0)


def components(service: Service) -> dict[str, str]:
    answer = service.client.get("/health").json()
    return {each["name"]: each["condition"] for each in answer["components"]}


def test_a_service_without_a_daemon_takes_deliveries_and_says_that_they_wait(service: Service) -> None:
    assert service.client.get("/health/live").json() == {"status": "fine"}
    answer = service.client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    found = components(service)
    assert found.pop("daemon") == "degraded"
    assert set(found.values()) == {"fine"}


def test_without_its_tables_the_service_is_not_ready_but_alive(service: Service) -> None:
    with service.store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE store_revision SET version_num = 'r0001'")
    answer = service.client.get("/health/ready")
    assert answer.status_code == 503
    assert components(service)["store"] == "failed"
    assert service.client.get("/health/live").status_code == 200


def test_a_delivery_that_waits_for_long_is_told(service: Service) -> None:
    service.store.inbox.add([received("old", received=int(time.time()) - 400)])
    assert components(service)["inbox"] == "degraded"


@pytest.mark.parametrize(("free", "condition"), [(10**12, "fine"), (10**8, "degraded"), (10**6, "failed")])
def test_a_disk_that_fills_is_told_before_it_is_full(
    service: Service, monkeypatch: pytest.MonkeyPatch, free: int, condition: str
) -> None:
    monkeypatch.setattr(health, "free_bytes", lambda _home: free)
    assert components(service)["disk"] == condition


def test_the_daemon_is_heard_of_where_dagster_writes_it_down(home: Home) -> None:
    assert last_heartbeat(home) is None
    at = time.time() - 5
    with open_instance(home) as instance:
        assert last_heartbeat(home) is None
        instance.add_daemon_heartbeat(DaemonHeartbeat(at, "SENSOR", "id", []))
        instance.add_daemon_heartbeat(DaemonHeartbeat(at - 9, "SCHEDULER", "id", []))
    assert last_heartbeat(home) == pytest.approx(at, abs=1)


def test_a_daemon_that_was_heard_of_is_fine(start: Start, home: Home) -> None:
    with open_instance(home) as instance:
        beat(instance)
    service = start()
    assert components(service)["daemon"] == "fine"
    assert service.client.get("/health").json()["status"] == "fine"


def beat(instance: dg.DagsterInstance) -> None:
    instance.add_daemon_heartbeat(DaemonHeartbeat(time.time(), "SENSOR", "id", []))


def test_the_worst_component_decides() -> None:
    some = [
        health.Component("a", each, "") for each in (Condition.FINE, Condition.FAILED, Condition.DEGRADED)
    ]
    assert health.worst(some) is Condition.FAILED
    assert health.worst([]) is Condition.FINE


def test_what_is_counted_begins_with_our_name(start: Start) -> None:
    service = start()
    fill(service.store)
    service.post()
    lines = service.metrics.splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "gitops_"))] == []
    for line in (
        'gitops_webhook_deliveries_total{provider="github",result="accepted"} 1.0',
        'gitops_inbox_deliveries{state="waiting"} 1.0',
        'gitops_inbox_deliveries{state="dead"} 1.0',
        'gitops_audits{status="complete"} 1.0',
        "gitops_audit_last_seconds 50.0",
        'gitops_findings{severity="medium"} 1.0',
        "gitops_inbox_queue 0.0",
        "gitops_store_up 1.0",
    ):
        assert line in lines
    assert 'gitops_http_requests_total{route="/webhooks/github",status="202"} 1.0' in lines


def fill(store: Store) -> None:
    audit = begin(store)
    from gitops_assets.core.gates.model import Evaluation, Judgement  # noqa: PLC0415
    from gitops_assets.core.model import Outcome  # noqa: PLC0415
    from tests.store.audited import GATE  # noqa: PLC0415

    store.record_judgements(audit, 150, [Judgement("a/one", (Evaluation(GATE, Outcome.FAIL),), (finding(),))])
    finish(store, audit)
    (number,) = store.inbox.add([received("bad")])
    assert number is not None
    store.inbox.settle([number], InboxState.DEAD, "five times", None, 5)


def test_no_label_is_chosen_by_a_sender(service: Service) -> None:
    for path in ("/a", "/b/c", "/webhooks/other"):
        service.client.get(path)
    assert 'gitops_http_requests_total{route="other",status="404"} 3.0' in service.metrics


def test_figures_of_a_store_that_is_gone_say_so(service: Service) -> None:
    with service.store.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
    assert "gitops_store_up 0.0" in service.metrics


PLANTED = "planted-secret"


def test_nothing_secret_is_logged_stored_or_shown(
    start: Start, home: Home, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    secrets = {
        Provider.GITHUB: (SECRET, f"{PLANTED}-old"),
        Provider.GITLAB: (f"{PLANTED}-gitlab",),
    }
    service = start(Limits(rate=0, body=1000), secrets=secrets)
    sent = {
        "authorization": f"Bearer {PLANTED}",
        "cookie": f"a={PLANTED}",
        "x-gitlab-token": f"{PLANTED}-gitlab",
    }
    said = [
        service.post(headers=sent),
        service.post(headers={**sent, "x-hub-signature-256": PLANTED}),
        service.post(b"x" * 2000, headers=sent),
        service.client.post("/webhooks/gitlab", content=BODY, headers=sent),
        service.client.post(
            f"/webhooks/gitlab?token={PLANTED}", content=BODY, headers={"x-gitlab-token": PLANTED}
        ),
        service.client.get("/health"),
        service.client.get("/metrics"),
    ]
    assert [each.status_code for each in said] == [202, 401, 413, 202, 401, 200, 200]
    told = capfd.readouterr()
    everything = [told.out, told.err, caplog.text, *(str(vars(record)) for record in caplog.records)]
    everything += [each.text + str(each.headers) for each in said]
    everything += [file.read_bytes().decode("latin-1") for file in home.path.rglob("*") if file.is_file()]
    assert [text[:200] for text in everything if PLANTED in text] == []
    assert '"result": "accepted"' in told.err


def test_a_record_is_one_line_of_json() -> None:
    record = logging.LogRecord("gitops.http", logging.INFO, __file__, 1, "a\nb %s", ("ü",), None)
    record.provider = Provider.GITHUB
    record.where = Path("/x")
    line = JsonFormatter().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["message"], said["provider"], said["where"]) == ("a\nb ü", "github", "/x")
    assert said["time"].endswith("+00:00")


def test_a_record_of_a_crash_has_its_traceback(crash: Callable[[], logging.LogRecord]) -> None:
    assert "ZeroDivisionError" in json.loads(JsonFormatter().format(crash()))["exception"]


@pytest.fixture
def crash() -> Callable[[], logging.LogRecord]:
    def make() -> logging.LogRecord:
        try:
            _ = 1 // 0
        except ZeroDivisionError as error:
            return logging.LogRecord(
                "x", logging.ERROR, __file__, 1, "m", (), (type(error), error, error.__traceback__)
            )
        raise AssertionError

    return make


def test_metrics_know_what_waits_to_be_told_and_what_forges_allow(service: Service, home: Home) -> None:
    remember(home.cache / "forge", "api.github.com", ForgeUsage(remaining=4321, reset=1_800_000_000))
    service.store.outbox.add([event()])
    assert 'gitops_outbox_messages{state="unrouted"} 1.0' in service.metrics
    assert 'gitops_forge_quota_remaining{forge="api.github.com"} 4321.0' in service.metrics
    assert "gitops_forge_quota_reset_seconds" in service.metrics
