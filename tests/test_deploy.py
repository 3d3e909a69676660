"""What lies in deploy/ fits the product: commands exist, and nothing runs with rights it does not need."""

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from gitops_assets.cli.main import cli
from resources.home import HOME_VARIABLE, STORE_VARIABLE

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def settings(unit: Path) -> dict[str, str]:
    lines = [
        line for line in unit.read_text("utf-8").splitlines() if "=" in line and not line.startswith("#")
    ]
    return dict(line.split("=", 1) for line in lines)


def asks_for_what_there_is(words: list[str]) -> None:
    command = cli.get_command(click.Context(cli), words[0])
    if command is None and words[0] == "serve":
        pytest.skip("the service is not here yet")
    assert command, words[0]
    known = {name for each in command.params for name in each.opts}
    assert {word for word in words[1:] if word.startswith("-")} <= known


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_as_a_user_without_rights(unit: Path) -> None:
    said = settings(unit)
    program, *words = said["ExecStart"].split()
    assert program.endswith("/bin/gitops-assets")
    assert said["User"] == "gitops"
    assert said["NoNewPrivileges"] == "yes"
    assert said["ProtectSystem"] == "strict"
    asks_for_what_there_is(words)


def test_the_image_runs_a_command_that_exists_as_a_user_without_rights() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert re.search(r"^USER [1-9]\d*$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert not re.search(r"^ADD |curl|wget", text, re.MULTILINE)
    words = re.search(r"^CMD \[(.+)\]$", text, re.MULTILINE)
    assert words
    asks_for_what_there_is(re.findall(r'"([^"]+)"', words[1]))


def test_variables_are_those_that_are_read() -> None:
    text = "".join(path.read_text("utf-8") for path in DEPLOY.iterdir())
    known = {HOME_VARIABLE, STORE_VARIABLE, "GITOPS_LOG", "GITOPS_WEBHOOK_SECRET_GITHUB_FILE"}
    assert set(re.findall(r"\bGITOPS_[A-Z_]+", text)) <= known


@pytest.mark.parametrize("proxy", ["nginx.conf", "Caddyfile"])
def test_proxies_let_in_webhooks_and_nothing_else(proxy: str) -> None:
    text = (DEPLOY / proxy).read_text("utf-8")
    assert "webhooks/" in text
    assert "slack/actions" in text
    assert "404" in text
    assert not re.search(r"/(metrics|health)|:3000", text)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_understands_its_sample(tmp_path: Path) -> None:
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=a"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run([*certificate, *files], check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text("utf-8").replace("/etc/ssl/hooks.example.org", str(tmp_path))
    (tmp_path / "site.conf").write_text(site)
    whole = f"events {{}} pid {tmp_path}/pid; error_log stderr; http {{ include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole)
    command = ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.[st]*er*")), ids=lambda unit: unit.name)
def test_systemd_understands_its_units(unit: Path, tmp_path: Path) -> None:
    for each in DEPLOY.glob("gitops-assets-*"):
        text = each.read_text("utf-8").replace("/opt/gitops-assets/.venv/bin/gitops-assets", "/bin/true")
        (tmp_path / each.name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(tmp_path / unit.name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
