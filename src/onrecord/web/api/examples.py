"""The example in the OpenAPI document: one report with one statement by an invented person."""

from __future__ import annotations

from typing import Any

RECORD: dict[str, Any] = {
    "format": 2,
    "id": "r_1c8a99dd1b8096d8",
    "origin": "-",
    "publisher": "The Westmere Post",
    "title": "Ferry fares to rise",
    "authors": [],
    "url": "https://westmere-post.example/ferry-fares",
    "language": "en",
    "published": "2031-03-11",
    "published_from": "header",
    "published_certain": True,
    "pages": None,
    "sha256": "1c8a99dd1b8096d87a812d43319f8947aa475d14fb9e2c370e932b7a929e8559",
    "text": "“Nobody likes to pay more,” the ferry director, Piotr Salme, told reporters on Tuesday. “Without it the "
    "boat stops.”",
    "statements": [
        {
            "id": "s_69d1ebd6ba1fc97a",
            "kind": "direct",
            "source": {
                "spans": [[28, 59]],
                "quote": ["the ferry director, Piotr Salme"],
                "entity": "e_12d44bd293098f2c",
            },
            "cue": {"spans": [[61, 65]], "quote": ["told"]},
            "content": {
                "spans": [[0, 27], [88, 116]],
                "quote": ["“Nobody likes to pay more,”", "“Without it the boat stops.”"],
            },
            "speaker": {
                "name": "Piotr Salme",
                "entity": "e_12d44bd293098f2c",
                "status": "resolved",
                "how": "apposition",
                "candidates": [],
                "entities": [],
            },
            "gloss": False,
            "about": [],
            "within": None,
            "said": {"value": "2031-03-11", "start": "2031-03-11", "end": "2031-03-12", "from": "t_6188a881ddb2c56b"},
            "venue": None,
            "addressee": {"spans": [[66, 75]], "quote": ["reporters"]},
            "confidence": 0.977,
            "made_by": "model@80a322e046ba",
        }
    ],
    "entities": [
        {
            "id": "e_12d44bd293098f2c",
            "kind": "person",
            "name": "Piotr Salme",
            "roles": ["ferry director"],
            "country": None,
            "sectors": [],
            "mentions": [{"span": [28, 46], "form": "description"}, {"span": [48, 59], "form": "name"}],
        }
    ],
    "times": [
        {
            "id": "t_6188a881ddb2c56b",
            "span": [79, 86],
            "quote": "Tuesday",
            "type": "DATE",
            "value": "2031-03-11",
            "start": "2031-03-11",
            "end": "2031-03-12",
            "anchor": "published",
            "rule": "weekday, past tense",
        }
    ],
    "events": [],
    "negotiations": [],
}

STATEMENT: dict[str, Any] = RECORD["statements"][0]

HIT: dict[str, Any] = {
    "statement": STATEMENT["id"],
    "report": RECORD["id"],
    "said": "2031-03-11",
    "said_start": "2031-03-11",
    "said_end": "2031-03-12",
    "said_from": STATEMENT["said"]["from"],
    "published": RECORD["published"],
    "publisher": RECORD["publisher"],
    "title": RECORD["title"],
    "url": RECORD["url"],
    "origin": RECORD["origin"],
    "speaker": "Piotr Salme",
    "person": "p_6b74224a2645f55f",
    "status": "resolved",
    "role": "ferry director",
    "kind": "direct",
    "gloss": False,
    "source": "the ferry director, Piotr Salme",
    "cue": "told",
    "content": "“Nobody likes to pay more,” … “Without it the boat stops.”",
    "spans": STATEMENT["content"]["spans"],
    "confidence": STATEMENT["confidence"],
    "made_by": STATEMENT["made_by"],
    "snippet": RECORD["text"],
    "matches": [[104, 108]],
}

PERSON: dict[str, Any] = {"id": HIT["person"], "name": "Piotr Salme", "kind": "person", "statements": 12}

REPORT: dict[str, Any] = {
    **{
        key: RECORD[key]
        for key in ("id", "origin", "publisher", "title", "authors", "url", "published", "published_from", "language")
    },
    "statements": 1,
}

TEXT: dict[str, Any] = {
    "text": "date 2031-03-11\n" + RECORD["text"],
    "publisher": RECORD["publisher"],
    "title": RECORD["title"],
    "url": RECORD["url"],
}
