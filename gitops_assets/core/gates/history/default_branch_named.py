"""The default branch is called what the fleet calls it.

Pipelines, protections and scripts for a whole fleet name the branch they mean; one repository that calls it
otherwise is left out of them without a word. The setting `names` lists what is accepted. Known is what the
remote said when the clone was made or last fetched.

Source: [git-init, initial branch](https://git-scm.com/docs/git-init).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a default branch that has none of the names in the setting."""
    branch, names = facts.state.default_branch, facts.words("names")
    if branch is None:
        raise NotApplicable("no remote says which branch is the default one")
    if names and branch not in names:
        accepted = " or ".join(shown(name) for name in names)
        yield Finding(
            message=f"The default branch is called {shown(branch)}, not {accepted}.",
            path=git_file(facts.state, "HEAD"),
            remedy=facts.git("branch", "--move", operands=(branch, names[0])),
            subject=branch,
        )


GATE = Gate(
    id="default-branch-named",
    title="The default branch has the fleet's name for it",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Rename the branch at the forge, which redirects; or add its name to the setting.",
    find=find,
    category=Category.HISTORY,
    settings={"names": ("main", "master")},
    required=False,
)
