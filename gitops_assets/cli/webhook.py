"""``gitops-assets webhook``: who is told of events by HTTP, and what came of it."""

import json
import re
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, replace
from typing import Any

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.gates.words import counted
from gitops_assets.core.outbox.model import Attempt, Delivery, Webhook
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.outbox.subscriptions import TEST, unheard
from gitops_assets.core.remote_url import redact
from gitops_assets.core.text import display
from gitops_assets.core.times import iso
from resources.couriers.delivering import Delivering
from resources.couriers.named_secrets import is_name
from resources.couriers.posting import fault_of
from resources.couriers.webhooks import Webhooks
from resources.store.store import Store

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_SCHEMA = "gitops-assets/webhooks/1"
_LISTS = {"secrets", "events", "repositories"}

_secret = click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="WHERE",
    help="Where the signing secret is: env:NAME or file:/path. Twice while it is being rotated.",
)
_event = click.option(
    "--event",
    "events",
    multiple=True,
    metavar="PATTERN",
    help="Only such events: finding.*, say. Repeatable.",
)
_repository = click.option(
    "--repository", "repositories", multiple=True, metavar="GLOB", help="Only such repositories. Repeatable."
)
_at_once = click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Messages on their way at once; 4 at first.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")


@click.group("webhook")
def command() -> None:
    """Tell others of events by HTTP, signed by the Standard Webhooks specification.

    Secrets stay where they are: only the name of an environment variable or file is kept. Messages leave
    while a service runs on this home, or by `gitops-assets webhook deliver`.
    """


@command.command("add")
@click.argument("name")
@click.argument("url")
@_secret
@_event
@_repository
@_at_once
@click.option("--allow-private", is_flag=True, help="Also where the address is private, or plain http.")
def add(name: str, url: str, concurrency: int | None, **said: Any) -> int:  # noqa: ANN401 - click's options
    """Post events to URL (or env:NAME, where the address itself is a secret) from now on.

    A secret is `whsec_` and 24 to 64 bytes in base64: `echo whsec_$(openssl rand -base64 32)`.
    """
    webhook = Webhook(name=name, url=url, concurrency=concurrency or 4, created=int(time.time()), **said)
    _refuse_unsound(webhook)
    with opened() as store:
        if not store.webhooks.add(webhook):
            raise Stop(Exit.USAGE, f"there is a webhook {name!r} already; change it with webhook update.")
    click.echo(f"Added {name}. Try it: gitops-assets webhook test {name}")
    return Exit.FINE


@command.command("list")
@_json
def listed(*, as_json: bool) -> int:
    """List every webhook: where to, and for what."""
    with opened() as store:
        known = {each: _why(store, each) for each in store.webhooks.all()}
    if as_json:
        shown = [{**asdict(each), "url": _shown(each.url), "why": why[2:]} for each, why in known.items()]
        click.echo(json.dumps({"schema": _SCHEMA, "webhooks": shown}, indent=2))
        return Exit.FINE
    for line in aligned([_cells(*each) for each in known.items()]) if known else ["There are no webhooks."]:
        click.echo(line)
    return Exit.FINE


@command.command("update")
@click.argument("name")
@click.option("--url", help="Another address.")
@_secret
@_event
@_repository
@_at_once
@click.option("--allow-private/--no-allow-private", default=None, help="Whether the address may be private.")
@click.option("--enable/--disable", "enabled", default=None, help="Whether it is told of anything.")
def update(name: str, **said: Any) -> int:  # noqa: ANN401 - click's options, each of its own type
    """Change what is given and leave the rest. An empty --event or --repository means all of them."""
    given: dict[str, Any] = {key: value for key, value in said.items() if value is not None and value != ()}
    for key in _LISTS & given.keys():
        given[key] = tuple(filter(None, given[key]))
    with opened() as store:
        webhook = replace(_known(store, name), **given)
        _refuse_unsound(webhook)
        store.webhooks.update(webhook)
    click.echo(f"Updated {name}.")
    return Exit.FINE


@command.command("remove")
@click.argument("name")
def remove(name: str) -> int:
    """Forget a webhook and give up what waits for it. What was sent stays in the log."""
    with opened() as store:
        _known(store, name)
        waiting = store.webhooks.remove(name, int(time.time()))
    click.echo(f"Removed {name}; {counted(waiting or 0, 'message')} given up.")
    return Exit.FINE


@command.command("test")
@click.argument("name")
def test(name: str) -> int:
    """Send a message of type webhook.test now, once, and tell what the receiver answered."""
    now = int(time.time())
    with opened() as store, closing(Webhooks(store, time.time)) as webhooks:
        webhook = _known(store, name)
        message = Delivery(
            id=0,
            first_at=now,
            event_ids=(),
            target=webhook.target,
            key=TEST,
            not_before=now,
            document={"type": TEST, "timestamp": iso(now), "data": {"webhook": name}},
        )
        try:
            receipt = webhooks.channel(webhook).send(message, None)
        except Refused as refused:
            raise Stop(Exit.BROKEN, f"{name} did not take it: {refused.why}.") from None
    said = f": {receipt.body_cut}" if receipt.body_cut else ""
    click.echo(f"{name} took {message.message} and answered {receipt.status}{said}")
    return Exit.FINE


@command.command("logs")
@click.argument("name", required=False)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), metavar="N")
@_json
def logs(name: str | None, limit: int, *, as_json: bool) -> int:
    """Show the last attempts, newest first: to NAME, or to every target. Answers are cut and redacted."""
    with opened() as store:
        target = _target(store, name) if name else None
        attempts = store.outbox.log(target, limit)
        queue = store.outbox.queue()
    if as_json:
        document = {
            "schema": _SCHEMA,
            "queue": asdict(queue),
            "attempts": [asdict(each) for each in attempts],
        }
        click.echo(json.dumps(document, indent=2))
        return Exit.FINE
    for line in aligned([_attempt_cells(each) for each in attempts]) if attempts else []:
        click.echo(line)
    click.echo(f"{queue.waiting:,} waiting, {queue.dead:,} given up, {queue.unrouted:,} to be routed.")
    return Exit.FINE


@command.command("replay")
@click.argument("name")
@click.option("--delivery", "ids", multiple=True, type=int, metavar="N", help="Only these, sent ones too.")
def replay(name: str, ids: Sequence[int]) -> int:
    """Send again what was given up for NAME. Receivers see the id of the first time."""
    with opened() as store:
        target = _target(store, name)
        known = [
            each.id for state in ("dead", "sent") for each in store.outbox.deliveries(state, target, 10**6)
        ]
        dead = [each.id for each in store.outbox.deliveries("dead", target, 10**6)]
        if unknown := sorted(set(ids) - set(known)):
            numbers = ", ".join(map(str, unknown))
            raise Stop(Exit.USAGE, f"{name} has no settled delivery {numbers}; see: webhook logs {name}.")
        count = store.outbox.replay(ids or dead, int(time.time()))
    click.echo(f"{counted(count, 'message')} to {name} will be sent again.")
    return Exit.FINE


@command.command("deliver")
def deliver() -> int:
    """Send everything that is due now, each message once, and end. A running service does it by itself."""
    with opened() as store, closing(Webhooks(store, time.time)) as webhooks:
        attempts = Delivering(store, [webhooks]).once()
        queue = store.outbox.queue()
    click.echo(f"{counted(attempts, 'attempt')}; {queue.waiting:,} waiting, {queue.dead:,} given up.")
    return Exit.FINE


def _known(store: Store, name: str) -> Webhook:
    webhook = store.webhooks.find(name)
    if webhook is None:
        raise Stop(Exit.USAGE, f"there is no webhook {name!r}; `gitops-assets webhook list` lists them all.")
    return webhook


def _target(store: Store, name: str) -> str:
    """A webhook's target; or any by its own name, such as that of a webhook that was removed."""
    webhook = store.webhooks.find(name)
    return webhook.target if webhook else name


def _refuse_unsound(webhook: Webhook) -> None:
    for fault in _faults(webhook):
        raise Stop(Exit.USAGE, f"the webhook {display(webhook.name)!r} cannot be: {fault}.")


def _faults(webhook: Webhook) -> list[str]:
    faults = []
    if not _NAME.fullmatch(webhook.name):
        faults.append("its name is not of small letters, digits, dots, dashes and underscores")
    if not is_name(webhook.url) and (fault := fault_of(webhook.url, allow_private=webhook.allow_private)):
        faults.append(f"its address cannot be posted to: {fault}")
    if not webhook.secrets:
        faults.append("it has no secret to sign with; name one by --secret env:NAME or --secret file:/path")
    if not all(map(is_name, webhook.secrets)):
        # What was given may be the secret itself, so it is not repeated.
        faults.append("a secret is not of the form env:NAME or file:/path; secrets themselves are not kept")
    if wrong := list(unheard(webhook.events)):
        faults.append(f"no event is called {', '.join(map(display, wrong))}")
    return faults


def _shown(url: str) -> str:
    return url if is_name(url) else redact(url)


def _why(store: Store, webhook: Webhook) -> str:
    """Why one is switched off, where its receiver was the one to ask for it."""
    last = [] if webhook.enabled else store.outbox.log(webhook.target, 1)
    return ": its receiver answered 410 Gone" if last and last[0].status == 410 else ""


def _cells(webhook: Webhook, why: str) -> list[str]:
    return [
        click.style(webhook.name, bold=True),
        display(_shown(webhook.url)),
        "" if webhook.enabled else f"disabled{why}",
        ", ".join(map(display, webhook.events)) or "every event",
        ", ".join(map(display, webhook.repositories)) or "every repository",
        " and ".join(webhook.secrets),
    ]


def _attempt_cells(attempt: Attempt) -> list[str]:
    status = "" if attempt.status is None else str(attempt.status)
    return [
        iso(attempt.at) or "",
        str(attempt.delivery),
        display(attempt.target),
        click.style(attempt.outcome, fg={"sent": "green", "later": "yellow", "dead": "red"}[attempt.outcome]),
        status,
        display(attempt.key),
        attempt.why or attempt.body_cut,
    ]
