"""A letter as a Slack message: blocks within Slack's limits, and buttons that answer.

Sources: Slack's reference of blocks (50 a message; header 150, section 3,000, button 75 characters, value
2,000) and "Formatting text for app surfaces" (``&``, ``<`` and ``>`` are escaped, and nothing else).
"""

import json
from collections.abc import Iterator

from gitops_assets.core.events.model import Value
from gitops_assets.core.notifications.letter import Letter, Told
from gitops_assets.core.notifications.markdown import left_out, sign_of
from gitops_assets.core.text import display

MOST_LISTED = 15
MOST_BUTTONS = 5
"""Findings that get buttons of their own; more would bury the message."""

ACKNOWLEDGE, WAIVE = "gitops-assets.acknowledge", "gitops-assets.waive"
_HEADER, _SECTION, _FALLBACK = 150, 2900, 3000

Block = dict[str, Value]


def slack_message(letter: Letter, *, buttons: bool) -> dict[str, Value]:
    """``text`` for notifications and screen readers, ``blocks`` for everybody else."""
    blocks: list[Value] = list(_blocks(letter, buttons=buttons))
    return {"text": cut(mrkdwn(letter.title), _FALLBACK), "blocks": blocks}


def mrkdwn(text: str) -> str:
    """Untrusted text for a ``mrkdwn`` object: escaped, so that it links and calls nobody."""
    shown = display(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return shown.replace("`", "'")


def cut(text: str, limit: int) -> str:
    """At most so many characters, and no half an entity at the end."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    start = kept.rfind("&")
    if start >= 0 and ";" not in kept[start:] and len(kept) - start < len("&amp;"):
        kept = kept[:start]
    return kept + "…"


def _blocks(letter: Letter, *, buttons: bool) -> Iterator[Block]:
    yield {
        "type": "header",
        "text": {"type": "plain_text", "text": cut(display(letter.title), _HEADER), "emoji": False},
    }
    asked = 0
    for event in letter.events[:MOST_LISTED]:
        yield _section(event)
        if buttons and event.opens and event.subject and asked < MOST_BUTTONS:
            asked += 1
            yield _buttons(event)
    rest = "; ".join(left_out(letter, MOST_LISTED))
    if rest:
        yield {"type": "context", "elements": [{"type": "mrkdwn", "text": rest}]}


def _section(event: Told) -> Block:
    lines = [f"{sign_of(event)} {mrkdwn(event.title)}"]
    if event.opens and event.detail("remedy"):
        lines.append(f"> {mrkdwn(event.detail('remedy'))}")
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut("\n".join(lines), _SECTION)}}


def _buttons(event: Told) -> Block:
    about: dict[str, Value] = {
        "repository": event.repository[:500],
        "fingerprint": event.subject[:64],
        "gate": event.detail("gate")[:200],
    }
    value = json.dumps(about, sort_keys=True)
    elements: list[Value] = [
        {
            "type": "button",
            "action_id": action,
            "text": {"type": "plain_text", "text": words},
            "value": value,
        }
        for action, words in ((ACKNOWLEDGE, "Acknowledge"), (WAIVE, "Waive"))
    ]
    return {"type": "actions", "elements": elements}
