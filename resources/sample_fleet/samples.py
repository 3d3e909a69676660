"""The sample fleet as a list: each repository, what happened to it, and which states must therefore show."""

from collections.abc import Callable
from dataclasses import dataclass

from gitops_assets.core.model import State
from resources.sample_fleet import situations as happened
from resources.sample_fleet.shop import Kind
from resources.sample_fleet.workshop import Workshop

Event = Callable[[Workshop], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One repository of the sample fleet; ``states`` are those that must show; others may follow."""

    slug: str
    kind: Kind
    summary: str
    event: Event
    states: frozenset[State]
    listed: bool = True


def _sample(slug: str, kind: Kind, summary: str, event: Event, *states: State) -> Sample:
    return Sample(slug, kind, summary, event, frozenset(states), listed=State.EXTRA not in states)


PY, JS, IAC = Kind.PYTHON, Kind.NODE, Kind.INFRASTRUCTURE

SAMPLES: tuple[Sample, ...] = (
    _sample("shop/api", PY, "Everything the shop knows, over HTTP.", happened.level, State.CLEAN),
    _sample("shop/catalog-old-branch", PY, "Articles and pictures.", happened.old_branch, State.CLEAN),
    _sample(
        "shop/storefront-uncommitted",
        JS,
        "What customers see.",
        happened.uncommitted,
        State.DIRTY,
        State.STAGED,
        State.UNSTAGED,
        State.UNTRACKED,
    ),
    _sample(
        "shop/newsletter-untracked", JS, "Mail on Fridays.", happened.untracked, State.DIRTY, State.UNTRACKED
    ),
    _sample("shop/reviews-stashed", PY, "Stars and opinions.", happened.put_aside, State.STASHED),
    _sample("shop/accounts-unpushed", PY, "Who our customers are.", happened.unpushed, State.AHEAD),
    _sample("shop/payments-behind", PY, "Cards and invoices.", happened.not_merged, State.BEHIND),
    _sample("shop/shipping-diverged", PY, "From shelf to door.", happened.moved_apart, State.DIVERGED),
    _sample(
        "shop/wishlist-local-branch", JS, "What customers dream of.", happened.local_branch, State.NO_UPSTREAM
    ),
    _sample(
        "shop/vouchers-upstream-gone", PY, "Ten per cent off.", happened.upstream_gone, State.UPSTREAM_GONE
    ),
    _sample("shop/taxes-at-a-tag", PY, "What the state takes.", happened.at_a_tag, State.DETACHED),
    _sample("shop/loyalty-no-commits", PY, "Points for the faithful.", happened.no_commits, State.UNBORN),
    _sample(
        "shop/cart-conflicted-merge",
        JS,
        "What customers are about to buy.",
        happened.merge_halfway,
        State.CONFLICTED,
        State.MERGING,
        State.DIRTY,
    ),
    _sample(
        "shop/prices-rebase-halfway",
        PY,
        "What it costs today.",
        happened.rebase_halfway,
        State.CONFLICTED,
        State.REBASING,
    ),
    _sample(
        "shop/search-cherry-pick-halfway",
        PY,
        "Find it by any name.",
        happened.cherry_pick_halfway,
        State.CONFLICTED,
        State.CHERRY_PICKING,
    ),
    _sample(
        "shop/mailer-revert-halfway",
        PY,
        "Confirms every order.",
        happened.revert_halfway,
        State.CONFLICTED,
        State.REVERTING,
        State.AHEAD,
    ),
    _sample(
        "shop/stock-bisecting", PY, "How many are left.", happened.bisecting, State.BISECTING, State.DETACHED
    ),
    _sample(
        "shop/gift-cards-never-cloned",
        JS,
        "A present that always fits.",
        happened.never_cloned,
        State.MISSING,
    ),
    _sample(
        "ops/platform-with-submodule", IAC, "Where all of it runs.", happened.with_submodule, State.CLEAN
    ),
    _sample("ops/infra-fetched-long-ago", IAC, "Networks and disks.", happened.fetched_long_ago, State.STALE),
    _sample("ops/charts-shallow", IAC, "How each service is deployed.", happened.shallow, State.SHALLOW),
    _sample("ops/dashboards-sparse", IAC, "Every graph of every team.", happened.sparse, State.SPARSE),
    _sample("ops/media-partial", IAC, "Pictures by the gigabyte.", happened.partial, State.PARTIAL),
    _sample("ops/backup-mirror", IAC, "A second copy of what must not be lost.", happened.mirror, State.BARE),
    _sample("ops/deploy-locked", IAC, "Pushes the button.", happened.locked, State.LOCKED),
    _sample(
        "ops/runner-foreign-owner",
        IAC,
        "Runs other people's jobs.",
        happened.foreign_owner,
        State.UNSAFE_OWNERSHIP,
    ),
    _sample("ops/archive-corrupt", IAC, "Old orders, kept ten years.", happened.corrupt, State.UNREADABLE),
    _sample(
        "ops/dns-wrong-remote", IAC, "Names and where they lead.", happened.wrong_remote, State.MISMATCHED
    ),
    _sample("lab/chatbot-not-listed", PY, "An experiment of one afternoon.", happened.level, State.EXTRA),
)
"""Every member of :class:`gitops_assets.core.model.State` occurs at least once."""
