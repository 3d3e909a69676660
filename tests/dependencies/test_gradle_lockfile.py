from gitops_assets.core.dependencies.extractors.gradle_lockfile import extract, wants
from gitops_assets.core.dependencies.model import Locked, Skipped


def test_lock_files_of_projects_and_of_single_configurations_are_read() -> None:
    assert all(map(wants, ("gradle.lockfile", "app/buildscript-gradle.lockfile")))
    assert wants("app/gradle/dependency-locks/compileClasspath.lockfile")
    assert not wants("Podfile.lockfile")


def test_a_line_is_a_chosen_version_and_what_is_empty_is_none() -> None:
    text = "# generated\ng:a:1.0=compileClasspath,runtimeClasspath\nempty=annotationProcessor\n"
    assert list(extract("gradle.lockfile", text)) == [
        Locked(ecosystem="maven", name="g:a", version="1.0", path="gradle.lockfile", line=2)
    ]


def test_an_older_lock_belongs_to_the_project_two_folders_above() -> None:
    (row,) = extract("gradle/dependency-locks/compile.lockfile", "g:a:1\n")
    assert isinstance(row, Locked)
    assert row.holder == "../.."


def test_any_other_line_is_skipped_where_it_stands() -> None:
    assert list(extract("gradle.lockfile", "\n<<<<<<< HEAD\n")) == [
        Skipped(path="gradle.lockfile", line=2, reason="has a line that is no group:artifact:version")
    ]
