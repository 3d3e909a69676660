import pytest

from gitops_assets.core.dependencies.ecosystems.properties import tellable


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("coreVersion", "anything", True),
        ("keycloak.version", "24.0.1", True),
        ("oauth.version", "${spring.version}", True),
        ("signing.password", "1234", False),
        ("apiToken", "abc.def", False),
        ("db_password", "hunter2", False),
    ],
)
def test_a_secret_is_not_remembered_but_a_version_is(name: str, value: str, *, expected: bool) -> None:
    assert tellable(name, value) is expected
