import shlex
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.gates.words import SHOWN_LIMIT, command, counted, git_file, shown
from gitops_assets.core.model import State
from tests.gates.build import facts, state


def test_a_name_is_shown_in_single_quotes() -> None:
    assert shown("main") == "'main'"


def test_a_name_cannot_write_to_the_terminal() -> None:
    assert shown("a\x1b[2Jb\u202e") == r"'a\x1b[2Jb\u202e'"


def test_a_long_name_is_cut() -> None:
    assert len(shown("x" * 5_000)) == SHOWN_LIMIT + 2


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 file"), (2, "2 files"), (0, "0 files"), (None, "Some files")]
)
def test_counts_agree_with_their_noun(count: int | None, words: str) -> None:
    assert counted(count, "file") == words


@settings(deadline=None)
@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126)), min_size=1))
def test_a_shell_reads_the_words_back(words: list[str]) -> None:
    assert shlex.split(command(*words)) == words


@pytest.mark.parametrize(
    "name", ["a\nb", "it's\x1b[0m", "back\\slash\t1", "\udcff raw", "$(id)\x01 `id`", "ü\u202e"]
)
def test_a_real_shell_reads_odd_names_back_from_one_printable_line(name: str) -> None:
    line = command("printf", "%s", name)
    assert line.isprintable()
    said = subprocess.run(["bash", "-c", line], capture_output=True, check=True)
    assert said.stdout == name.encode("utf-8", "surrogateescape")


def test_a_git_command_names_the_repository() -> None:
    assert facts(path="/src/my app").git("push") == "git -C '/src/my app' push"


def test_a_repository_without_a_place_is_where_the_user_stands() -> None:
    assert facts(path=None).git("push") == "git push"


def test_a_strangers_name_never_becomes_an_option() -> None:
    assert facts().git("switch", operands=("--force",)) == "git -C /src/app switch -- --force"


def test_a_bare_repository_has_no_dot_git_folder() -> None:
    assert git_file(state(State.BARE), "HEAD") == "HEAD"
    assert git_file(state(), "HEAD") == ".git/HEAD"
