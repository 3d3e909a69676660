import contextlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_assets.core.state.git_config import ConfigError, collect, parse_config, parse_listing
from tests.repositories import ENVIRONMENT

PIECES = [
    "[a]\n", '[a "b\\"c"]\n', "[A.B]\n", '[x ""]\n', "[ a ]\n", "[a]z=2\n", "x = 1\n", 'y=" q # "#c\n', "k\n",
    "z= a  b  ; c\n", "  k2 = a\\\n  b\n", "; c\n", "# d\n", 'e = "a" "b" \n', "t=\\t\\n\\\\\n", "bad bad\n",
    'q="open\n', "h = #\n", "m =\n", "p = a\\q\n", "tr = true   \n", "\r\n", "w = a\r\n", 'v = "a\\\nb"\n',
]  # fmt: skip


def test_sections_are_folded_and_subsections_are_kept() -> None:
    assert parse_config('[Remote "Origin"]\n\tURL = x\n') == (("remote.Origin.url", "x"),)


def test_a_key_without_a_value_is_true() -> None:
    config = collect(parse_config("[core]\n bare\n[x]\n y = no"))
    assert config.truth("core.bare")
    assert not config.truth("x.y")
    assert not config.truth("x.absent")
    assert config.get("core.bare") is None


def test_the_last_value_counts() -> None:
    assert collect(parse_config("[a]\nb = 1\nb = 2")).get("a.b") == "2"


def test_subsections_are_listed_once_in_order() -> None:
    config = collect(parse_config('[remote "b.c"]\nurl=1\nfetch=2\n[remote "a"]\nurl=3\n[remote]\nx=1'))
    assert config.subsections("remote") == ["b.c", "a"]


def test_an_empty_subsection_is_one_and_a_plain_section_is_none() -> None:
    assert collect(parse_config('[filter ""]\nclean = x')).subsections("filter") == [""]
    assert collect(parse_config("[filter]\nclean = x")).subsections("filter") == []


def test_includes_are_reported() -> None:
    assert collect(parse_config("[include]\npath = x")).includes
    assert collect(parse_config('[includeIf "gitdir:x"]\npath = x')).includes
    assert not collect(parse_config("[core]\npath = x")).includes


def test_a_malformed_file_is_refused_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"a section header is malformed \(line 2\)"):
        parse_config("[a]\n[b\n")


def test_a_listing_gives_scope_key_and_value() -> None:
    out = b"global\0user.name\nAda\0local\0core.bare\0"
    assert list(parse_listing(out)) == [("global", "user.name", "Ada"), ("local", "core.bare", None)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=7))
def test_it_reads_what_git_reads_and_refuses_what_git_refuses(tmp_path: Path, pieces: list[str]) -> None:
    text = "".join(pieces)
    file = tmp_path / "config"
    file.write_bytes(text.encode())
    said = subprocess.run(
        ["git", "config", "-f", file, "--list", "-z"], capture_output=True, check=False, env=ENVIRONMENT
    )
    if said.returncode:
        with pytest.raises(ConfigError):
            parse_config(text)
        return
    pairs = (pair.partition("\n") for pair in said.stdout.decode().split("\0")[:-1])
    assert parse_config(text) == tuple((key, value if newline else None) for key, newline, value in pairs)


@given(st.text())
def test_no_text_crashes_it(text: str) -> None:
    with contextlib.suppress(ConfigError):
        parse_config(text)
