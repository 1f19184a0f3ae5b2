"""The heads: what the network says about every word, one module a head.

A new head is a module that declares it and one entry of :data:`HEADS`.
"""

from __future__ import annotations

from typing import Any

from onrecord.model.heads.antecedents import ANTECEDENTS
from onrecord.model.heads.head import Head
from onrecord.model.heads.links import LINKS
from onrecord.model.heads.mentions import MENTIONS
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.heads.sides import SIDES
from onrecord.model.heads.triggers import TRIGGERS

HEADS: tuple[Head[Any], ...] = (ROLE_TAGS, LINKS, MENTIONS, ANTECEDENTS, TRIGGERS, SIDES)
"""Every head that this version of onrecord knows."""
HEADS_BY_NAME = {head.name: head for head in HEADS}
