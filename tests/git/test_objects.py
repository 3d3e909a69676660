import os
from pathlib import Path

import pytest

from resources.git.objects import commit_time
from tests.repositories import DATE, commit, git, repository


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return repository(tmp_path / "it") / ".git" / "objects"


def asked(objects: Path) -> int | None:
    return commit_time(os.fsencode(objects), git(objects.parent.parent, "rev-parse", "HEAD"))


def test_a_loose_and_a_packed_commit_have_their_time(place: Path) -> None:
    assert asked(place) == DATE
    commit(place.parent.parent, more="x")
    git(place.parent.parent, "gc", "-q")
    assert asked(place) == DATE


def test_a_pipe_in_the_place_of_an_object_is_no_object(place: Path) -> None:
    oid = git(place.parent.parent, "rev-parse", "HEAD")
    file = place / oid[:2] / oid[2:]
    file.unlink()
    os.mkfifo(file)
    assert commit_time(os.fsencode(place), oid) is None


@pytest.mark.parametrize("count", [0xFFFFFFFF, 1000])
def test_an_index_that_claims_more_objects_than_it_has_room_for_is_not_believed(
    place: Path, count: int
) -> None:
    git(place.parent.parent, "gc", "-q")
    oid = git(place.parent.parent, "rev-parse", "HEAD")
    index = next((place / "pack").glob("*.idx"))
    index.chmod(0o644)
    fanout = b"".join((count if byte >= int(oid[:2], 16) else 0).to_bytes(4) for byte in range(256))
    index.write_bytes(index.read_bytes()[:8] + fanout + index.read_bytes()[1032:])
    assert commit_time(os.fsencode(place), oid) is None
