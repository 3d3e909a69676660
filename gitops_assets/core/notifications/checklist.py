"""A ticket's list of what is left to mend: one item a finding, ticked when it is mended.

The ticket's own text is the memory: it is read, what happened is entered, and it is written again. So a
person may tick, and two of us may work on one ticket; an item is known by its finding's fingerprint.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gitops_assets.core.notifications.letter import Letter, Told
from gitops_assets.core.notifications.markdown import escaped
from gitops_assets.core.text import display

MOST_ITEMS = 300
"""Items that are listed at most; what is mended gives way first, and so it does where the text grows long."""

LONGEST_MESSAGE, LONGEST_PATH = 120, 60
MARK = 32
"""Hexadecimal digits of a ticket's mark."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a service writes a list. ``hide`` wraps what only we read, ``longest`` is in characters."""

    todo: str
    done: str
    hide: str
    longest: int = 55_000
    markdown: bool = True

    def words(self, text: str) -> str:
        """Untrusted text on one line."""
        return escaped(text) if self.markdown else _plain(text)


HIDDEN = Style("- [ ] ", "- [x] ", "<!-- {} -->")
"""GitHub and GitLab: Markdown, whose comments nobody sees."""

VISIBLE = Style("- [ ] ", "- [x] ", "`{}`")
"""Linear: Markdown without comments."""

WIKI = Style("* (x) ", "* (/) ", "{{{{{}}}}}", longest=25_000, markdown=False)
"""Jira: its wiki markup, with its own signs; a text has at most 32,767 characters."""

_ITEM = re.compile(
    r"^\s*[-*]\s+(?P<box>\[[ xX]\]|\([x/]\))\s+(?P<words>.*)finding:(?P<print>[0-9a-f]{8,64})\b"
)
_MORE = re.compile(r"\bunlisted:(?P<more>\d{1,9})\b")
_TICKED = frozenset({"[x]", "[X]", "(/)"})


@dataclass(frozen=True, slots=True)
class Item:
    """One finding of the list; ``words`` are already as the service takes them."""

    fingerprint: str
    words: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """The items by fingerprint, in the order in which they came, and how many are not listed."""

    items: Mapping[str, Item]
    unlisted: int = 0

    @property
    def mended(self) -> bool:
        """Whether nothing is left to do."""
        return self.unlisted == 0 and all(item.done for item in self.items.values())

    @property
    def left(self) -> int:
        """How many items are not ticked."""
        return sum(not item.done for item in self.items.values()) + self.unlisted

    def after(self, letter: Letter, style: Style) -> "Checklist":
        """The list when what the letter tells is entered."""
        items, unlisted = dict(self.items), self.unlisted + letter.omitted
        for event in letter.events:
            known = items.get(event.subject)
            if event.opens:
                items[event.subject] = Item(event.subject, _words(event, style))
            elif event.closes and known:
                items[event.subject] = replace(known, done=True)
            elif event.closes and unlisted:
                unlisted -= 1
        return _bounded(items, unlisted, style)


EMPTY = Checklist({})


def mark_of(key: str) -> str:
    """What a ticket is found again by: 32 hexadecimal digits of its topic."""
    return hashlib.sha256(f"gitops-assets ticket {key}".encode()).hexdigest()[:MARK]


def read_checklist(text: str) -> Checklist:
    """The items that stand in a ticket's text, whoever ticked them."""
    found = (_ITEM.match(line[:1000]) for line in text.splitlines())
    items = (
        Item(match["print"], match["words"].removesuffix("<!-- ").rstrip("` {"), match["box"] in _TICKED)
        for match in found
        if match
    )
    more = _MORE.search(text)
    return Checklist({item.fingerprint: item for item in items}, int(more["more"]) if more else 0)


def write_checklist(checklist: Checklist, mark: str, about: Iterable[str], style: Style) -> str:
    """The whole text of a ticket; ``about`` are lines that stand above the list, untrusted ones escaped."""
    lines = [*about, "", *(_line(item, style) for item in checklist.items.values())]
    if checklist.unlisted:
        lines.append(f"\n{checklist.unlisted} more {style.hide.format(f'unlisted:{checklist.unlisted}')}")
    lines += [
        "",
        "This list is kept by gitops-assets: it ticks what is mended, and closes and reopens the ticket.",
        style.hide.format(f"ticket:{mark}"),
    ]
    return "\n".join(lines) + "\n"


def _line(item: Item, style: Style) -> str:
    box = style.done if item.done else style.todo
    return f"{box}{item.words} {style.hide.format(f'finding:{item.fingerprint}')}"


def _words(event: Told, style: Style) -> str:
    message = event.detail("message") or event.title
    path = event.detail("path")
    line = event.details.get("line")
    place = f" ({path[:LONGEST_PATH]}:{line})" if path and isinstance(line, int) else ""
    return style.words(f"{event.repository}: {message}"[:LONGEST_MESSAGE]) + style.words(place)


def _bounded(items: Mapping[str, Item], unlisted: int, style: Style) -> Checklist:
    """As many items as fit, what is not mended first, in their old order."""
    fitting: set[str] = set()
    left = style.longest
    for item in sorted(items.values(), key=lambda item: item.done):
        left -= len(_line(item, style)) + 1
        if left < 0 or len(fitting) == MOST_ITEMS:
            break
        fitting.add(item.fingerprint)
    listed = {key: item for key, item in items.items() if key in fitting}
    dropped = sum(not item.done for key, item in items.items() if key not in fitting)
    return Checklist(listed, unlisted + dropped)


def _plain(text: str) -> str:
    # Jira's markup: braces open macros, brackets links, the others format.
    return re.sub(r"([{}\[\]|!*_\-+^~?@#\\])", r"\\\1", display(text))
