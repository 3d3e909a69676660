"""The store's part that knows the outgoing webhooks."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from gitops_assets.core.outbox.model import Webhook
from resources.store.engine import Database
from resources.store.outbox_tables import DELIVERIES, WAITS, WEBHOOKS

_W = WEBHOOKS.c
_D = DELIVERIES.c


class WebhookStore:
    """Every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def all(self) -> list[Webhook]:
        """Every webhook, by name."""
        with self.database.reading() as connection:
            return [_webhook(row) for row in connection.execute(select(WEBHOOKS).order_by(_W.name))]

    def find(self, name: str) -> Webhook | None:
        """The webhook of that name."""
        with self.database.reading() as connection:
            row = connection.execute(select(WEBHOOKS).where(_W.name == name)).first()
            return None if row is None else _webhook(row)

    def add(self, webhook: Webhook) -> bool:
        """Add it unless there is one of that name; whether it was added."""
        with self.database.writing() as connection:
            if connection.execute(select(_W.name).where(_W.name == webhook.name)).first():
                return False
            connection.execute(insert(WEBHOOKS), [asdict(webhook)])
            return True

    def update(self, webhook: Webhook) -> bool:
        """Replace the one of that name; whether there was one."""
        values = {name: value for name, value in asdict(webhook).items() if name != "name"}
        with self.database.writing() as connection:
            query = update(WEBHOOKS).where(_W.name == webhook.name).values(values)
            return bool(connection.execute(query).rowcount)

    def remove(self, name: str, at: int) -> int | None:
        """Remove it and give up what waits for it; how much that was, None when there is none."""
        target = Webhook(name=name, url="", secrets=()).target
        given_up: dict[str, Any] = {"state": "dead", "leased": None, "settled": at}
        with self.database.writing() as connection:
            if not connection.execute(delete(WEBHOOKS).where(_W.name == name)).rowcount:
                return None
            waiting = update(DELIVERIES).where(WAITS, _D.target == target)
            return connection.execute(waiting.values(why="the webhook was removed", **given_up)).rowcount


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        name=row.name,
        url=row.url,
        secrets=tuple(row.secrets),
        events=tuple(row.events),
        repositories=tuple(row.repositories),
        enabled=row.enabled,
        allow_private=row.allow_private,
        concurrency=row.concurrency,
        created=row.created,
    )
