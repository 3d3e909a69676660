"""One flat badge as SVG: a label, a message, and a title that a screen reader says."""

from enum import StrEnum

from markupsafe import escape

from exporters.parts.text import shortened
from gitops_assets.core.text import display


class Tone(StrEnum):
    """Grounds under white text, each with a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3)."""

    GREEN = "#2b7a2b"
    YELLOW = "#8f6100"
    RED = "#c0362c"
    GREY = "#6b6b6b"


_LABEL = "#505050"
_PADDING = 6.0
_LONGEST = 60

# Widths of DejaVu Sans and Verdana at 11 px are near enough to these classes that no text is ever clipped:
# the text is fitted to its place by ``textLength`` anyway.
_NARROW, _WIDE = set("fijlrtI.,:;'|!()[] "), set("mwMW@%")
_WIDTH, _NARROW_WIDTH, _WIDE_WIDTH, _CAPITAL_WIDTH, _OTHER_WIDTH = 6.8, 4.0, 10.5, 7.8, 11.0


def badge(label: str, message: str, tone: Tone) -> bytes:
    """The badge as UTF-8; what is long is cut, nothing of it is markup."""
    left, right = _fit(label), _fit(message)
    at, whole = _span(left), _span(left) + _span(right)
    said = escape(f"{left}: {right}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole:g}" height="20" role="img" '
        f'aria-label="{said}">'
        f"<title>{said}</title>"
        f'<clipPath id="r"><rect width="{whole:g}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{at:g}" height="20" fill="{_LABEL}"/>'
        f'<rect x="{at:g}" width="{whole - at:g}" height="20" fill="{tone}"/></g>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">'
        f"{_text(left, _PADDING)}{_text(right, at + _PADDING)}</g></svg>\n"
    ).encode()


def width(text: str) -> float:
    """How wide a text is at 11 px."""
    return round(sum(map(_character, text)), 1)


def _character(one: str) -> float:
    if one in _NARROW:
        return _NARROW_WIDTH
    if one in _WIDE:
        return _WIDE_WIDTH
    if not one.isascii():
        return _OTHER_WIDTH
    return _CAPITAL_WIDTH if one.isupper() else _WIDTH


def _fit(text: str) -> str:
    return shortened(display(text), _LONGEST)


def _span(text: str) -> float:
    return round(width(text) + 2 * _PADDING, 1)


def _text(text: str, x: float) -> str:
    return (
        f'<text x="{x:g}" y="14" textLength="{width(text):g}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(text)}</text>"
    )
