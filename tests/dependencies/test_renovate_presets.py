import json

import pytest

from gitops_assets.core.dependencies.extractors.renovate_presets import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind


def told(*extends: str) -> list[tuple[str, str, str | None, str | None]]:
    rows = extract("renovate.json", json.dumps({"extends": extends}))
    return [(row.ecosystem, row.name, row.constraint, row.url) for row in rows if isinstance(row, Dependency)]


def test_renovate_is_configured_where_it_looks() -> None:
    assert all(
        wants(path) for path in ("renovate.json", ".github/renovate.json5", ".renovaterc", "default.json")
    )
    assert not any(wants(path) for path in ("docs/renovate.json", "config/default.json"))


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("github>acme/presets", ("renovate", "github>acme/presets", None, "https://github.com/acme/presets")),
        (
            "github>acme/presets:node#v1",
            ("renovate", "github>acme/presets:node", "v1", "https://github.com/acme/presets"),
        ),
        (
            "gitlab>acme/sub/presets//path/x.json5(a, b)",
            ("renovate", "gitlab>acme/sub/presets:path/x.json5", None, "https://gitlab.com/acme/sub/presets"),
        ),
        ("local>acme/presets", ("renovate", "local>acme/presets", None, "../../acme/presets")),
        ("@acme", ("npm", "@acme/renovate-config", None, None)),
        ("@acme/renovate-config:strict", ("npm", "@acme/renovate-config", None, None)),
        ("renovate-config-acme", ("npm", "renovate-config-acme", None, None)),
    ],
)
def test_a_preset_is_taken_from_where_it_says(
    said: str, row: tuple[str, str, str | None, str | None]
) -> None:
    assert told(said) == [row]


def test_what_comes_with_renovate_is_no_dependency() -> None:
    assert told("config:recommended", ":semanticCommits", "schedule:weekly", "http://x.io/a.json") == []


def test_rules_may_extend_too_and_comments_are_fine() -> None:
    text = (
        '{\n// ours\n"extends": [\n"github>acme/a"],\n"packageRules": [{"extends":\n["github>acme/b"]}],\n}'
    )
    rows = [row for row in extract("renovate.json5", text) if isinstance(row, Dependency)]
    assert [(row.kind, row.name, row.line) for row in rows] == [
        (Kind.CONFIG, "github>acme/a", 4),
        (Kind.CONFIG, "github>acme/b", 6),
    ]


def test_a_package_may_hold_the_configuration() -> None:
    (row,) = extract(
        "package.json", '{"extends": ["github>a/b"],\n"renovate": {"extends": ["github>acme/a"]}}'
    )
    assert isinstance(row, Dependency)
    assert (row.name, row.line) == ("github>acme/a", 2)
