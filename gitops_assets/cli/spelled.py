"""A choice of words in which a typing error is met with the nearest one."""

from collections.abc import Sequence
from difflib import get_close_matches

import click


class Spelled(click.Choice[str]):
    """As click's choice, but one of thirty words is not answered with the other twenty-nine."""

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__(choices)

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """The nearest word where there is one, else all of them."""
        near = get_close_matches(str(value), self.choices, n=1)
        if not near:
            return super().get_invalid_choice_message(value, ctx)
        return f"{value!r} is not one of its words. Did you mean {near[0]!r}?"
