from collections.abc import Collection, Mapping

from gitops_assets.core.events.model import Value
from gitops_assets.core.fleet.loading import parse_fleet
from gitops_assets.core.fleet.notifications import NotificationsSection
from resources.notifiers.party import Notifications
from tests.notifications.letters import NOW, event

CHAT = """
notifications:
  channels:
    chat: {slack: {channel: C1}}
    commits: {github: {as: status}}
  routes: [{to: [chat, commits]}]
"""


class File:
    """A fleet.yaml that somebody edits."""

    def __init__(self) -> None:
        self.text = ""

    def read(self) -> NotificationsSection:
        return parse_fleet(self.text, ()).notifications


def nothing(_: Collection[str]) -> Mapping[tuple[str, str], Mapping[str, Value]]:
    return {}


def test_what_the_file_says_holds_from_the_next_look_on() -> None:
    file = File()
    party = Notifications(file.read, nothing, {})
    party.refresh()
    assert list(party.plan([event()], NOW)) == []
    file.text = CHAT
    party.refresh()
    assert [each.target for each in party.plan([event()], NOW)] == ["chat", "commits"]
    assert party.limits == {"chat": 1, "commits": 4}
    before = dict(party.channels)
    party.refresh()
    assert party.channels == before


def test_what_was_told_is_asked_for_once_for_all_events() -> None:
    file, asked = File(), []
    file.text = CHAT

    def memory(keys: Collection[str]) -> Mapping[tuple[str, str], Mapping[str, Value]]:
        asked.append(set(keys))
        return {("chat", event().key): event().document}

    party = Notifications(file.read, memory, {})
    party.refresh()
    assert [each.target for each in party.plan([event(cause="audit:13")], NOW)] == ["commits"]
    assert asked == [{event().key}]
