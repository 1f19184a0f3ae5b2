"""In whose words a trigger stands: those of the innermost statement around it, or the report's own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.record import Statement
from onrecord.record.layers.events import Stance
from onrecord.record.voices import REPORT, UNNAMED


class Voices:
    """The statements of a report by the places that their contents hold.

    Args:
        statements: The statements; a gloss is the report's own voice.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        held = [(span, s.id) for s in statements if not s.gloss for span in s.content.spans]
        # The text is cut where a content begins or ends, and each stretch has its innermost statement: one pass.
        self._starts = sorted({edge for span, _ in held for edge in span} | {0})
        width = {s.id: sum(end - start for start, end in s.content.spans) for s in statements}
        holders: list[str | None] = [None] * len(self._starts)
        place = {start: index for index, start in enumerate(self._starts)}
        for (start, end), statement in sorted(held, key=lambda item: -width[item[1]]):
            for index in range(place[start], place[end]):
                holders[index] = statement
        self._holders = holders

    def find_voice(self, offset: int, stance: Stance) -> str:
        """Give who says what stands at an offset: a statement's id, ``report`` or ``unnamed``.

        What the report says that others allege is by people whom it does not name.

        Args:
            offset: Where the trigger begins.
            stance: How its voice holds the deed.
        """
        holder = self._holders[bisect_right(self._starts, offset) - 1]
        if holder is not None:
            return holder
        return UNNAMED if stance == "alleged" else REPORT
