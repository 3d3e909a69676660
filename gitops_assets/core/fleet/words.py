"""The words that fleet.yaml is made of: what a value of each kind may be, and how to say that it is not."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from gitops_assets.core.fleet.entries import LONGEST_FIELD, has_credentials, is_url, sound_slug
from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.fleet.globs import glob_problem

PROBLEM = "fleet"
"""The type of the errors that this module words itself: context ``problem`` and ``hint``."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def problem(message: str, hint: str) -> PydanticCustomError:
    """An error whose wording is final."""
    return PydanticCustomError(PROBLEM, "{problem}; {hint}", {"problem": message, "hint": hint})


def _check_text(value: str) -> str:
    if not value.isprintable():
        raise problem("the text contains a control character", "write it on one line")
    return value


def _check_glob(value: str) -> str:
    if found := glob_problem(value):
        raise problem(found, "write a pattern such as 'acme/*', where * is any text and ? any character")
    return value


def _check_url(value: str) -> str:
    if has_credentials(value):
        raise problem(
            "the URL carries credentials or a query",
            "remove them here and let git's credential helper know them",
        )
    return value


def _check_slug(value: str) -> str:
    try:
        return sound_slug(value)
    except ValueError as error:
        raise problem(str(error).partition("; ")[0], "write owner/name as 'status' prints it") from None


def _check_listed(value: str) -> str:
    return _check_url(value) if is_url(value) else _check_slug(value)


def _check_api(value: str) -> str:
    try:
        url = urlsplit(value)
        port_is_fine = url.port is None or url.port > 0
    except ValueError:
        raise problem("this is not a URL", "write one such as https://github.example.org/api/v3") from None
    safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)
    if not (safe and url.hostname and port_is_fine):
        raise problem("the API must be reached over https", "write https://…; a token travels this way")
    return _check_url(value)


def _check_date(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise problem("this is not a date", "write year-month-day, such as 2027-01-31")
    return value


def _check_gate(value: str, info: ValidationInfo) -> str:
    context = info.context or {}
    known, custom = context.get("gate_ids"), context.get("custom_ids")
    if known is not None and value not in known and (custom is None or value not in custom()):
        raise problem("no gate has this id", did_you_mean(value, sorted(known)))
    return value


def _check_extractor(value: str, info: ValidationInfo) -> str:
    ids = (info.context or {}).get("extractor_ids")
    known = ids() if ids is not None else None
    if known is not None and value not in known:
        raise problem("no extractor has this id", did_you_mean(value, sorted(known)))
    return value


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_FIELD),
    AfterValidator(_check_text),
]
Flag = Annotated[bool, Field(strict=True)]
Days = Annotated[int, Field(strict=True, ge=1, le=36_500)]
Glob = Annotated[Text, AfterValidator(_check_glob)]
GateId = Annotated[Text, AfterValidator(_check_gate)]
ExtractorId = Annotated[Text, AfterValidator(_check_extractor)]
Url = Annotated[Text, AfterValidator(_check_url)]
Slug = Annotated[Text, AfterValidator(_check_slug)]
NameOrUrl = Annotated[Text, AfterValidator(_check_listed)]
ApiUrl = Annotated[Text, AfterValidator(_check_api)]
Day = Annotated[date, BeforeValidator(_check_date)]
EnvironmentName = Annotated[str, Field(pattern=r"^[A-Z_][A-Z0-9_]*$", max_length=100)]
