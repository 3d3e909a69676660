"""A button pressed in Slack, believed only with Slack's signature over the very bytes that it sent.

Sources: "Verifying requests from Slack" (HMAC-SHA256 over ``v0:timestamp:body``, five minutes of tolerance)
and "Handling user interaction" (a form field ``payload`` with JSON).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qs

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.events.transitions import short
from gitops_assets.core.gates.words import shown
from gitops_assets.core.notifications.letter import text
from gitops_assets.core.notifications.slack_message import ACKNOWLEDGE, WAIVE

TOLERANCE = 300
"""Seconds that a request's time may differ from ours; an older one may be played back by somebody else."""

WAIVED_DAYS = 30
"""Days after which the entry that a pressed *Waive* proposes ends."""


class Unbelievable(Exception):  # noqa: N818 - reads as the sentence it is
    """The request is not proven to come from Slack."""


class Unclear(Exception):  # noqa: N818 - reads as the sentence it is
    """It comes from Slack, and asks for nothing that we know."""


class Verb(StrEnum):
    """What somebody decided about a finding."""

    ACKNOWLEDGE = "acknowledge"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Who pressed what about which finding. ``response_url`` takes an answer for half an hour."""

    verb: Verb
    repository: str
    fingerprint: str
    gate: str
    user: str
    response_url: str

    def event(self, now: int) -> Event:
        """What others may know of it: that somebody took the finding up."""
        who = {Verb.ACKNOWLEDGE: "acknowledged", Verb.WAIVE: "wants to waive"}[self.verb]
        details: dict[str, Value] = {
            "gate": self.gate,
            "fingerprint": self.fingerprint,
            "by": self.user,
            "decision": self.verb.value,
        }
        return Event(
            kind=EventKind.FINDING_ACKNOWLEDGED,
            at=now,
            slug=self.repository,
            subject=self.fingerprint,
            cause=f"slack:{self.verb.value}:{self.user}",
            title=short(f"{self.user} {who} {self.gate} in {self.repository}"),
            details=details,
        )

    def answer(self, now: int) -> str:
        """What the person is told. A waiver is policy: it is proposed, and enters fleet.yaml by a review."""
        if self.verb is Verb.ACKNOWLEDGE:
            return f"{shown(self.user)} takes care of {shown(self.gate)} in {shown(self.repository)}."
        until = (datetime.fromtimestamp(now, UTC) + timedelta(days=WAIVED_DAYS)).date().isoformat()
        entry = {
            "gate": self.gate,
            "repositories": self.repository,
            "fingerprint": self.fingerprint,
            "reason": "",
            "owner": self.user,
            "expires": until,
        }
        lines = [f"  {key}: {json.dumps(value)}" for key, value in entry.items()]
        return "\n".join(
            ("Add this to `waivers:` in fleet.yaml, with a reason:", "-" + lines[0][1:], *lines[1:])
        )


def slack_callback(body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: int) -> Action:
    """The action behind a request; while a signing secret is rotated there are two.

    Raises :class:`Unbelievable` unless the signature is right and fresh, :class:`Unclear` for other
    interactions.
    """
    _believe(body, {name.lower(): value for name, value in headers.items()}, secrets, now)
    try:
        payload = json.loads(parse_qs(body.decode("utf-8"), max_num_fields=10)["payload"][0])
        pressed = payload["actions"][0]
        verb = {ACKNOWLEDGE: Verb.ACKNOWLEDGE, WAIVE: Verb.WAIVE}[pressed["action_id"]]
        about = json.loads(pressed["value"])
        user = payload["user"]
        return Action(
            verb=verb,
            repository=text(about["repository"]),
            fingerprint=text(about["fingerprint"]),
            gate=text(about["gate"]),
            user=text(user.get("username")) or text(user["id"]),
            response_url=text(payload.get("response_url")),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Unclear("this is no button of ours") from None


def _believe(body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: int) -> None:
    stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and abs(now - int(stamp)) <= TOLERANCE):
        raise Unbelievable("the request has no time, or one that is more than five minutes off")
    base = b"v0:" + stamp.encode() + b":" + body
    right = False
    for secret in filter(None, secrets):
        expected = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
        right |= hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
    if not right:
        raise Unbelievable("the signature is not that of the signing secret")
