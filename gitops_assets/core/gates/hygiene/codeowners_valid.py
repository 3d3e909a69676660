"""CODEOWNERS names owners that can exist for paths that do.

Forges skip a line that they cannot read, and a pattern that fits nothing asks nobody: changes are merged
without the review that everybody believes in. The last pattern that fits a path counts, so a wide one at the
end takes away all that stands before it.

Source: [GitHub, about code owners](https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners).
"""

from collections.abc import Iterable, Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.ownership_rules import PLACES, Rule, has_sections, is_owner, rules_of
from gitops_assets.core.gates.hygiene.path_patterns import Paths
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.tree_facts import TextFile, TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_EVERYTHING = frozenset({"*", "**", "/**", "**/*", "/**/*"})
_NO_RANGE = "has a character range, which GitHub does not read"
_NO_NEGATION = "begins with !, which GitHub does not read"


def find(facts: Facts) -> Iterator[Finding]:
    """Flag files that no forge reads, owners and patterns it cannot read, fit nothing, or are overruled."""
    files = facts.files
    present = [path for path in dict.fromkeys((*PLACES["github"], *PLACES["gitlab"])) if path in files]
    if not present:
        raise NotApplicable("there is no CODEOWNERS file")
    forge = _forge(files, present)
    read, *others = [path for path in PLACES[forge] if path in files] or present
    for path in others:
        yield Finding(
            message=f"{shown(path)} is not read, because {shown(read)} is.",
            path=path,
            remedy=f"Move its lines to {shown(read)} and delete it.",
            subject=path,
        )
    for file in files.texts([read]):
        rules = tuple(rules_of(file.text))
        for rule in rules:
            yield from _misread(file, rule, forge)
        yield from _idle(file, rules, Paths(files.paths, files.folders))
        yield from _overruled(file, rules)


def _forge(files: TreeFacts, present: list[str]) -> str:
    if ".gitlab/CODEOWNERS" in present or any(has_sections(file.text) for file in files.texts(present)):
        return "gitlab"
    return "gitlab" if ".gitlab-ci.yml" in files and ".github" not in files.folders else "github"


def _misread(file: TextFile, rule: Rule, forge: str) -> Iterator[Finding]:
    for owner in rule.owners:
        if not is_owner(owner):
            message = f"{shown(owner)} is neither @user, @organisation/team nor an address."
            yield _of(file, rule, f"owner:{owner}", message, "Name an owner, or delete the word.")
    if forge == "github" and (rule.pattern.startswith("!") or "[" in rule.pattern):
        why = _NO_NEGATION if rule.pattern.startswith("!") else _NO_RANGE
        yield _of(file, rule, "syntax", f"{shown(rule.pattern)} {why}.", "Write the paths one by one.")


def _idle(file: TextFile, rules: Iterable[Rule], paths: Paths) -> Iterator[Finding]:
    for rule in rules:
        if not rule.pattern.startswith("!") and "[" not in rule.pattern and not paths.fit(rule.pattern):
            message = f"No path fits {shown(rule.pattern)}."
            yield _of(file, rule, "idle", message, "Correct the pattern, or delete the line.")


def _overruled(file: TextFile, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    """Rules of which nothing is left: everything that they mean is given to somebody by a later one."""
    later: dict[str, set[str]] = {}
    for rule in reversed(rules):
        wide = later.setdefault(rule.section, set())
        if any(each in wide for each in _covering(rule.pattern)):
            message = f"{shown(rule.pattern)} counts for nothing: a later pattern takes all that it means."
            yield _of(file, rule, "overruled", message, "Move it below the wider pattern, or delete it.")
        wide.add("*" if rule.pattern in _EVERYTHING else rule.pattern.rstrip("*") or rule.pattern)


def _covering(pattern: str) -> Iterator[str]:
    """Patterns that certainly mean at least the same."""
    yield "*"
    yield pattern.rstrip("*") or pattern
    if pattern.startswith("/"):
        parts = pattern.strip("/").split("/")
        yield from (f"/{'/'.join(parts[:end])}/" for end in range(1, len(parts)))


def _of(file: TextFile, rule: Rule, kind: str, message: str, remedy: str) -> Finding:
    subject = f"{file.path}:{kind}:{rule.section}:{rule.pattern}"
    return Finding(message=message, path=file.path, line=rule.line, remedy=remedy, subject=subject)


GATE = Gate(
    id="codeowners-valid",
    title="CODEOWNERS names owners for paths that exist",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Correct what the forge skips, and put wide patterns first.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
