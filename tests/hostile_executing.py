"""Repositories that try to make git run a command; whatever runs touches ``canary``.

Nothing runs while they are built: the trap is laid by writing files, as the last step.
"""

from pathlib import Path

from resources.sample_fleet.authoring import git
from tests.hostile_base import (
    AT,
    attributes,
    configure,
    innocent,
    look_changed,
    quoted,
    touch,
    write_program,
)


def file_monitor(folder: Path, canary: Path) -> Path:
    """Git asks ``core.fsmonitor`` what changed, at each status."""
    repository = innocent(folder)
    configure(repository, "[core]", f"fsmonitor = {quoted(touch(canary) + '; false')}")
    return repository


def worktree_file_monitor(folder: Path, canary: Path) -> Path:
    """The same, hidden in the configuration of one work tree."""
    repository = innocent(folder)
    git(repository, "config", "extensions.worktreeConfig", "true", at=AT)
    command = quoted(touch(canary) + "; false")
    configure(repository, "[core]", f"fsmonitor = {command}", file="config.worktree")
    return repository


def filters(folder: Path, canary: Path) -> Path:
    """Clean, smudge and process filters, selected by the commit and defined by the repository."""
    repository = innocent(folder)
    attributes(repository, "*.txt filter=short", "*.bin filter=long")
    command = quoted(touch(canary) + "; cat")
    configure(repository, '[filter "short"]', f"clean = {command}", f"smudge = {command}", "required")
    configure(repository, '[filter "long"]', f"process = {command}")
    look_changed(repository)
    return repository


def filters_oddly_spelled(folder: Path, canary: Path) -> Path:
    """Filters in the spellings that a simple reader of git's configuration misses."""
    repository = innocent(folder)
    attributes(repository, "*.txt filter=Ev.il=1", "*.bin filter=dotted", "*.md filter=in\\side")
    clean = quoted(touch(canary) + "; cat")
    half = len(clean) // 2
    configure(repository, f'[FILTER "Ev.il=1"] CLEAN={clean}')
    configure(repository, "[filter.DOTTED]", f"\tclean = {clean[:half]}\\\n{clean[half:]} ; a comment")
    configure(repository, '[filter "in\\\\side"] # words', f"clean={clean}")
    look_changed(repository)
    return repository


def nameless_filter(folder: Path, canary: Path) -> Path:
    """A filter whose name is empty."""
    repository = innocent(folder)
    attributes(repository, "*.txt filter=")
    configure(repository, '[filter ""]', f"clean = {quoted(touch(canary) + '; cat')}")
    look_changed(repository)
    return repository


def included_filter(folder: Path, canary: Path) -> Path:
    """A filter that stands in a file which the configuration includes under a condition."""
    repository = innocent(folder)
    attributes(repository, "*.txt filter=far")
    configure(repository, '[filter "far"]', f"clean = {quoted(touch(canary) + '; cat')}", file="extra")
    configure(repository, '[includeIf "onbranch:main"]', "path = extra")
    look_changed(repository)
    return repository


def diff_programs(folder: Path, canary: Path) -> Path:
    """Programs that show a file: textconv and external diff."""
    repository = innocent(folder)
    attributes(repository, "*.md diff=shown", "*.txt diff=other")
    program = write_program(repository, canary)
    configure(repository, '[diff "shown"]', f"textconv = {program}", "[diff]", f"external = {program}")
    configure(repository, '[diff "other"]', f"command = {program}")
    (repository / "one.txt").write_text("changed\n")
    return repository


def hooks(folder: Path, canary: Path) -> Path:
    """Hooks in the git folder; a status that refreshes the index calls one of them."""
    repository = innocent(folder)
    place = repository / ".git" / "hooks"
    place.mkdir(exist_ok=True)
    for name in ("post-index-change", "reference-transaction", "pre-commit", "post-checkout", "pre-auto-gc"):
        (place / name).write_text(f"#!/bin/sh\n{touch(canary)}\n")
        (place / name).chmod(0o755)
    look_changed(repository)
    return repository


def hooks_path(folder: Path, canary: Path) -> Path:
    """The same hooks, in a folder of the work tree that the configuration names."""
    repository = hooks(folder, canary)
    (repository / ".git" / "hooks").rename(repository / ".tools")
    configure(repository, "[core]", "hooksPath = .tools")
    return repository


def transport_commands(folder: Path, canary: Path) -> Path:
    """Commands that run when the remote is asked: ssh, proxy, credentials, pack helpers."""
    repository = innocent(folder)
    program = write_program(repository, canary)
    configure(
        repository, "[core]", f"sshCommand = {program}", f"gitProxy = {program}", f"askPass = {program}"
    )
    configure(repository, "[credential]", f"helper = {quoted('!' + touch(canary))}")
    configure(repository, "[core]", f"alternateRefsCommand = {program}")
    configure(
        repository, '[remote "ssh"]', "url = ssh://git@127.0.0.1:9/acme/x.git", f"uploadpack = {program}"
    )
    return repository


def promisor_remote(folder: Path, canary: Path) -> Path:
    """A partial clone whose missing tree is fetched by a remote that is a shell command."""
    repository = innocent(folder)
    tree = git(repository, "rev-parse", "HEAD^{tree}", at=AT)
    (repository / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    # ext:: splits at spaces itself; "% " is a space that it keeps, git-remote-ext(1).
    command = touch(canary).replace("%", "%%").replace(" ", "% ")
    configure(repository, "[core]", "repositoryformatversion = 1", "[extensions]", "partialClone = far")
    configure(repository, '[protocol "ext"]', "allow = always")
    configure(repository, '[remote "far"]', f"url = {quoted('ext::sh -c ' + command)}", "promisor = true")
    return repository


def shadowing_aliases(folder: Path, canary: Path) -> Path:
    """Aliases and programs with the names of what an auditor would call."""
    repository = innocent(folder)
    command = quoted("!" + touch(canary))
    configure(repository, "[alias]", *(f"{name} = {command}" for name in ("status", "log", "st", "ls")))
    configure(repository, "[pager]", *(f"{name} = {quoted(touch(canary))}" for name in ("status", "log")))
    configure(repository, "[core]", f"pager = {quoted(touch(canary))}", f"editor = {quoted(touch(canary))}")
    git_file = repository / "git"
    git_file.write_text(f"#!/bin/sh\n{touch(canary)}\n")
    git_file.chmod(0o755)
    return repository


def signature_program(folder: Path, canary: Path) -> Path:
    """A signed commit and the program that shall judge its signature."""
    repository = innocent(folder)
    plain = git(repository, "cat-file", "commit", "HEAD", at=AT)
    head, _, message = plain.partition("\n\n")
    begin, end = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
    signed = f"{head}\ngpgsig {begin}\n \n iQ==\n {end}\n\n{message}\n".encode()
    commit = git(repository, "hash-object", "-t", "commit", "-w", "--stdin", at=AT, stdin=signed)
    git(repository, "update-ref", "HEAD", commit, at=AT)
    configure(repository, "[log]", "showSignature = true")
    configure(repository, "[gpg]", f"program = {write_program(repository, canary)}")
    return repository


def embedded_repository(folder: Path, canary: Path) -> Path:
    """A repository inside, committed as a link: git's status looks into it with the inner configuration."""
    repository = innocent(folder)
    innocent(repository / "vendored")
    git(repository, "add", "vendored", at=AT)
    git(repository, "commit", "--quiet", "-m", "Vendor it", at=AT)
    configure(repository / "vendored", "[core]", f"fsmonitor = {quoted(touch(canary) + '; false')}")
    return repository


def hostile_submodule(folder: Path, canary: Path) -> Path:
    """The same as a declared submodule that asks to be looked into, with filters and hooks."""
    repository = innocent(folder)
    inner = filters(repository / "part", canary)
    head = git(inner, "rev-parse", "HEAD", at=AT)
    declared = '[submodule "part"]\n\tpath = part\n\turl = ../part\n\tignore = none\n'
    (repository / ".gitmodules").write_text(declared)
    git(repository, "add", ".gitmodules", at=AT)
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head},part", at=AT)
    git(repository, "commit", "--quiet", "-m", "Use the part", at=AT)
    configure(repository, '[submodule "part"]', "url = ../part", "active = true", "ignore = none")
    configure(repository, "[status]", "submoduleSummary = true", "[diff]", "ignoreSubmodules = none")
    return repository
