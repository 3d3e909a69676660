"""The channel that posts an event to an address, signed by the Standard Webhooks specification."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version

from gitops_assets.core.outbox.model import Delivery, Receipt, Webhook
from gitops_assets.core.outbox.redaction import cut
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.outbox.retrying import seconds_of
from gitops_assets.core.outbox.signing import headers, key_of
from resources.couriers.named_secrets import is_name, named
from resources.couriers.posting import Answer, Poster

_GONE = 410
_WHERE_TO = (301, 302, 303, 307, 308)


class WebhookChannel:
    """One webhook. Every answer but 2xx is a refusal, and 410 a permanent one, as the specification says."""

    def __init__(
        self,
        webhook: Webhook,
        poster: Poster,
        clock: Callable[[], float],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self.webhook = webhook
        self._poster = poster
        self._clock = clock
        self._environ = environ

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:  # noqa: ARG002 - its shape
        """Post the document's bytes, signed with every secret; raises :class:`Refused`."""
        secrets = [named(each, self._environ) for each in self.webhook.secrets]
        body = bytes_of(delivery.document)
        now = self._clock()
        signed = headers(delivery.message, int(now), body, self._keys(secrets))
        answer = self._poster.post(self._url(), {**_headers(), **signed}, body)
        if 200 <= answer.status < 300:
            return Receipt(answer.status, delivery.message, cut(answer.body, secrets))
        raise Refused(
            _why(answer, secrets),
            permanent=answer.status == _GONE,
            retry_after=seconds_of(answer.headers.get("retry-after"), now),
            status=answer.status,
        )

    def _url(self) -> str:
        url = self.webhook.url
        return named(url, self._environ) if is_name(url) else url

    def _keys(self, secrets: Sequence[str]) -> list[bytes]:
        keys = []
        for name, secret in zip(self.webhook.secrets, secrets, strict=True):
            try:
                keys.append(key_of(secret))
            except ValueError as error:
                raise Refused(f"the secret {name} cannot sign: {error}") from None
        return keys


def bytes_of(document: Mapping[str, object]) -> bytes:
    """The very bytes that are signed and sent: the same for every attempt."""
    return json.dumps(document, separators=(",", ":"), sort_keys=True).encode("ascii")


def _why(answer: Answer, secrets: Sequence[str]) -> str:
    if answer.status in _WHERE_TO:
        return f"it answered {answer.status}, which would turn the post into a get; name its new address"
    said = cut(answer.body, secrets)
    return f"it answered {answer.status}: {said}" if said else f"it answered {answer.status}"


@lru_cache(maxsize=1)
def _headers() -> dict[str, str]:
    return {
        "content-type": "application/json",
        "user-agent": f"gitops-assets/{version('gitops-assets')}",
        "accept": "*/*",
    }
