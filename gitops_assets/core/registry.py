"""One ordered list of plugins with lookup by id; every registry of the product is one of these."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Generic, Protocol, TypeVar

_TOLD = 20


class Named(Protocol):
    """Anything with a unique kebab-case id."""

    @property
    def id(self) -> str:
        """Unique within its registry."""
        ...


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    """Plugins in reading order. Raises ``ValueError`` when two share an id."""

    def __init__(self, plugins: Iterable[T]) -> None:
        self._plugins: dict[str, T] = {}
        for plugin in plugins:
            if plugin.id in self._plugins:
                raise ValueError(f"two plugins are called {plugin.id!r}; rename one of them")
            self._plugins[plugin.id] = plugin

    def __iter__(self) -> Iterator[T]:
        return iter(self._plugins.values())

    def __len__(self) -> int:
        return len(self._plugins)

    def __contains__(self, plugin_id: object) -> bool:
        return plugin_id in self._plugins

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids in reading order."""
        return tuple(self._plugins)

    def get(self, plugin_id: str) -> T:
        """The plugin of that id; ``LookupError`` names the nearest one when there is none."""
        if plugin_id in self._plugins:
            return self._plugins[plugin_id]
        near = get_close_matches(plugin_id, self._plugins, n=1)
        raise LookupError(f"nothing is called {plugin_id!r}; {self._hint(near)}")

    def _hint(self, near: Sequence[str]) -> str:
        if near:
            return f"did you mean {near[0]!r}?"
        if len(self) <= _TOLD:
            return f"choose one of: {', '.join(self.ids)}"
        return f"{len(self)} are known, among them {', '.join(self.ids[:_TOLD])}"
