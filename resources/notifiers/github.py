"""GitHub: a ticket for each cause, or the status, check or comment of a commit.

A ticket is an issue with a checklist: it is found again by a mark in its text, its items are ticked as
findings are mended, and it is closed when all are. A status or check says how the repository stands; a
comment is written again instead of being repeated.

Source: [GitHub REST API](https://docs.github.com/en/rest).
"""

from collections.abc import Mapping

from gitops_assets.core.fleet.channels import Form, GithubChannel
from resources.couriers.channel import Channel
from resources.notifiers.calls import Calls
from resources.notifiers.github_commits import GithubCommits
from resources.notifiers.github_issues import GithubIssues
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets
from resources.notifiers.tickets import Tickets


def build(settings: GithubChannel, secrets: Secrets) -> Channel:
    """The channel that ``as`` names."""

    def headers() -> Mapping[str, str]:
        return {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {secrets.get(settings.token_env)}",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    calls = Calls(settings.api_url, headers)
    if settings.form is Form.ISSUE:
        return Tickets(GithubIssues(settings, calls))
    return GithubCommits(settings, calls)


NOTIFIER = Notifier(id="github", title="GitHub", doc=__doc__, build=build)
