"""Workflows that publish."""

RELEASE = ".github/workflows/release.yml"


def publishing(*steps: str, top: str = "on: release") -> str:
    """A workflow with these steps, each one line of a mapping."""
    return f"{top}\njobs:\n  a:\n    steps:\n" + "".join(f"    - {step}\n" for step in steps)
