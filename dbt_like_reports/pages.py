"""A page about models for people: the question, the columns, the tests and where it all comes from."""

from collections.abc import Iterable, Iterator, Sequence

from dbt_like_reports.model import Model
from dbt_like_reports.project import Project
from dbt_like_reports.rendering import Plan, Rendered


def page(project: Project, plan: Plan) -> str:
    """Markdown with a Mermaid picture of the lineage; marts first, then the steps that they are made of."""
    rendered = {each.model.name: each for each in plan.models}
    marts = [model for model in project.marts if model.name in rendered]
    steps = [each.model for each in plan.models if not each.model.is_mart]
    parts = [
        "# SQL models\n",
        _picture(plan.models),
        "## Marts\n",
        *(_about(rendered[model.name], project) for model in marts),
        "## Steps\n",
        *(_about(rendered[model.name], project) for model in steps),
    ]
    return "\n".join(parts)


def _picture(models: Sequence[Rendered]) -> str:
    lines = ["```mermaid", "flowchart LR"]
    for each in models:
        shape = f'["{each.model.name}"]' if each.model.is_mart else f'("{each.model.name}")'
        lines.append(f"  {each.model.name}{shape}")
        lines += [f"  {ref} --> {each.model.name}" for ref in sorted(each.refs)]
    return "\n".join([*lines, "```", ""])


def _about(rendered: Rendered, project: Project) -> str:
    model = rendered.model
    return "\n".join(
        [
            f"### {model.name}\n",
            f"{_text(model.description)}\n" if model.description else "",
            *_columns(model),
            *_tests(model, project),
            f"Made of {_named(rendered.refs)}; `{model.path.as_posix()}`.\n",
        ]
    )


def _columns(model: Model) -> Iterator[str]:
    if model.columns:
        yield "| column | type | what it says |"
        yield "|---|---|---|"
        yield from (f"| `{each.name}` | {each.type} | {_text(each.description)} |" for each in model.columns)
        yield ""


def _tests(model: Model, project: Project) -> Iterator[str]:
    files = [test for test in project.singular if test.model == model.name]
    tests = [*(each for each in model.tests if each.kind != "not_null"), *files]
    if tests:
        yield "Tested: " + "; ".join(f"`{each.about}` {_text(each.wanted)}" for each in tests) + ".\n"


def _named(refs: Iterable[str]) -> str:
    names = sorted(refs)
    return ", ".join(f"[{name}](#{name})" for name in names) if names else "the store"


def _text(text: str) -> str:
    """What stands in a cell, in one line."""
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(escaped.split())
