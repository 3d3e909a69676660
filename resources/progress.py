"""How far a long piece of work has come, told to whoever listens."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Progress(Protocol):
    """Something that shows progress."""

    def phase(self, title: str, total: int) -> AbstractContextManager[Callable[[], None]]:
        """Announce a phase of so many steps; the value is to be called after each step, from any thread."""
        ...


class Silent:
    """Shows nothing."""

    @contextmanager
    def phase(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """A phase that nobody watches."""
        del title, total
        yield lambda: None
