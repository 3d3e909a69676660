"""Asking the remotes, on request only: with the user's own ways in, and none that a repository brings."""

import os
import re
from collections.abc import Callable, Sequence

from gitops_assets.core.state.git_config import GitConfig
from gitops_assets.core.text import display
from resources.git.command import INERT, Setting, run_with, scrubbed
from resources.git.files import Refused
from resources.git.layout import Gone, layout_of
from resources.git.threads import in_threads
from resources.git.user import user_config

PROTOCOLS = b"https:http:ssh:git:file"
"""Transports that only move data; ``ext`` and remote helpers are commands (gitremote-helpers(7))."""

FETCH = (
    "fetch",
    "--all",
    "--quiet",
    "--no-auto-maintenance",
    "--no-recurse-submodules",
    "--no-write-commit-graph",
    "--upload-pack",
    "git-upload-pack",
)
_SSH = "ssh -o BatchMode=yes"  # nobody is there to answer a question
_COMMANDS = re.compile(r"core\.gitproxy|remote\..*\.(vcs|uploadpack|proxy(authmethod)?)|http\..+", re.DOTALL)
_THREADS = 8
_WAYS_IN = ("core.sshCommand", "core.gitProxy", "core.askPass", "credential.helper", "protocol.allow")
_KEPT = (
    "SSH_AUTH_SOCK",
    "SSH_AGENT_PID",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "https_proxy",
    "http_proxy",
    "no_proxy",
)


def fetch_all(
    paths: Sequence[bytes], timeout: float, seen: Callable[[], None] = lambda: None
) -> dict[bytes, str]:
    """Fetch all remotes of these repositories; gives the reason for each one where that failed.

    Remotes are waited for, not computed with, so more threads than processors pay.
    """

    def one(path: bytes) -> str | None:
        why = _fetch(path, timeout)
        seen()
        return why

    answers = zip(paths, in_threads(one, paths, _THREADS), strict=True)
    return {path: why for path, why in answers if why is not None}


def _fetch(path: bytes, timeout: float) -> str | None:
    try:
        config = layout_of(path).config
        if not config.subsections("remote"):
            return None
        if foreign := commands_of(config):
            named = display(foreign[0])
            return f"it names a proxy, a command or a file of its own to fetch with: {named}"
        env = scrubbed(tuple(settings(config))) | {b"GIT_ALLOW_PROTOCOL": PROTOCOLS} | kept()
        answer = run_with(path, FETCH, env, timeout)
    except (Gone, Refused, OSError) as error:
        return display(str(error)) or "it is gone"
    return display(answer.complaint) if answer.code or answer.timed_out else None


def kept() -> dict[bytes, bytes]:
    """What the user's environment says of ways out: agents of ssh, proxies."""
    return {os.fsencode(name): os.environb[os.fsencode(name)] for name in _KEPT if name in os.environ}


def commands_of(own: GitConfig) -> list[str]:
    """The keys by which a repository names programs, files or hosts that no setting of ours outranks.

    Of several ``core.gitProxy`` git takes the first, and of several ``http.*`` the one with the longest URL,
    so the repository's own would win (git-config(1)): a proxy sees what is sent, ``sslVerify`` lets anybody
    answer, ``cookieFile`` and ``sslKey`` send a file of the user's. ``fetch --all`` does not hand
    ``--upload-pack`` on when there is more than one remote.
    """
    return [key for key in own.values if _COMMANDS.fullmatch(key)]


def settings(own: GitConfig) -> list[Setting]:
    """Everything inert but the ways in, and those as the user has them: never as the repository does."""
    user = user_config().config
    pairs = [(key, value) for key, value in INERT.items() if key not in _WAYS_IN]
    pairs.append(("core.sshCommand", user.get("core.sshcommand") or _SSH))
    pairs.append(("core.askPass", user.get("core.askpass") or ""))
    pairs.append(("credential.helper", ""))
    pairs += [(key, "") for key in own.values if _is_helper(key)]
    pairs += [
        (key, value or "") for key, values in user.values.items() if _is_helper(key) for value in values
    ]
    return pairs


def _is_helper(key: str) -> bool:
    return key.startswith("credential.") and key.endswith(".helper")
