"""Ruby gems: when a group is needed, what requirements ask for together, where a shorthand leads.

Source: [gemfile(5)](https://bundler.io/man/gemfile.5.html).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Scope
from gitops_assets.core.dependencies.parsers.ruby_calls import Value
from gitops_assets.core.remote_url import redact

_TEST = frozenset({"test", "tests", "testing", "spec", "integration", "cucumber", "system_tests"})
_DEV = _TEST | {
    *("development", "dev", "local", "debug", "tools", "ci", "benchmark", "profile", "release", "lint"),
    *("doc", "docs", "documentation", "rubocop", "mdl", "style", "typing", "danger", "guard"),
}


@dataclass(frozen=True, slots=True)
class Shorthand:
    """A word that stands for a git host: what is written before and after the repository's name."""

    before: str
    after: str = ""

    def url(self, name: str) -> str:
        """The repository's address without credentials; ``rails`` alone means ``rails/rails``."""
        if "://" in name:
            return redact(name.partition("/pull/")[0])
        return redact(f"{self.before}{name}{self.after}")


SHORTHANDS: Mapping[str, Shorthand] = {
    "github": Shorthand("https://github.com/"),
    "gitlab": Shorthand("https://gitlab.com/"),
    "bitbucket": Shorthand("https://bitbucket.org/"),
    "gist": Shorthand("https://gist.github.com/"),
}
"""Those that Bundler has without a ``git_source``."""


def scope_of(groups: Collection[str]) -> Scope:
    """When a gem of these groups is needed; one group that is needed at run time is enough."""
    if groups and all(each in _TEST for each in groups):
        return Scope.TEST
    return Scope.DEV if groups and all(each in _DEV for each in groups) else Scope.RUNTIME


def requirement(values: Iterable[Value]) -> tuple[str | None, bool]:
    """The requirements as one constraint, and whether all are literals; where one is not, there is none."""
    written = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
    literal = [each for each in written if each is not None]
    whole = len(literal) == len(written)
    return (", ".join(literal) or None) if whole else None, whole
