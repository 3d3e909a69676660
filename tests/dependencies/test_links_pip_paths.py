from tests.dependencies.packages_read import tree


def test_a_folder_is_called_what_it_publishes() -> None:
    known = tree(
        {
            "requirements.txt": "-e ./core\n-e ./nothing\n",
            "core/pyproject.toml": '[project]\nname = "acme-core"\n',
        }
    )
    assert [(row.name, row.local) for row in known.dependencies] == [
        ("acme-core", "core"),
        ("./nothing", "nothing"),
    ]
