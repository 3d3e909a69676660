"""What a letter about one repository says of its commit."""

import re
from dataclasses import dataclass

from gitops_assets.core.notifications.letter import Letter, plural
from gitops_assets.core.notifications.markdown import code, escaped, markdown_lines

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The commit, ``success`` or ``failure``, and one line why. Red fails; yellow only warns."""

    commit: str
    word: str
    summary: str


def verdict_of(letter: Letter) -> Verdict | None:
    """How the repository stood at the letter's newest event; None where no commit is known."""
    known = [event for event in letter.events if _commit(event.standing("commit"))]
    if not known:
        return None
    newest = max(known, key=lambda event: event.at)
    findings, score = newest.standing("findings"), newest.standing("score")
    parts = [plural(findings if isinstance(findings, int) else 0, "open finding")]
    if newest.standing("worst"):
        parts.append(f"worst: {newest.standing('worst')}")
    if isinstance(score, int | float):
        parts.append(f"score {score:.1f}")
    word = "failure" if newest.standing("health") == "red" else "success"
    return Verdict(str(newest.standing("commit")), word, ", ".join(parts))


def comment_of(letter: Letter, verdict: Verdict) -> str:
    """The summary and what changed, as Markdown."""
    sign = "🔴" if verdict.word == "failure" else "🟢"
    return "\n".join(
        (
            f"### {sign} gitops-assets: {escaped(verdict.summary)}",
            "",
            f"Commit {code(verdict.commit[:10])}",
            "",
            *markdown_lines(letter),
            "",
        )
    )


def _commit(value: object) -> bool:
    return isinstance(value, str) and _COMMIT.fullmatch(value) is not None
