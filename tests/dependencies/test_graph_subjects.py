import pytest

from gitops_assets.core.dependencies.graph.subjects import Subject, subject_of

SLUGS = ["acme/web", "acme/web@old/clone", "acme/we", "a:b"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("acme/web", Subject("acme/web")),
        ("acme/web:packages/ui", Subject("acme/web", path="packages/ui")),
        ("acme/web:./src//a@b:c/", Subject("acme/web", path="src/a@b:c")),
        ("acme/web:.", Subject("acme/web", path="")),
        ("acme/web@@acme/button", Subject("acme/web", package="@acme/button")),
        ("acme/web@com.acme:web", Subject("acme/web", package="com.acme:web")),
        ("acme/web@old/clone", Subject("acme/web@old/clone")),
        ("acme/web@old/clone:x", Subject("acme/web@old/clone", path="x")),
        ("acme/web@old/clones", Subject("acme/web", package="old/clones")),
        ("a:b:c", Subject("a:b", path="c")),
        ("acme/web:", Subject("acme/web")),
    ],
)
def test_the_longest_slug_is_the_repository_and_the_rest_what_changes(text: str, subject: Subject) -> None:
    assert subject_of(text, SLUGS) == subject


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("acme/wbe", "'acme/wbe' is no repository of the fleet; did you mean 'acme/we"),
        ("web:packages/ui", "did you mean 'acme/web'?"),
        ("zzz", "there are: a:b, acme/we, acme/web, acme/web@old/clone."),
        ("acme/web:../x", "the path '../x' leads out of the repository; name one inside of it."),
    ],
)
def test_what_is_meant_by_nothing_is_met_with_the_nearest(text: str, message: str) -> None:
    with pytest.raises(LookupError) as caught:
        subject_of(text, SLUGS)
    assert message in str(caught.value)


def test_an_empty_fleet_has_nothing_to_offer() -> None:
    with pytest.raises(LookupError, match="there is none"):
        subject_of("x", [])
