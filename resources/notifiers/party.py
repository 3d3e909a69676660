"""The notifications of fleet.yaml as one of those who decide, for the courier, who hears of what."""

from collections.abc import Callable, Collection, Mapping, Sequence

from gitops_assets.core.events.model import Event, Value
from gitops_assets.core.fleet.notifications import NotificationsSection
from gitops_assets.core.notifications.policy import Group, NotificationPolicy
from gitops_assets.core.notifications.routing import routes
from gitops_assets.core.outbox.model import Planned
from resources.couriers.channel import Channel
from resources.notifiers.building import channels_of

Memory = Callable[[Collection[str]], Mapping[tuple[str, str], Mapping[str, Value]]]
"""By target and event key, the document of the last event that was planned; asked for some keys at once."""

COMMITS_AT_ONCE = 4
"""Messages that what hangs on commits gets at the same time; chats, mail and tickets get one by one."""


class Notifications:
    """What fleet.yaml said when it was last read. ``read`` is called each time that it may have changed."""

    def __init__(
        self, read: Callable[[], NotificationsSection], memory: Memory, environ: Mapping[str, str]
    ) -> None:
        self._read = read
        self._memory = memory
        self._environ = environ
        self._section = NotificationsSection()
        self._place = ""
        self._channels: dict[str, Channel] = {}

    def refresh(self, place: str = "") -> None:
        """Read the section again; channels that are as they were keep their connections.

        ``place`` begins the targets' names, where another fleet has channels of the same names.
        """
        section = self._read()
        if (section, place) != (self._section, self._place):
            self._channels = channels_of(section.channels, self._environ, place)
            self._section, self._place = section, place

    @property
    def section(self) -> NotificationsSection:
        """What was read last."""
        return self._section

    @property
    def policy(self) -> NotificationPolicy:
        """The routes."""
        return self._section.policy_at(self._place)

    @property
    def channels(self) -> Mapping[str, Channel]:
        """The channels by target."""
        return self._channels

    @property
    def limits(self) -> Mapping[str, int]:
        """How many messages a target gets at once: Slack takes one a second, a ticket is read and written."""
        groups = self.policy.groups
        return {
            target: COMMITS_AT_ONCE if groups[target] is Group.REPOSITORY else 1 for target in self._channels
        }

    def plan(self, events: Sequence[Event], now: int) -> Sequence[Planned]:
        """Who shall hear of these events, where and when."""
        if not self._section.routes:
            return ()
        known = self._memory({event.key for event in events})
        return routes(events, self.policy, lambda target, key: known.get((target, key)), now)
