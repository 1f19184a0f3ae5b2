"""Functions that are written for one type of a record: straight code in place of a walk through its fields.

The standard library's dataclasses do the same. The code consists of names of fields and variables, never of data.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class FunctionSource:
    """The source of one function, written line by line.

    Args:
        parameters: Names of its parameters.

    Example:
        >>> source = FunctionSource("value")
        >>> source.write(f"return value + {source.bind(2)}")
        >>> source.compile()(3)
        5
    """

    def __init__(self, *parameters: str) -> None:
        self._lines = [f"def generated({', '.join(parameters)}):"]
        self._depth = 1
        self._values: dict[str, Any] = {}
        self._count = 0

    def write(self, line: str) -> None:
        """Add a line to the present block."""
        self._lines.append("    " * self._depth + line)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Open a block, such as an ``if``, for the lines that are written meanwhile."""
        self.write(head)
        self._depth += 1
        yield
        self._depth -= 1

    def name(self) -> str:
        """Give a variable that is not used yet."""
        self._count += 1
        return f"x{self._count}"

    def bind(self, value: object) -> str:
        """Give the name under which the function finds a value."""
        name = self.name()
        self._values[name] = value
        return name

    def compile(self) -> Any:
        """Make the function."""
        namespace = dict(self._values)
        exec("\n".join(self._lines), namespace)  # noqa: S102 - the source comes from the types of this package
        return namespace["generated"]
