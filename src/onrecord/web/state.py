"""What a reading room is opened with, and what its pages share while it is open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from starlette.exceptions import HTTPException

from onrecord.store import Store
from onrecord.web.capacity.annotation import make_annotation_slots
from onrecord.web.capacity.pages import PageSlots
from onrecord.web.capacity.slots import Slots
from onrecord.web.capacity.streaming import make_export_slots

Answer = TypeVar("Answer")
_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class RoomOptions:
    """How a reading room is opened.

    Attributes:
        corrector: Who corrects, until a visitor gives another name.
        token: What a visitor has to know; None where only this machine can reach the room.
        hosts: Names by which the room may be called, without ports; empty for any, which needs a token.
        title: What the pages call the store.
        read_only: Whether nothing may be added or corrected.
    """

    corrector: str = "reader"
    token: str | None = None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1", "[::1]")
    title: str = "onrecord"
    read_only: bool = False


@dataclass
class Room:
    """A store that is open for visitors.

    Attributes:
        store: The store.
        options: How the room is opened.
        page_slots: Limit for pages.
        annotation_slots: Limit for texts that the model reads.
        export_slots: Limit for files that are sent.
    """

    store: Store
    options: RoomOptions
    page_slots: PageSlots = field(default_factory=PageSlots)
    annotation_slots: Slots = field(default_factory=make_annotation_slots)
    export_slots: Slots = field(default_factory=make_export_slots)
    _kept: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)
    _finding: dict[Hashable, threading.Lock] = field(default_factory=dict)
    _state: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remember(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """Give an answer that was found before, or find it: answers hold until the store changes.

        Use for what is the same for every visitor and takes long, such as counts over the whole store.

        Args:
            key: What was asked.
            find: Asks the store.
        """
        state = self.store.state()
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(Answer, self._kept[key])
            finding = self._finding.setdefault(key, threading.Lock())
        # Whoever asks while somebody finds it waits for that, which is sooner than finding it once more.
        with finding:
            with self._lock:
                if state == self._state and key in self._kept:
                    return cast(Answer, self._kept[key])
            try:
                found = find()
            finally:
                with self._lock:
                    self._finding.pop(key, None)
            with self._lock:
                if state == self._state:
                    self._kept[key] = found
                    while len(self._kept) > _MOST_KEPT:
                        self._kept.popitem(last=False)
        return found


def room_of(scope: Any) -> Room:
    """Give the room that a request is made to.

    Args:
        scope: The request.
    """
    return cast(Room, scope.app.state.room)


def check_may_write(scope: Any) -> None:
    """Refuse to change anything in a room that is open for reading only.

    Args:
        scope: The request.

    Raises:
        HTTPException: It is (403).
    """
    if room_of(scope).options.read_only:
        raise HTTPException(403, "this reading room is open for reading only")
