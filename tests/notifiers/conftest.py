import pytest

from resources.notifiers.secrets import Secrets

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
PLANTED = {
    name: f"planted-{name.lower()}-n0tT0BeSeen"
    for name in (
        "SLACK_BOT_TOKEN",
        "GITHUB_TOKEN",
        "GITLAB_TOKEN",
        "JIRA_TOKEN",
        "LINEAR_API_KEY",
        "SMTP_PASSWORD",
    )
}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def secrets() -> Secrets:
    return Secrets(PLANTED)
