"""Which files stand in a tree to be looked at, tested with or copied, and run nowhere."""

_FOLDERS = frozenset(
    {
        *(
            "test",
            "tests",
            "testing",
            "testdata",
            "test-data",
            "test_data",
            "__tests__",
            "spec",
            "specs",
            "e2e",
        ),
        *("fixture", "fixtures", "__fixtures__", "__snapshots__", "snapshots", "mocks", "corpus"),
        *("example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "documentation"),
        *("tutorial", "tutorials", "template", "templates", "skeleton", "benchmark", "benchmarks"),
        *("_vendor", "third_party", "third-party", "node_modules", "bower_components"),
        *("site-packages", ".venv", "venv", ".tox", ".nox", ".terraform"),
    }
)


def sample(path: str) -> bool:
    """Whether a file stands below a folder of tests, examples, documentation or other people's code."""
    folders = path.lower().split("/")[:-1]
    return not _FOLDERS.isdisjoint(folders) or any(each.startswith("vendor") for each in folders)
