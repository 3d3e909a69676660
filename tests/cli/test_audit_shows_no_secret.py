"""Whatever stands in a repository, neither the store nor any report holds a secret of it."""

from pathlib import Path

import pytest

from exporters import EXPORTERS
from resources.home import Home
from tests.cli.command_line import gitops, homes_like
from tests.repositories import commit, repository
from tests.secrets.corpus import positives

LOOSE = "hunter2-of-the-database"
"""A password that no rule of ours has the form of."""

WORKFLOW = f"""on: [push]
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      DB_PASSWORD: {LOOSE}
    steps:
      - uses: actions/checkout@v4
        with: {{token: {LOOSE}}}
      - uses: other/action@main
"""
"""Gates find something on the lines beside its secrets."""


@pytest.mark.usefixtures("quickly")
def test_no_secret_is_stored_or_shown(
    tmp_path: Path, made_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = repository(tmp_path / "fleet" / "api")
    planted = list(positives(5))
    files = {f"src/{nth}.py": body.decode() for nth, (_, body, _) in enumerate(planted)}
    workflows = {
        f".github/workflows/{nth}.yml": f"{WORKFLOW}# {body.decode()}"
        for nth, (_, body, _) in enumerate(planted[:10])
    }
    commit(place, **files, **workflows, **{".github/workflows/plain.yml": WORKFLOW})
    (tmp_path / "fleet.yaml").write_text(f"name: x\nroots: [fleet]\n# {planted[0][2]}\n")
    with homes_like(made_home):
        monkeypatch.setenv("GITOPS_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home" / "dagster"))
        assert gitops("audit", "--fleet", tmp_path / "fleet.yaml", "--fail-on", "never").code == 0
        formats = [each.id for each in EXPORTERS if each.media_type != "application/pdf"]
        assert gitops("report", *formats, "-o", tmp_path / "out").code == 0
    written = [path for part in ("home", "out") for path in (tmp_path / part).rglob("*") if path.is_file()]
    bodies = {path: path.read_bytes() for path in written}
    assert any(b"runs-on: ubuntu-latest" in body for body in bodies.values())
    for value in (*(value for _, _, value in planted), LOOSE):
        assert [path.name for path, body in bodies.items() if value.encode() in body] == [], value
