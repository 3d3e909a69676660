"""Messages in a Slack channel: one a topic, what follows in its thread.

The first message of a topic stands in the channel; what comes later about the same is a reply in its thread,
and the first message is updated to say how things stand now. With buttons, a finding can be acknowledged or
waived right there.

Source: [chat.postMessage](https://docs.slack.dev/reference/methods/chat.postMessage).
"""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from gitops_assets.core.fleet.channels import SlackChannel
from gitops_assets.core.notifications.letter import Letter
from gitops_assets.core.notifications.slack_message import slack_message
from gitops_assets.core.outbox.model import Delivery, Receipt
from gitops_assets.core.outbox.refusal import Refused
from resources.notifiers.calls import PATIENCE
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets

PASSING = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
    }
)
"""Errors after which Slack may well take the same message."""

_SILENT = logging.getLogger(f"{__name__}.silent")
_SILENT.disabled = True  # its debug lines hold whole requests


class Slack:
    """A channel of one workspace."""

    def __init__(self, settings: SlackChannel, secrets: Secrets) -> None:
        self._settings = settings
        self._secrets = secrets

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Post the letter, in the thread of the first one about the same."""
        letter = Letter.of(delivery.document)
        thread = before.reference if before and before.reference else ""
        if not letter.events:
            return Receipt(204, thread, "nothing was left to tell")
        message = slack_message(letter, buttons=self._settings.buttons)
        if not thread:
            answer = self._call("chat.postMessage", message, unfurl_links=False)
            return Receipt(200, str(answer.get("ts", "")), "posted")
        # The update comes first: it may be repeated without harm when the reply then fails.
        self._call("chat.update", message, ts=thread)
        self._call("chat.postMessage", message, thread_ts=thread, unfurl_links=False)
        return Receipt(200, thread, "posted in the thread")

    def _call(self, method: str, message: Mapping[str, Any], **more: object) -> Mapping[str, Any]:
        token = self._secrets.get(self._settings.token_env)
        client = WebClient(
            token, self._settings.api_url, timeout=int(PATIENCE), logger=_SILENT, retry_handlers=[]
        )
        try:
            answer = client.api_call(method, json={"channel": self._settings.channel, **message, **more})
        except SlackApiError as error:
            raise _refusal(error) from None
        except (SlackClientError, OSError, ValueError) as error:
            raise Refused(
                f"Slack gave no answer ({type(error).__name__}): check network and address"
            ) from None
        found: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        return found


def _refusal(error: SlackApiError) -> Refused:
    response = error.response
    status = int(getattr(response, "status_code", 0)) or None
    body = getattr(response, "data", None)
    word = str(body.get("error", "")) if isinstance(body, dict) else ""
    wait = str(response.headers.get("Retry-After", "")) if status == 429 else ""
    passing = word in PASSING or (status or 0) >= 429
    return Refused(
        f"Slack refused the message: {word or status}",
        permanent=not passing,
        retry_after=float(wait) if wait.isdigit() else None,
        status=status,
    )


NOTIFIER = Notifier(id="slack", title="Slack", doc=__doc__, build=Slack)
