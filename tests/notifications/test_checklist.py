import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.notifications.checklist import (
    EMPTY,
    HIDDEN,
    MOST_ITEMS,
    VISIBLE,
    WIKI,
    Checklist,
    Style,
    mark_of,
    read_checklist,
    write_checklist,
)
from gitops_assets.core.notifications.letter import Letter
from tests.notifications.letters import delivery, event

STYLES = pytest.mark.parametrize("style", [HIDDEN, VISIBLE, WIKI])


def after(*events: Event, checklist: Checklist = EMPTY, style: Style = HIDDEN) -> Checklist:
    return checklist.after(Letter.of(delivery(*events).document), style)


def again(checklist: Checklist, style: Style) -> Checklist:
    return read_checklist(write_checklist(checklist, mark_of("gate:x"), ["above"], style))


@STYLES
def test_a_list_is_read_as_it_was_written(style: Style) -> None:
    opened = after(event(), event(slug="acme/web", subject="e" * 32), style=style)
    assert again(opened, style) == opened
    half = after(event(EventKind.FINDING_FIXED), checklist=opened, style=style)
    assert (half.left, half.mended) == (1, False)
    assert again(half, style) == half


@STYLES
@given(message=st.text(max_size=300), path=st.text(max_size=300))
def test_no_name_breaks_the_list(style: Style, message: str, path: str) -> None:
    details = {"gate": "g", "message": message, "path": path, "line": 3}
    opened = after(event(details=details), event(subject="e" * 32), style=style)
    assert set(again(opened, style).items) == {"f" * 32, "e" * 32}
    assert again(again(opened, style), style) == again(opened, style)


def test_what_a_person_ticked_stays_ticked_until_it_opens_again() -> None:
    text = write_checklist(after(event()), mark_of("x"), [], HIDDEN).replace("[ ]", "[X]")
    ticked = read_checklist(text)
    assert ticked.mended
    assert after(event(EventKind.FINDING_REOPENED), checklist=ticked).left == 1


def test_what_was_never_listed_is_not_ticked() -> None:
    assert after(event(EventKind.FINDING_FIXED)) == EMPTY


def test_more_than_fit_are_counted_and_counted_down() -> None:
    many = [event(subject=f"{nth:032x}") for nth in range(MOST_ITEMS + 5)]
    full = after(*many)
    assert (len(full.items), full.unlisted, full.left) == (MOST_ITEMS, 5, MOST_ITEMS + 5)
    read = again(full, HIDDEN)
    assert read.unlisted == 5
    fixed = [event(EventKind.FINDING_FIXED, subject=each.subject) for each in many]
    assert after(*fixed, checklist=read).mended


def test_what_is_mended_gives_way_to_what_is_not() -> None:
    old = [event(subject=f"{nth:032x}") for nth in range(MOST_ITEMS)]
    done = [event(EventKind.FINDING_FIXED, subject=each.subject) for each in old]
    full = after(*done, checklist=after(*old))
    assert after(event(), checklist=full).left == 1


def test_a_long_line_is_read_in_no_time() -> None:
    assert read_checklist("- [ ] " + "finding:" * 100_000) == EMPTY
