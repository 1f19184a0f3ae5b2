"""The report that the tests of training share, and what it says."""

from __future__ import annotations

from corpora.polnear import Roles
from onrecord.model.encoders.tokenizer import WordTokenizer
from onrecord.model.manifest import read_manifest
from onrecord.model.weights import WEIGHTS_FOLDER
from onrecord.text.spans import Span

ENCODER = read_manifest(WEIGHTS_FOLDER).encoder
TOKENIZER = WordTokenizer(WEIGHTS_FOLDER / "tokenizer.json", ENCODER.special_tokens)
TEXT = "“The dam will hold,” said Ilse Varga. “It has to.”\n\nMr Tamm denied that it would, and called it “old”."
ATTRIBUTIONS: list[Roles] = [
    {"source": [Span(26, 36)], "cue": [Span(21, 25)], "content": [Span(0, 20), Span(38, 50)]},
    {"source": [Span(52, 59)], "cue": [Span(60, 66)], "content": [Span(67, 80)]},
    {"source": [Span(52, 59)], "cue": [Span(86, 92)], "content": [Span(93, 101)]},
]
