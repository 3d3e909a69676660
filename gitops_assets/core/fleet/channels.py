"""The channels of fleet.yaml: where messages can go, and the names of the variables that hold the secrets."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import ApiUrl, EnvironmentName, Flag, Slug, Text, problem
from gitops_assets.core.notifications.policy import Group

_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,255}")


def _check_address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise problem("this is not the address of a mailbox", "write it alone, such as team@example.org")
    return value


Address = Annotated[Text, AfterValidator(_check_address)]
Port = Annotated[int, Field(strict=True, ge=1, le=65_535)]


class Security(StrEnum):
    """How the way to a mail server is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Form(StrEnum):
    """What a message becomes at GitHub or GitLab."""

    ISSUE = "issue"
    STATUS = "status"
    CHECK = "check"
    COMMENT = "comment"


class SlackChannel(Section):
    """A channel of a Slack workspace."""

    channel: Text
    """The channel's id, as its details show it: C0123456789."""
    token_env: EnvironmentName = "SLACK_BOT_TOKEN"  # noqa: S105 - the name of a variable, not a token
    """The environment variable that holds the bot's token (xoxb-…); its scope is chat:write."""
    buttons: Flag = False
    """Whether messages have buttons; Slack must be told where this service listens to them."""
    api_url: ApiUrl = "https://slack.com/api/"
    """Where Slack's API is."""


class EmailChannel(Section):
    """People who get a mail."""

    to: tuple[Address, ...] = Field(min_length=1)
    """Their addresses."""
    sender: Address = Field(alias="from")
    """The address that it comes from."""
    host: Text
    """The mail server."""
    port: Port = 587
    """Its port."""
    security: Security = Security.STARTTLS
    """How the way there is kept secret: starttls, tls from the first byte, or none."""
    username: Text | None = None
    """Who logs in; without a name nobody does."""
    password_env: EnvironmentName = "SMTP_PASSWORD"  # noqa: S105 - the name of a variable
    """The environment variable that holds the password."""

    @model_validator(mode="after")
    def _keeps_the_password(self) -> "EmailChannel":
        if self.username and self.security is Security.NONE and self.host not in ("localhost", "127.0.0.1"):
            raise problem("a password would travel in the open", "write security: starttls or tls")
        return self


class GithubChannel(Section):
    """GitHub: issues, or the status, check or comment of a commit."""

    form: Form = Field(default=Form.ISSUE, alias="as")
    """What a message becomes. A status, check or comment goes to the repository that it is about."""
    repository: Slug | None = None
    """Where issues are opened; without one, in the repository that they are about."""
    labels: tuple[Text, ...] = ()
    """Labels that issues get besides gitops-assets, by which they are found again."""
    details_url: ApiUrl | None = None
    """Where a status or check leads to."""
    token_env: EnvironmentName = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable, not a token
    """The environment variable that holds the token. Checks need the token of a GitHub App."""
    api_url: ApiUrl = "https://api.github.com"
    """The REST API; for GitHub Enterprise Server https://HOST/api/v3."""


class GitlabChannel(Section):
    """GitLab: issues, or the status or comment of a commit."""

    form: Form = Field(default=Form.ISSUE, alias="as")
    """What a message becomes. A status or comment goes to the repository that it is about."""
    repository: Slug | None = None
    """Where issues are opened; without one, in the repository that they are about."""
    labels: tuple[Text, ...] = ()
    """Labels that issues get besides gitops-assets, by which they are found again."""
    details_url: ApiUrl | None = None
    """Where a status leads to."""
    token_env: EnvironmentName = "GITLAB_TOKEN"  # noqa: S105 - the name of a variable, not a token
    """The environment variable that holds the token; its scope is api."""
    api_url: ApiUrl = "https://gitlab.com/api/v4"
    """The REST API."""

    @model_validator(mode="after")
    def _has_no_checks(self) -> "GitlabChannel":
        if self.form is Form.CHECK:
            raise problem("GitLab has no checks", "write as: status")
        return self


class JiraChannel(Section):
    """A Jira project that gets an issue for each cause."""

    url: ApiUrl
    """Where Jira is: https://acme.atlassian.net."""
    project: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,99}$")]
    """The project's key."""
    issue_type: Text = "Task"
    """What kind of issue is opened."""
    done: Text = "Done"
    """The status of an issue whose cause is mended."""
    todo: Text = "To Do"
    """The status of an issue whose cause came back."""
    user: Text | None = None
    """The address of the account that the token belongs to; without one the token is sent as bearer."""
    token_env: EnvironmentName = "JIRA_TOKEN"  # noqa: S105 - the name of a variable, not a token
    """The environment variable that holds the API token."""


class LinearChannel(Section):
    """A Linear team that gets an issue for each cause."""

    team: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,19}$")]
    """The team's key, as its issues begin with it: ENG."""
    token_env: EnvironmentName = "LINEAR_API_KEY"  # noqa: S105 - the name of a variable, not a token
    """The environment variable that holds the API key."""
    api_url: ApiUrl = "https://api.linear.app/graphql"
    """The GraphQL API."""


class AppriseChannel(Section):
    """Any of the services that the library Apprise knows: Teams, Discord, Matrix, Telegram, ntfy and more."""

    urls_env: EnvironmentName
    """The environment variable that holds Apprise's URLs, one or several; they hold secrets."""


class WebhookChannel(Section):
    """A receiver of webhooks that ``gitops-assets webhook add`` made known."""

    name: Text
    """Its name there."""


KINDS = {
    "slack": Group.AUDIT,
    "email": Group.AUDIT,
    "github": Group.GATE,
    "gitlab": Group.GATE,
    "jira": Group.GATE,
    "linear": Group.GATE,
    "apprise": Group.AUDIT,
    "webhook": Group.EVENT,
}
"""The kinds of channels, and how each groups what it is told unless a route says otherwise."""

AnyChannel = (
    SlackChannel
    | EmailChannel
    | GithubChannel
    | GitlabChannel
    | JiraChannel
    | LinearChannel
    | AppriseChannel
    | WebhookChannel
)


class ChannelSection(Section):
    """One channel: exactly one of these keys."""

    slack: SlackChannel | None = None
    """A channel of a Slack workspace."""
    email: EmailChannel | None = None
    """People who get a mail."""
    github: GithubChannel | None = None
    """Issues, commit statuses, checks or comments at GitHub."""
    gitlab: GitlabChannel | None = None
    """Issues, commit statuses or comments at GitLab."""
    jira: JiraChannel | None = None
    """Issues of a Jira project."""
    linear: LinearChannel | None = None
    """Issues of a Linear team."""
    apprise: AppriseChannel | None = None
    """Anything that Apprise knows."""
    webhook: WebhookChannel | None = None
    """A receiver of webhooks."""

    @model_validator(mode="after")
    def _is_one(self) -> "ChannelSection":
        said = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(said) != 1:
            raise problem("this is not one channel", f"write exactly one of these keys: {', '.join(KINDS)}")
        return self

    @property
    def kind(self) -> str:
        """Which of the keys is said."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def settings(self) -> AnyChannel:
        """What is said of it."""
        found: AnyChannel = getattr(self, self.kind)
        return found

    def target(self, name: str, place: str = "") -> str:
        """What deliveries to it are addressed to: its name, or that of the webhook that it stands for.

        ``place`` stands before the name where another fleet of the home has a channel of that name.
        """
        return place + name if self.webhook is None else f"webhook:{self.webhook.name}"

    @property
    def group(self) -> Group:
        """How it groups what it is told: tickets by gate, what hangs on a commit by repository."""
        settings = self.settings
        if isinstance(settings, GithubChannel | GitlabChannel):
            commits = settings.form is not Form.ISSUE or settings.repository is None
            return Group.REPOSITORY if commits else Group.GATE
        return KINDS[self.kind]
