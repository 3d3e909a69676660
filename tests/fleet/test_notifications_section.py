from pathlib import Path

import pytest
import yaml

from gitops_assets.core.fleet.channels import KINDS, ChannelSection, GithubChannel
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.fleet.loading import parse_fleet
from gitops_assets.core.fleet.notifications import NotificationsSection, RouteSection
from gitops_assets.core.fleet.schema import known_keys
from gitops_assets.core.model import Severity
from gitops_assets.core.notifications.policy import (
    Digest,
    Escalation,
    Group,
    NotificationPolicy,
    Quiet,
    Rhythm,
    Route,
)

EXAMPLE = Path(__file__).parents[2] / "docs/fleet.example.yaml"
PLACE = ("notifications",)


def parsed(text: str) -> NotificationsSection:
    return parse_fleet(f"notifications: {text}", ()).notifications


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(FleetFaults) as caught:
        parse_fleet(text, ())
    return [(fault.line, fault.where, f"{fault.message}; {fault.hint}") for fault in caught.value.faults]


def test_without_a_word_nobody_is_told_anything() -> None:
    assert Fleet().notifications.policy == NotificationPolicy()


def test_notifications_do_not_change_what_verdicts_depend_on() -> None:
    assert parse_fleet("notifications: {time_zone: Europe/Berlin}", ()).digest == Fleet().digest


def test_the_example_shows_every_key_there_is() -> None:
    example = yaml.safe_load(EXAMPLE.read_text("utf-8"))["notifications"]
    assert set(example) == set(known_keys(PLACE))
    assert set(example["quiet_hours"]) == {"from", "to", "days", "unless"}
    assert (
        {key for route in example["routes"] for key in route}
        == {*known_keys((*PLACE, "routes", 0))}
        == set(RouteSection.model_fields)
    )
    kinds = [kind for channel in example["channels"].values() for kind in channel]
    assert sorted(kinds) == sorted(KINDS) == sorted(ChannelSection.model_fields)
    for channel in example["channels"].values():
        ((kind, said),) = channel.items()
        model = ChannelSection.model_validate({kind: said}).settings.__class__
        names = {field.alias or name for name, field in model.model_fields.items()}
        forges = {"as", "repository", "labels", "details_url", "token_env", "api_url"}
        assert set(said) == names or (set(said) < names == forges)


def test_the_example_is_what_its_comments_say() -> None:
    policy = parse_fleet(EXAMPLE.read_text("utf-8"), ("stash-empty", "commits-pushed")).notifications.policy
    quiet = Quiet(start=1320, end=420, zone="Europe/Berlin")
    assert policy.routes[0] == Route(
        name="urgent",
        to=("chat",),
        events=("finding.opened", "finding.reopened", "finding.fixed"),
        severity=Severity.HIGH,
        owners=("platform team",),
        tags=("work",),
        repositories=("acme/*",),
        group=Group.AUDIT,
        quiet=quiet,
        escalate=Escalation(hours=4, to=("phone",)),
    )
    digest = Digest(rhythm=Rhythm.WEEKLY, zone="Europe/Berlin")
    assert policy.routes[1] == Route(name="2", to=("mail",), digest=digest, quiet=quiet)
    assert policy.routes[3].to == ("commits", "webhook:portal")
    assert policy.groups == {
        "chat": Group.AUDIT,
        "mail": Group.AUDIT,
        "tickets": Group.GATE,
        "commits": Group.REPOSITORY,
        "board": Group.GATE,
        "plan": Group.GATE,
        "phone": Group.AUDIT,
        "webhook:portal": Group.EVENT,
    }


def test_issues_without_a_repository_are_one_a_repository() -> None:
    section = ChannelSection(github=GithubChannel())
    assert (section.kind, section.group) == ("github", Group.REPOSITORY)


@pytest.mark.parametrize(("clock", "minutes"), [("22:00", 1320), ("'22:00'", 1320), ("'7:05'", 425)])
def test_a_time_of_day_may_stand_without_quotes(clock: str, minutes: int) -> None:
    quiet = parsed(f"{{quiet_hours: {{from: {clock}, to: '06:00'}}, channels: {{}}}}").quiet_hours
    assert quiet is not None
    hours, _, rest = quiet.start.partition(":")
    assert int(hours) * 60 + int(rest) == minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{time_zone: Europe/Berln}", "no time zone is called this"),
        ("{time_zone: ../../etc/passwd}", "no time zone is called this"),
        ("{quiet_hours: {from: '25:00', to: '07:00'}}", "this is not a time of day"),
        ("{quiet_hours: {from: '22:00'}}", "to is required here"),
        ("{quiet_hours: {from: '22:00', to: '7:00', days: [mnday]}}", "did you mean 'monday'?"),
        ("{channels: {a: {}}}", "write exactly one of these keys: slack, email"),
        ("{channels: {a: {slack: {channel: C1}, apprise: {urls_env: A}}}}", "exactly one of these keys"),
        ("{channels: {a: {slak: {channel: C1}}}}", "did you mean 'slack'?"),
        ("{channels: {a: {slack: {channl: C1}}}}", "did you mean 'channel'?"),
        ("{channels: {a: {email: {to: [x], from: a@b.c, host: h}}}}", "write it alone, such as"),
        ("{channels: {a: {jira: {url: 'http://jira.example.org', project: OPS}}}}", "over https"),
        ("{channels: {a: {gitlab: {as: check}}}}", "GitLab has no checks; write as: status"),
        (
            "{channels: {a: {email: {to: [a@b.c], from: a@b.c, host: h, username: u, security: none}}}}",
            "a password would travel in the open",
        ),
        ("{routes: [{to: [chat]}]}", "routes[0].to: no channel is called this; remove it"),
        (
            "{channels: {chat: {slack: {channel: C1}}}, routes: [{to: [chet]}]}",
            "routes[0].to: no channel is called this; did you mean 'chat'?",
        ),
        (
            "{channels: {c: {webhook: {name: c}}}, routes: [{to: [c], escalate: {to: [d], after_hours: 1}}]}",
            "no channel is called this",
        ),
        (
            "{channels: {c: {slack: {channel: C1}}}, routes: [{to: [c], name: a}, {to: [c], name: a}]}",
            "routes[1]: another route has this name",
        ),
        ("{routes: [{to: [], events: ['finding.opend']}]}", "did you mean 'finding.opened'?"),
        ("{channels: {a: {linear: {team: engineering}}}}", "the key of a Linear team; write it as"),
        ("{channels: {a: {apprise: {urls_env: 'tgram://x'}}}}", "write the name in capitals"),
        ("{score_thresholds: [101]}", "this number is too large; write at most 100"),
    ],
)
def test_a_fault_says_what_to_write_instead(text: str, expected: str) -> None:
    found = faults(f"notifications: {text}")
    assert any(expected in message for _, _, message in found), found


def test_a_fault_names_its_line() -> None:
    text = """\
notifications:
  channels:
    chat:
      slack: {channel: C1}
  routes:
    - to: [chat]
      events:
        - finding.opened
        - findig.fixed
"""
    assert faults(text) == [
        (9, "notifications.routes[0].events[1]", "no event is called this; did you mean 'finding.fixed'?")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{slack: {channel: C1, token: xoxb-hunter2}}",
        "{slack: {channel: C1, token_env: xoxb-hunter2}}",
        "{email: {to: [a@b.c], from: a@b.c, host: h, password: hunter2}}",
        "{jira: {url: 'https://me:hunter2@jira.example.org', project: OPS}}",
        "{apprise: {urls_env: 'tgram://hunter2/chat'}}",
    ],
)
def test_a_secret_in_the_file_is_a_fault_that_does_not_repeat_it(text: str) -> None:
    with pytest.raises(FleetFaults) as caught:
        parse_fleet(f"notifications: {{channels: {{a: {text}}}}}", ())
    assert "hunter2" not in str(caught.value)
