import pytest

from gitops_assets.core.dependencies.parsers.image_pushes import given, pushed


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("docker push acme/api:1", ["acme/api:1"]),
        ("docker image push --all-tags acme/api", ["acme/api"]),
        ("make && sudo podman push 'acme/api'; true", ["acme/api"]),
        (
            "docker build \\\n  -t ghcr.io/acme/api:1 --tag=ghcr.io/acme/api:2 .",
            ["ghcr.io/acme/api:1", "ghcr.io/acme/api:2"],
        ),
        ("docker buildx build --tag acme/api --push .", ["acme/api"]),
        ("docker build -t test .", []),
        ("echo docker push acme/api", []),
        ("docker push", []),
    ],
)
def test_a_script_says_what_it_pushes(script: str, expected: list[str]) -> None:
    assert list(pushed(script)) == expected


def test_an_action_gets_its_images_with_the_environment_put_in() -> None:
    inputs = {"tags": "${{ env.HOST }}/acme/api:1, acme/api\nacme/b:${{ env.NONE }}\n", "push": "true"}
    assert list(given("docker/build-push-action@v6", inputs, {"HOST": "ghcr.io"})) == [
        "ghcr.io/acme/api:1",
        "acme/api",
        "acme/b:${{ env.NONE }}",
    ]
    assert not list(given("actions/checkout@v4", inputs, {}))
