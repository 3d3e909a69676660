"""Every kind of channel that messages can go through, in reading order; webhooks are the courier's own."""

from gitops_assets.core.registry import Registry
from resources.notifiers import apprise, email, github, gitlab, jira, linear, slack

NOTIFIERS = Registry(
    (
        slack.NOTIFIER,
        email.NOTIFIER,
        github.NOTIFIER,
        gitlab.NOTIFIER,
        jira.NOTIFIER,
        linear.NOTIFIER,
        apprise.NOTIFIER,
    )
)
