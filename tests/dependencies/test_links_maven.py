import time

from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.extractors.maven_pom import extract
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.maven import LINKER
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies, Scope


def tree(**poms: str) -> RepositoryDependencies:
    """The poms of a tree by folder; ``top`` is the root's."""
    paths = {folder: "pom.xml" if folder == "top" else f"{folder}/pom.xml" for folder in poms}
    rows = [
        row for folder, text in poms.items() for row in extract(paths[folder], f"<project>{text}</project>")
    ]
    return linked("acme/app", rows, [LINKER])


def only(known: RepositoryDependencies, name: str) -> Dependency:
    (found,) = (row for row in known.dependencies if row.name == name)
    return found


def named(artifact: str, version: str = "", more: str = "") -> str:
    version = f"<version>{version}</version>" if version else ""
    return f"<groupId>g</groupId><artifactId>{artifact}</artifactId>{version}{more}"


def needs(*dependencies: str) -> str:
    return (
        f"<dependencies>{''.join(f'<dependency>{each}</dependency>' for each in dependencies)}</dependencies>"
    )


def manages(*dependencies: str) -> str:
    return f"<dependencyManagement>{needs(*dependencies)}</dependencyManagement>"


def defines(**properties: str) -> str:
    return f"<properties>{''.join(f'<{k}>{v}</{k}>' for k, v in properties.items())}</properties>"


def child(of: str = "top", version: str = "1", more: str = "") -> str:
    return f"<parent>{named(of, version, more)}</parent>"


IMPORT = "<type>pom</type><scope>import</scope>"


def test_a_property_is_filled_in_the_place_of_the_child() -> None:
    known = tree(
        top=named("top", "1") + defines(a="${b}.0", b="1"),
        core=child() + "<artifactId>core</artifactId>" + defines(b="2") + needs(named("x", "${a}")),
    )
    assert only(known, "g:x").constraint == "2.0"


def test_what_is_not_known_stays_as_it_is_written() -> None:
    circle = defines(a="${b}", b="${a}")
    known = tree(top=named("top", "1") + circle + needs(named("x", "${java.home}"), named("y", "${a}")))
    assert only(known, "g:x").constraint == "${java.home}"
    assert only(known, "g:y").constraint == "${a}"


def test_versions_and_scopes_come_from_what_the_parent_manages() -> None:
    managed = manages(named("x", "${v}", "<scope>test</scope>"), named("y", "4"))
    known = tree(
        top=named("top", "1") + defines(v="3") + managed,
        core=child() + "<artifactId>core</artifactId>" + needs(named("x"), named("y", "5")),
    )
    assert (only(known, "g:x").constraint, only(known, "g:x").scope) == ("3", Scope.TEST)
    assert only(known, "g:y").constraint == "5"


def test_a_scope_that_is_written_is_not_replaced() -> None:
    managed = manages(named("x", "3", "<scope>test</scope>"))
    known = tree(top=named("top", "1") + managed + needs(named("x", more="<scope>compile</scope>")))
    assert only(known, "g:x").scope is Scope.RUNTIME


def test_a_bom_of_the_tree_manages_with_its_own_properties() -> None:
    known = tree(
        bom=named("bom", "1") + defines(v="9") + manages(named("x", "${v}")),
        app=named("app", "1") + defines(v="0") + manages(named("bom", "1", IMPORT)) + needs(named("x")),
    )
    assert only(known, "g:x").constraint == "9"


def test_artifacts_of_one_name_and_different_types_are_managed_apart() -> None:
    tests = "<type>test-jar</type>"
    managed = manages(named("x", "1"), named("x", "2", f"{tests}<scope>test</scope>"))
    known = tree(top=named("top", "1") + managed + needs(named("x", more=tests)))
    found = only(known, "g:x")
    assert (found.constraint, found.scope) == ("2", Scope.TEST)


def test_a_plugins_version_comes_from_the_managed_plugins() -> None:
    managed = f"<pluginManagement><plugins><plugin>{named('p', '3')}</plugin></plugins></pluginManagement>"
    used = f"<plugins><plugin>{named('p')}</plugin></plugins>"
    assert only(tree(top=named("top", "1") + f"<build>{managed}{used}</build>"), "g:p").constraint == "3"


def test_members_of_the_same_build_are_local() -> None:
    known = tree(
        top=named("top", "${revision}") + defines(revision="1"),
        api=child(version="${revision}") + "<artifactId>api</artifactId>",
        app=child(version="${revision}")
        + "<artifactId>app</artifactId>"
        + needs(
            "<groupId>${project.groupId}</groupId><artifactId>api</artifactId><version>${project.version}</version>"
        ),
    )
    assert [(row.local, row.constraint) for row in known.dependencies if row.name == "g:api"] == [
        ("api", "1")
    ]
    assert {row.local for row in known.dependencies if row.name == "g:top"} == {""}
    assert [row.version for row in known.publications] == ["1", "1", "1"]


def test_another_version_of_what_the_tree_offers_is_not_local() -> None:
    known = tree(sample=named("junit", "0"), app=named("app", "1") + needs(named("junit", "4")))
    assert only(known, "g:junit").local is None


def test_a_parent_that_is_not_the_one_beside_is_looked_up_elsewhere() -> None:
    known = tree(
        top=named("other", "1") + manages(named("x", "1")),
        core=child() + "<artifactId>core</artifactId>" + needs(named("x")),
    )
    assert only(known, "g:x").constraint is None
    assert only(known, "g:top").local is None


def test_an_empty_relative_path_leads_to_no_folder_but_a_pom_of_that_name_is_found() -> None:
    parent = child("base", "1", "<relativePath/>")
    known = tree(
        base=named("base", "1") + defines(v="6"),
        core=parent + "<artifactId>core</artifactId>" + needs(named("x", "${v}")),
    )
    assert only(known, "g:x").constraint == "6"


def test_of_profiles_that_disagree_none_fills_a_property() -> None:
    def profile(version: str) -> str:
        return f"<profile>{defines(v=version, w='7')}</profile>"

    profiles = f"<profiles>{profile('1')}{profile('2')}</profiles>"
    known = tree(top=named("top", "1") + profiles + needs(named("x", "${v}"), named("y", "${w}")))
    assert (only(known, "g:x").constraint, only(known, "g:y").constraint) == ("${v}", "7")


def test_parents_in_a_circle_and_boms_in_a_circle_come_to_an_end() -> None:
    known = tree(
        a=child("b", more="<relativePath>../b</relativePath>")
        + named("a", "1")
        + manages(named("b", "1", IMPORT)),
        b=child("a", more="<relativePath>../a</relativePath>")
        + named("b", "1")
        + manages(named("a", "1", IMPORT))
        + needs(named("x")),
    )
    assert only(known, "g:x").constraint is None


def test_properties_that_multiply_come_to_an_end() -> None:
    steps = {f"p{n}": f"${{p{n + 1}}}" * 10 for n in range(300)}
    began = time.process_time()
    known = tree(top=named("top", "1") + defines(**steps) + needs(named("x", "${p0}")))
    assert only(known, "g:x").constraint
    assert time.process_time() - began < 1


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from([child("a"), child("b"), named("a", "1"), named("b", "${v}"), defines(v="${v}")])
    )
)
def test_any_order_of_elements_is_linked(pieces: list[str]) -> None:
    tree(top="".join(pieces), a="".join(reversed(pieces)))
