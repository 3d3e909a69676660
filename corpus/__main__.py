"""Fetch the corpus, ask every judge, write ``docs/judged.md``: ``make corpus``."""

import sys
from pathlib import Path

from corpus.bringing import bring, versions
from corpus.judges import JUDGES
from corpus.judging import judged
from corpus.packages import CACHE, PACKAGES, fetch
from corpus.page import Outcome, render
from corpus.trees import read_tree

PAGE = Path("docs/judged.md")


def main() -> int:
    """0, or 1 where a difference has no explanation or an explanation no difference."""
    fetch(PACKAGES, CACHE)
    bring()
    verdicts = []
    for package in PACKAGES:
        print(f"{package.pin} …", file=sys.stderr)
        tree = read_tree(CACHE / package.file)
        verdicts += [verdict for judge in JUDGES for verdict in judged(judge, tree)]
    order = JUDGES.ids
    verdicts.sort(key=lambda each: order.index(each.judge))
    outcome = Outcome(tuple(JUDGES), verdicts, versions())
    PAGE.write_text(render(outcome), "utf-8")
    for difference in outcome.unexplained:
        print(f"not explained: {difference}; mend the extractor, or say why in corpus/explained.py")
    for each in outcome.unused:
        print(f"explains nothing any more: {each.sentence}; take it out of corpus/explained.py")
    return 1 if outcome.unexplained or outcome.unused else 0


if __name__ == "__main__":
    sys.exit(main())
