"""Training on marked pairs: the trigger is found although no word is marked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs pip install -e '.[training]'")

from corpora.plv import PairedSentence
from evaluation.paired import macro_f1, root_probabilities
from onrecord.model.weights import WEIGHTS_FOLDER, load_weights
from onrecord.text.spans import Span
from tests.training.material import ENCODER, TOKENIZER
from tests.training.test_training import TINY
from training.export import export_weights
from training.finetune import FinetuneOptions, finetune
from training.model import ReportModel
from training.tasks.documents import DocumentOptions
from training.tasks.paired import PairedTask, PairedTaskOptions, load_paired


def paired(words: str, root: str) -> PairedSentence:
    text = f"Holm {words} Westmere."
    return PairedSentence(words, text, Span(0, 4), Span(len(text) - 9, len(text) - 1), root)


SENTENCES = [paired("shelled", "ASSAULT"), paired("gave way to", "YIELD"), paired("met", "CONSULT")]


def test_pairs_are_learned_and_the_package_scores_them_as_training_does(tmp_path: Path) -> None:
    torch.manual_seed(4)
    documents = load_paired([*SENTENCES, PairedSentence("none", "Holm.", Span(0, 4), Span(5, 5), "AID")], TOKENIZER)
    assert len(documents) == 3
    task = PairedTask(documents, PairedTaskOptions(DocumentOptions(ENCODER.window), weight=1.0))
    model = ReportModel(TINY, dropout=0.0)
    finetune(model, [task], FinetuneOptions(epochs=60, rate=1e-3, head_rate=3e-3, mean_decay=0.5), tmp_path / "ck.pt")
    tokenizer_file = WEIGHTS_FOLDER / "tokenizer.json"
    export_weights(model, tokenizer_file, tmp_path / "tiny", np.zeros((1, 2)), {})
    weights = load_weights(tmp_path / "tiny")
    assert macro_f1(SENTENCES, weights) == 1.0
    probabilities = root_probabilities(SENTENCES[0], weights)
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-3)
    (batch,) = task.batches(1)
    loss = float(task.losses(model.eval(), batch)["paired"].detach())
    of_gold = [root_probabilities(s, weights)[document.root] for s, document in zip(SENTENCES, documents, strict=True)]
    assert loss == pytest.approx(float(-np.log(of_gold).mean()), abs=0.15)


def test_a_pair_without_words_has_no_answer() -> None:
    assert (
        np.ptp(root_probabilities(PairedSentence("none", "Holm.", Span(0, 4), Span(5, 5), "AID"), load_weights())) == 0
    )
