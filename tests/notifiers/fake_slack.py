"""A Slack on the loopback that refuses what Slack refuses: wrong tokens, unknown threads, long blocks."""

import json
import re
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.notifiers.conftest import PLANTED

CHANNEL = "C0123456789"


class FakeSlack:
    """Keeps the messages by their timestamp; ``down`` answers are given first."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/api/")
        self.messages: dict[str, dict[str, Any]] = {}
        self.down: list[Response] = []
        self.calls: list[str] = []
        server.expect_request(re.compile("/api/.*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        method = request.path.rpartition("/")[2]
        self.calls.append(method)
        if self.down:
            return self.down.pop(0)
        if request.headers.get("Authorization") != f"Bearer {PLANTED['SLACK_BOT_TOKEN']}":
            return said(error="invalid_auth")
        if not request.content_type.startswith("application/json"):
            return said(error="invalid_post_type")
        message = json.loads(request.data)
        error = self._wrong(method, message)
        return said(error=error) if error else self._take(message)

    def _wrong(self, method: str, message: dict[str, Any]) -> str | None:
        if message.get("channel") != CHANNEL:
            return "channel_not_found"
        if method == "chat.update" and message.get("ts") not in self.messages:
            return "message_not_found"
        if message.get("thread_ts") and message["thread_ts"] not in self.messages:
            return "thread_not_found"
        if not message.get("text") and not message.get("blocks"):
            return "no_text"
        if len(message.get("text", "")) > 40_000:
            return "msg_too_long"
        return "invalid_blocks" if _bad_blocks(message.get("blocks", [])) else None

    def _take(self, message: dict[str, Any]) -> Response:
        stamp = message.get("ts") or f"1772366400.{len(self.messages):06}"
        self.messages[stamp] = message
        return said(ts=stamp, channel=CHANNEL)


def said(status: int = 200, headers: dict[str, str] | None = None, **fields: object) -> Response:
    body = json.dumps({"ok": "error" not in fields, **fields})
    return Response(body, status, headers, content_type="application/json; charset=utf-8")


def _bad_blocks(blocks: list[dict[str, Any]]) -> bool:
    ids = [element.get("action_id") for block in blocks for element in block.get("elements", [])]
    return len(blocks) > 50 or any(map(_bad_block, blocks)) or any(len(each or "") > 255 for each in ids)


def _bad_block(block: dict[str, Any]) -> bool:
    match block["type"]:
        case "header":
            return block["text"]["type"] != "plain_text" or not 0 < len(block["text"]["text"]) <= 150
        case "section":
            return not 0 < len(block["text"]["text"]) <= 3000
        case "context":
            return not 0 < len(block["elements"]) <= 10
        case "actions":
            return not 0 < len(block["elements"]) <= 25 or any(map(_bad_button, block["elements"]))
        case _:
            return True


def _bad_button(button: dict[str, Any]) -> bool:
    plain = button["text"]["type"] == "plain_text" and 0 < len(button["text"]["text"]) <= 75
    return not plain or len(button["value"]) > 2000
