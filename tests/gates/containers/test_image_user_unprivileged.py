import pytest

from gitops_assets.core.gates.containers.image_user_unprivileged import GATE
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


def image(*lines: str) -> Facts:
    return seen({"Dockerfile": "\n".join(("FROM python:3", *lines, 'CMD ["app"]'))})


def test_an_image_without_a_user_or_with_root_is_flagged() -> None:
    assert only(GATE, image()).line == 1
    assert only(GATE, image("USER app", "USER root")).line == 3
    assert only(GATE, image("USER 0:0")).line == 2


def test_a_user_counts_also_in_the_stage_that_is_built_on() -> None:
    assert passes(GATE, image("USER 1000"))
    assert passes(GATE, seen({"Dockerfile": "FROM a:1 AS b\nUSER app\nFROM b\nCMD x\n"}))
    assert not passes(GATE, seen({"Dockerfile": "FROM a:1 AS b\nUSER app\nFROM a:1\nCMD x\n"}))


@pytest.mark.parametrize(
    "text",
    [
        "FROM gcr.io/distroless/base:nonroot\nCMD x",
        "FROM nginxinc/nginx-unprivileged:1\nCMD x",
        "FROM postgres:16\nCOPY a b",
        'FROM a:1\nENTRYPOINT ["/docker-entrypoint.sh"]',
    ],
)
def test_bases_with_a_user_of_their_own_and_starts_that_drop_rights_pass(text: str) -> None:
    assert passes(GATE, seen({"Dockerfile": text}))


def test_images_to_develop_in_pass() -> None:
    assert passes(GATE, seen({".devcontainer/Dockerfile": "FROM a:1\nCMD x\n"}))


def test_a_broken_file_is_unknown() -> None:
    assert why(GATE, seen({"Dockerfile": "FROM a:1\nRUN <<E\n"}), Outcome.UNKNOWN)
