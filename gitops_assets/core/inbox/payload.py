"""The body of a delivery as a value that can be asked for anything and is never surprised."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from gitops_assets.core.remote_url import redact

ADDRESSES = 16
"""Of how many addresses of a repository one takes notice."""

_LONGEST = 2_000
_FORM = "application/x-www-form-urlencoded"
_NOTHING = frozenset("0")


class Unreadable(Exception):  # noqa: N818 - reads as the sentence it is
    """The body is not what this sender's deliveries are made of; the message says why."""


@dataclass(frozen=True, slots=True)
class Payload:
    """An object of JSON, or whatever stood where one was looked for."""

    value: object = None

    def part(self, *path: str) -> "Payload":
        """What stands below these keys; an empty one where nothing does."""
        value = self.value
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return Payload(value)

    def text(self, *path: str) -> str | None:
        """The text below these keys; None for anything else, also for one that is empty or far too long."""
        value = self.part(*path).value
        return value if isinstance(value, str) and 0 < len(value) <= _LONGEST else None

    def number(self, *path: str) -> int | None:
        """The whole number below these keys."""
        value = self.part(*path).value
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def holds(self, *path: str) -> bool:
        """Whether exactly ``true`` stands below these keys."""
        return self.part(*path).value is True

    def commit(self, *path: str) -> str | None:
        """The object name below these keys; None for the zeros by which forges say that there is none."""
        text = self.text(*path)
        return None if text is None or set(text) <= _NOTHING else text

    def items(self, *path: str) -> Iterator["Payload"]:
        """What is in the list below these keys."""
        value = self.part(*path).value
        yield from map(Payload, value) if isinstance(value, list) else ()


def read_payload(body: bytes, content_type: str = "") -> Payload:
    """The object in a body, also in one that was sent as a form; raises :class:`Unreadable`."""
    try:
        text = body.decode("utf-8-sig")
        if content_type.partition(";")[0].strip().lower() == _FORM:
            text = _of_form(text)
        value = json.loads(text)
    except UnicodeDecodeError:
        raise Unreadable("the body is not UTF-8") from None
    except RecursionError:
        raise Unreadable("the body is nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"the body is not JSON: {str(error)[:200]}") from None
    if not isinstance(value, dict):
        raise Unreadable("the body is JSON, but not an object")
    return Payload(value)


def addresses(found: Iterable[str | None]) -> tuple[str, ...]:
    """The addresses without credentials and repetitions, in their order."""
    known = dict.fromkeys(redact(each) for each in found if each)
    return tuple(known)[:ADDRESSES]


def _of_form(text: str) -> str:
    # GitHub: "content type application/x-www-form-urlencoded sends the JSON as a parameter called payload".
    found = parse_qs(text, max_num_fields=100).get("payload")
    if not found:
        raise Unreadable("the body is a form without a field called payload")
    return found[0]
