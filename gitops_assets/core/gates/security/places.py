"""Where what looks like a secret is seldom one."""

import re

_PRETENDED = re.compile(
    r"^t/|(?:^|/)t/(?:unit|integration)/|(?:^|/)dummy|(?:^|[/_.-])(?:tests?|testing|testdata|specs?|fixtures?|mocks?|examples?|samples?|demos?|docs?|documentation"
    r"|cassettes|e2e|__snapshots__|benchmarks?|tutorials?)(?:[/_.-]|$)|(?:Tests?|Spec|Fixture)(?:s)?[/.]"
    r"|\.(?:md|mdx|rst|adoc|txt|ipynb|example|sample|template|tmpl|dist)$|(?:^|/)(?:CHANGELOG|README)"
)
_MADE = re.compile(
    r"(?:^|/)(?:node_modules|vendor|third_party|bower_components|site-packages|dist)/|\.min\.(?:js|css)$"
    r"|\.(?:map|svg|lock|sum|po|csv)$"
    r"|(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|uv\.lock|go\.sum)$"
)


def pretended(path: str) -> bool:
    """Whether it belongs to tests, examples or documentation, whose secrets open nothing."""
    return _PRETENDED.search(path) is not None


def generated(path: str) -> bool:
    """Whether a program wrote it or somebody else did: vendored code, lock files, minified scripts."""
    return _MADE.search(path) is not None
