import time

import pytest

from gitops_assets.core.dependencies.ecosystems.golang import forge_url
from gitops_assets.core.dependencies.parsers.go_text import Directive, read_directives


@pytest.mark.parametrize(
    ("module", "url"),
    [
        ("github.com/acme/app", "https://github.com/acme/app"),
        ("github.com/acme/app/v2/sub", "https://github.com/acme/app"),
        ("bitbucket.org/acme/app/v3", "https://bitbucket.org/acme/app"),
        ("gitlab.com/acme/app/v2", "https://gitlab.com/acme/app"),
        ("gitlab.com/acme/team/app", "https://gitlab.com/acme/team/app"),
        ("git.acme.org/team/app.git/sub", "https://git.acme.org/team/app"),
        ("github.com/acme", None),
        ("github.com//app", None),
        ("golang.org/x/net", None),
        ("app", None),
    ],
)
def test_a_module_path_on_a_known_forge_names_its_repository(module: str, url: str | None) -> None:
    assert forge_url(module) == url


def test_quoted_words_blocks_and_comments_are_read_as_go_does() -> None:
    text = 'module "a b" // why\nrequire ( // all\n\t`c` v1 // indirect\n\n)\nexclude ()\n'
    assert list(read_directives(text)) == [
        Directive("module", ("a b",), "why", 1),
        Directive("require", ("c", "v1"), "indirect", 3),
    ]


@pytest.mark.parametrize("piece", ['"\\', "`", "(", "// x", "a/", '\\"'])
def test_a_long_line_takes_no_longer_than_its_length(piece: str) -> None:
    began = time.process_time()
    list(read_directives("require " + piece * 200_000))
    assert time.process_time() - began < 5
