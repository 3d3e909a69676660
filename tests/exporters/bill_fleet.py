"""Members for bills of materials: golden ones, and hostile ones for hypothesis."""

from dataclasses import replace

from hypothesis import strategies as st

from exporters.model import Material
from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import Kind, Locked, RepositoryDependencies, Scope
from tests.dependencies.members import need, offer
from tests.exporters.golden_fleet import report
from tests.exporters.strategies import TEXTS, reports

MEMBERS = (
    Member(
        slug="acme/api",
        known=RepositoryDependencies(
            slug="acme/api",
            commit="c0ffee",
            dependencies=(
                need("flask", "pypi", "pyproject.toml", 9, constraint=">=3", resolved="3.1.0"),
                need("pytest", "pypi", "pyproject.toml", 12, Scope.DEV, constraint="*"),
                need("python", "docker", "Dockerfile", 1, kind=Kind.IMAGE, resolved="sha256:abc"),
                need("here", "npm", local="packages/here"),
            ),
            publications=(replace(offer("acme-api", "pypi"), version="2.0.1"),),
            locked=(
                Locked(ecosystem="pypi", name="flask", version="3.1.0", path="uv.lock", line=40),
                Locked(ecosystem="pypi", name="jinja2", version="3.1.6", path="uv.lock", line=60),
            ),
        ),
    ),
    Member(
        slug="acme/web",
        known=RepositoryDependencies(
            slug="acme/web",
            commit="beef",
            dependencies=(need("@acme/api"), need("flask", "pypi", resolved="3.1.0")),
            unknown="the lock file is broken",
        ),
    ),
    Member(slug="tools/gone", known=RepositoryDependencies(slug="tools/gone"), present=False),
)


def material() -> Material:
    """The golden fleet with these members."""
    return Material(report(), make_members=lambda: MEMBERS)


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """A hostile fleet whose packages may be called anything."""
    shown = draw(reports())
    needs = st.builds(
        need, TEXTS, TEXTS | st.sampled_from(["npm", "pypi", "golang", "docker"]), TEXTS, resolved=TEXTS
    )
    members = tuple(
        Member(
            slug=row.state.slug,
            known=RepositoryDependencies(
                slug=row.state.slug,
                commit=draw(st.none() | TEXTS),
                dependencies=tuple(draw(st.lists(needs, max_size=3))),
                locked=tuple(
                    Locked(ecosystem="npm", name=draw(TEXTS), version=draw(TEXTS), path=draw(TEXTS), line=1)
                    for _ in range(draw(st.integers(0, 2)))
                ),
            ),
        )
        for row in {row.state.slug: row for row in shown.repositories}.values()
    )
    return Material(shown, make_members=lambda: members)
