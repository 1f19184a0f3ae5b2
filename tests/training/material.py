"""The report that the tests of training share, and what it says."""

from __future__ import annotations

from onrecord.model.encoders.tokenizer import WordTokenizer
from onrecord.model.manifest import read_manifest
from onrecord.model.weights import WEIGHTS_FOLDER

ENCODER = read_manifest(WEIGHTS_FOLDER).encoder
TOKENIZER = WordTokenizer(WEIGHTS_FOLDER / "tokenizer.json", ENCODER.special_tokens)
TEXT = "“The dam will hold,” said Ilse Varga. “It has to.”\n\nMr Tamm denied that it would, and called it “old”."
ATTRIBUTIONS = [
    {"source": [[26, 36]], "cue": [[21, 25]], "content": [[0, 20], [38, 50]]},
    {"source": [[52, 59]], "cue": [[60, 66]], "content": [[67, 80]]},
    {"source": [[52, 59]], "cue": [[86, 92]], "content": [[93, 101]]},
]
