"""An open store: its name, and how it closes."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from onrecord.store.base.database import Database


class StoreHandle:
    """An open store. It closes at the end of a ``with`` block."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        """Return the store; leaving the ``with`` block closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @property
    def name(self) -> str:
        """The file, or the host and the name of the database.

        Example:
            >>> store.name
            'onrecord.db'
        """
        return self._database.name

    def close(self) -> None:
        """Close the file or the database connections.

        Example:
            >>> store = open_store("onrecord.db")
            >>> store.close()
        """
        self._database.close()
