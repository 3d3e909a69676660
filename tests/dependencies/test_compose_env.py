from gitops_assets.core.dependencies.extractors.compose_env import extract, wants
from gitops_assets.core.dependencies.model import Definition


def values(text: str) -> list[tuple[int, str, str]]:
    rows = list(extract(".env", text))
    return [(row.line, row.name, row.value) for row in rows if isinstance(row, Definition)]


def test_only_the_file_that_compose_reads_by_itself_is_read() -> None:
    assert wants("deploy/.env")
    assert not wants(".env.example")
    assert not wants("prod.env")


def test_what_can_be_a_part_of_an_image_is_kept() -> None:
    first = 'TAG=1.2\nexport API_IMAGE = "ghcr.io/acme/api"\n'
    text = first + "PG_VERSION=16 # ours\nREGISTRY='registry.acme.io:5000'\n"
    assert values(text) == [
        (1, "TAG", "1.2"),
        (2, "API_IMAGE", "ghcr.io/acme/api"),
        (3, "PG_VERSION", "16"),
        (4, "REGISTRY", "registry.acme.io:5000"),
    ]


def test_nothing_that_could_be_a_secret_is_remembered() -> None:
    text = (
        "DB_PASSWORD=hunter2\nREGISTRY_TOKEN=abc\nREGISTRY_USER=ada\nAPI_KEY_VERSION=1\nDEBUG=1\nURL=x\n"
        "TAG=a b\n#TAG=1\n"
    )
    assert values(text) == []
