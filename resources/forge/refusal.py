"""What a forge means when it does not answer 200, in words that say what to do.

Source: GitHub REST API documentation, "Rate limits for the REST API" and "Troubleshooting the REST API".
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from resources.forge.calls import TRIES, Reply
from resources.forge.model import ForgeUnavailable

SECONDARY_WAIT = 60
"""Seconds to wait after a secondary limit that names no time (GitHub: "at least one minute")."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked where: the host, the environment variable that holds the token, and whether it held one."""

    host: str
    token_env: str
    has_token: bool


def refusal(reply: Reply, asker: Asker, now: int) -> ForgeUnavailable:
    """The failure that this answer stands for; ``now`` is the second at which it arrived."""
    limited = limit(reply, asker, now)
    if limited is not None:
        return limited
    if reply.status == HTTPStatus.FORBIDDEN:
        return _forbidden(reply, asker)
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return _unauthorized(asker)
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        tried = f"{asker.host} answered {reply.status} {TRIES} times"
        return ForgeUnavailable(f"{tried}: look at the forge's status page and try again later")
    return ForgeUnavailable(f"{asker.host} answered {reply.status}: check the forge's address")


def partial(reply: Reply, asker: Asker) -> ForgeUnavailable | None:
    """A 200 that leaves out what single sign-on guards is no answer: it would shorten the inventory."""
    if "partial-results" in reply.headers.get("x-github-sso", "").lower():
        return _single_sign_on(asker)
    return None


def limit(reply: Reply, asker: Asker, now: int) -> ForgeUnavailable | None:
    """The rate limit, primary or secondary, that this answer reports; None when it is no limit."""
    if reply.status not in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}:
        return None
    wait = reply.number("retry-after")
    if wait is not None:
        return _slow_down(asker, now + wait)
    if reply.number("x-ratelimit-remaining") == 0:
        return _used_up(asker, reply.number("x-ratelimit-reset"))
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS or b"rate limit" in reply.body[:2000].lower():
        return _slow_down(asker, now + SECONDARY_WAIT)
    return None


def _used_up(asker: Asker, reset: int | None) -> ForgeUnavailable:
    when = f"after {moment(reset)}" if reset is not None else "in an hour"
    more = "" if asker.has_token else f", or set {asker.token_env}: a token's quota is far larger"
    return ForgeUnavailable(f"the request quota at {asker.host} is used up: try again {when}{more}", reset)


def _slow_down(asker: Asker, retry_at: int) -> ForgeUnavailable:
    return ForgeUnavailable(
        f"{asker.host} asks for fewer requests (secondary rate limit): try again after {moment(retry_at)}",
        retry_at,
    )


def _unauthorized(asker: Asker) -> ForgeUnavailable:
    if not asker.has_token:
        return ForgeUnavailable(f"{asker.host} wants a token: set the environment variable {asker.token_env}")
    return ForgeUnavailable(
        f"{asker.host} did not accept the token: put one that is valid and not expired into {asker.token_env}"
    )


def _forbidden(reply: Reply, asker: Asker) -> ForgeUnavailable:
    if "x-github-sso" in reply.headers:
        return _single_sign_on(asker)
    if not asker.has_token:
        return ForgeUnavailable(f"{asker.host} refused to answer: set a token in {asker.token_env}")
    return ForgeUnavailable(
        f"{asker.host} refused to answer: let the token in {asker.token_env} read the owner's repositories"
    )


def _single_sign_on(asker: Asker) -> ForgeUnavailable:
    return ForgeUnavailable(
        f"{asker.host} guards an organisation by single sign-on: "
        f"authorise the token in {asker.token_env} for that organisation"
    )


def moment(second: int) -> str:
    """A second of the epoch for people: ``2026-11-20T09:30:00Z``."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
