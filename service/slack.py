"""``POST /slack/actions``: a button pressed in Slack, believed only with Slack's signature."""

import time

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gitops_assets.core.notifications.slack_callback import Unbelievable, Unclear, slack_callback
from resources.store.errors import StoreError
from resources.store.store import Store
from service.body import Refused, Room, read_body
from service.settings import Settings

RETRY = "The decision could not be kept; press the button again."


class SlackActions:
    """Keeps who took which finding up as an event, and answers whoever pressed."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._room = Room(settings.limits.body)

    async def answer(self, request: Request) -> Response:
        """What Slack shows to the person alone; 401 for who is not Slack, 400 for what is no button."""
        now = int(time.time())
        try:
            async with read_body(request, self._settings.limits, self._room) as body:
                action = slack_callback(body, request.headers, self._settings.slack, now)
        except Unbelievable as error:
            return JSONResponse({"error": "unsigned", "why": str(error)}, 401)
        except Unclear as error:
            return JSONResponse({"error": "unclear", "why": str(error)}, 400)
        except Refused as refused:
            return JSONResponse({"error": refused.reason, "why": str(refused)}, refused.status)
        try:
            await anyio.to_thread.run_sync(self._store.outbox.add, [action.event(now)])
        except StoreError:
            return JSONResponse(_only_to_them(RETRY), 503)
        return JSONResponse(_only_to_them(action.answer(now)))


def _only_to_them(text: str) -> dict[str, str | bool]:
    return {"response_type": "ephemeral", "replace_original": False, "text": text}
