"""What the store's tests run in processes of their own."""

import sys
import time

from resources.store.model import Location
from resources.store.store import Store
from tests.store.audited import begin, failed, finish, request, state

REPOSITORIES = 10
AUDITS = 4


def audit_repeatedly(url: str, writer: str) -> None:
    """Record some audits of one's own repositories, and of one that all writers share."""
    with Store.open(url) as store:
        store.migrate()
        for number in range(AUDITS):
            audit = store.begin_audit(request(100 + number, run_id=f"{writer}-{number}"))
            slugs = [f"{writer}/{each}" for each in range(REPOSITORIES)]
            store.record_repositories(audit, 1, [Location(slug, b"/src", b"/src") for slug in slugs])
            states = [state(slug, ahead=number) for slug in slugs]
            store.record_states(audit, 1, [*states, state("all/shared", head=f"{audit}")])
            store.record_judgements(
                audit, 1, [failed(slug, line=number + 1) for slug in [*slugs, "all/shared"]]
            )
            finish(store, audit)


def hang_in_a_transaction(url: str) -> None:
    """Write something, say so, and wait to be killed."""
    with Store.open(url) as store:
        audit = begin(store)
        with store._recording(audit, 666) as connection:
            connection.exec_driver_sql("DELETE FROM repository_states")
            sys.stdout.write("written\n")
            sys.stdout.flush()
            time.sleep(60)


if __name__ == "__main__":
    hang_in_a_transaction(sys.argv[1])
