"""The options of a reading room, and the state that its requests share."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from starlette.exceptions import HTTPException

from onrecord.batch.shard import AnnotationSettings
from onrecord.store import Store
from onrecord.web.capacity.annotation import make_annotation_slots
from onrecord.web.capacity.pages import PageSlots
from onrecord.web.capacity.slots import Slots
from onrecord.web.capacity.streaming import make_export_slots

Result = TypeVar("Result")
_MAX_CACHED = 256


@dataclass(frozen=True, slots=True)
class RoomOptions:
    """Options of a reading room.

    Attributes:
        corrector: Name on corrections until a visitor gives another.
        token: Secret that visitors must give; None if only this machine can reach the room.
        hosts: Host names that requests may use, without ports; empty allows any name and needs a token.
        title: Label of the store on the pages.
        read_only: Whether the room refuses reports and corrections.
        model: Model that annotates texts, as for :func:`onrecord.annotate`.
    """

    corrector: str = "reader"
    token: str | None = None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1", "[::1]")
    title: str = "onrecord"
    read_only: bool = False
    model: str | None = None

    def annotation_settings(self, day_first: bool | None = None) -> AnnotationSettings:
        """Give the settings with which the room annotates a text."""
        return AnnotationSettings(day_first, self.model)


@dataclass
class Room:
    """A store that is open for visitors.

    Attributes:
        store: The store.
        options: Its options.
        page_slots: Limit for pages.
        annotation_slots: Limit for texts that the model reads.
        export_slots: Limit for files that are sent.
    """

    store: Store
    options: RoomOptions
    page_slots: PageSlots = field(default_factory=PageSlots)
    annotation_slots: Slots = field(default_factory=make_annotation_slots)
    export_slots: Slots = field(default_factory=make_export_slots)
    _cache: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)
    _computing: dict[Hashable, threading.Lock] = field(default_factory=dict)
    _state: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get_cached(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return a cached result, or compute and cache it. A change of the store empties the cache.

        Use for results that are the same for every visitor and slow to compute, such as counts over the whole store.

        Args:
            key: Identifies the result.
            compute: Asks the store.

        Example:
            >>> reports, statements = room.get_cached("size", room.store.size)  # doctest: +SKIP
        """
        state = self.store.state()
        with self._lock:
            if state != self._state:
                self._cache.clear()
                self._state = state
            if key in self._cache:
                self._cache.move_to_end(key)
                return cast(Result, self._cache[key])
            computing = self._computing.setdefault(key, threading.Lock())
        # Requests for a result that is being computed wait for it: that is faster than computing it twice.
        with computing:
            with self._lock:
                if state == self._state and key in self._cache:
                    return cast(Result, self._cache[key])
            try:
                result = compute()
            finally:
                with self._lock:
                    self._computing.pop(key, None)
            with self._lock:
                if state == self._state:
                    self._cache[key] = result
                    while len(self._cache) > _MAX_CACHED:
                        self._cache.popitem(last=False)
        return result


def get_room(scope: Any) -> Room:
    """Return the room of a request.

    Args:
        scope: The request.
    """
    return cast(Room, scope.app.state.room)


def check_writable(scope: Any) -> None:
    """Refuse a change in a read-only room.

    Args:
        scope: The request.

    Raises:
        HTTPException: The room is read-only (403).
    """
    if get_room(scope).options.read_only:
        raise HTTPException(403, "this reading room is read-only")
