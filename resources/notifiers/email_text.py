"""A letter as the two bodies of a mail: plain text, and HTML without anything that loads from elsewhere."""

from collections.abc import Iterator
from html import escape

from gitops_assets.core.notifications.letter import Letter, Told
from gitops_assets.core.notifications.markdown import left_out, sign_of
from gitops_assets.core.text import display

MOST_LISTED = 200
_STYLE = "font-family:system-ui,sans-serif;font-size:15px;line-height:1.45;color:#1f2328;max-width:44em"
_QUIET = "color:#59636e"


def plain_body(letter: Letter) -> str:
    """Plain text, one paragraph an event."""
    return "\n".join((display(letter.title), "", *_plain_lines(letter), "", *_why())) + "\n"


def html_body(letter: Letter) -> str:
    """HTML of a few tags with their style inside: mail programs know no more."""
    items = "".join(_item(event) for event in letter.events[:MOST_LISTED])
    rest = "".join(f'<p style="{_QUIET}">{escape(line)}</p>' for line in left_out(letter, MOST_LISTED))
    why = " ".join(_why())
    return (
        '<!doctype html><html><head><meta charset="utf-8"></head>'
        f'<body style="{_STYLE}"><h2>{_safe(letter.title)}</h2><ul>{items}</ul>{rest}'
        f'<p style="{_QUIET}">{escape(why)}</p></body></html>\n'
    )


def _plain_lines(letter: Letter) -> Iterator[str]:
    for event in letter.events[:MOST_LISTED]:
        yield f"* {_word(event)}{display(event.title)}"
        if event.opens and event.detail("remedy"):
            yield f"  {display(event.detail('remedy'))}"
    yield from left_out(letter, MOST_LISTED)


def _item(event: Told) -> str:
    remedy = event.detail("remedy") if event.opens else ""
    below = f'<br><span style="{_QUIET}">{_safe(remedy)}</span>' if remedy else ""
    return f"<li>{sign_of(event)} {_safe(_word(event) + event.title)}{below}</li>"


def _word(event: Told) -> str:
    """How bad it is, in a word: a colour alone is not seen by everybody."""
    if event.closes:
        return "mended: "
    return f"{event.severity}: " if event.severity else ""


def _why() -> tuple[str, ...]:
    return ("You get this because a route of fleet.yaml leads to this address.",)


def _safe(text: str) -> str:
    return escape(display(text), quote=True)
