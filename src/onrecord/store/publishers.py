"""Find publishers of a store by name."""

from __future__ import annotations

from sqlalchemy import Connection, select

from onrecord.store.base.schema import publication


def find_publishers(connection: Connection, name: str | None) -> tuple[str, ...]:
    """Find the publishers with a name, exactly or else in another letter case."""
    if name is None:
        return ()
    exact = select(publication.c.publisher).where(publication.c.publisher == name).limit(1)
    if connection.execute(exact).first():
        return (name,)
    every = connection.execute(select(publication.c.publisher).distinct()).scalars()
    return tuple(other for other in every if other and other.casefold() == name.casefold())
