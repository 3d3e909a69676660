"""What the *user's* git configuration says; the only configuration whose commands may run."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from gitops_assets.core.remote_url import Rewrite
from gitops_assets.core.state.git_config import GitConfig, collect, parse_listing
from resources.git.command import GitUnusable, run

_PLACES = ("HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_FILTER_KEYS = ("clean", "smudge", "process")


@dataclass(frozen=True, slots=True)
class UserConfig:
    """System and global settings of whoever runs the audit."""

    config: GitConfig

    def rewrites(self, own: GitConfig) -> list[Rewrite]:
        """Every ``url.<base>.insteadOf``, the repository's own included."""
        return [
            Rewrite(base, prefix)
            for config in (self.config, own)
            for base in config.subsections("url")
            for prefix in config.values.get(f"url.{base}.insteadof", ())
            if prefix
        ]

    def neutralised(self, own: GitConfig) -> Mapping[str, str]:
        """Overrides that give each filter the repository defines the user's definition, or none.

        A filter is a command that git runs on a file's content when the file looks changed; the attributes
        that select it come with the commit, so its definition must not (gitattributes(5), "filter").
        """
        overrides: dict[str, str] = {}
        for name in own.subsections("filter"):
            for key in _FILTER_KEYS:
                overrides[f"filter.{name}.{key}"] = self.config.get(f"filter.{name}.{key}") or ""
            required = self.config.truth(f"filter.{name}.required")
            overrides[f"filter.{name}.required"] = "true" if required else "false"
        return overrides


def user_config() -> UserConfig:
    """Read once for each place that it can stand in; :class:`GitUnusable` when git cannot be trusted."""
    return _read(tuple(os.environ.get(name) for name in _PLACES))


@lru_cache(maxsize=8)
def _read(_places: tuple[str | None, ...]) -> UserConfig:
    answer = run(os.fsencode(os.path.abspath(os.sep)), ("config", "--list", "--show-scope", "-z"))
    if answer.code:
        raise GitUnusable(
            f"your own git configuration cannot be read ({answer.complaint}); mend it and try again."
        )
    listing = list(parse_listing(answer.out))
    if not any(scope == "command" for scope, _, _ in listing):
        raise GitUnusable(
            "this git is too old to be told to run nothing a repository names; install git 2.35 or newer."
        )
    own = ((key, value) for scope, key, value in listing if scope in {"system", "global"})
    return UserConfig(collect(own))
