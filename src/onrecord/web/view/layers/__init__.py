"""The record layers that the report page highlights on request.

To add a layer, add a module with a :class:`~onrecord.web.view.layers.base.Layer`, name it here, and give its marks a
style in ``static/room.css``. Statements are always highlighted; :mod:`onrecord.web.view.highlight` adds them.
"""

from __future__ import annotations

from onrecord.web.view.layers.base import Layer
from onrecord.web.view.layers.entities import ENTITIES
from onrecord.web.view.layers.events import EVENTS
from onrecord.web.view.layers.times import TIMES

LAYERS: tuple[Layer, ...] = (EVENTS, TIMES, ENTITIES)
"""In this order; where layers overlap, the tooltip is that of the first."""
