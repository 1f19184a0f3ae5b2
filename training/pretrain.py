"""Continued masked-language pre-training on unlabelled news.

The published MiniLM was last tuned to embed sentences. A short run of its first task, on dated news and with the casing
and quotation features in place, trains these features and restores what the states of single words need (Gururangan et
al. 2020, "Don't Stop Pretraining"). Whole words are masked.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.encoders.tokenizer import WordTokenizer
from onrecord.model.encoders.windows import Window, cut_windows
from onrecord.text.document import Document
from training.batches import WindowBatch, collate
from training.encoders.spec import EncoderSpec, TrainedEncoder
from training.model import ReportModel
from training.schedule import Schedule

MASKED_SHARE = 0.2
LONGEST_WINDOW = 256


@dataclass(frozen=True)
class PretrainOptions:
    """How long and how fast to pre-train.

    Attributes:
        tokens: Word pieces in the whole run.
        batch_pieces: Word pieces in one step.
        rate: Peak learning rate.
        seed: Of the order and of the masks.
    """

    tokens: int = 3_500_000
    batch_pieces: int = 3072
    rate: float = 3e-4
    seed: int = 1


class MaskedWordHead(nn.Module):
    """Predicts masked word pieces; its output weights are the encoder's word embeddings."""

    def __init__(self, spec: EncoderSpec, encoder: TrainedEncoder) -> None:
        super().__init__()
        self.dense = nn.Linear(spec.width, spec.width)
        nn.init.eye_(self.dense.weight)
        self.norm = nn.LayerNorm(spec.width, spec.epsilon)
        self.bias = nn.Parameter(torch.zeros(encoder.word.num_embeddings))
        self.word = encoder.word

    def forward(self, states: Tensor) -> Tensor:
        """Scores over the vocabulary for states ``[masked, hidden]``."""
        transformed = self.norm(nn.functional.gelu(self.dense(states)))
        return nn.functional.linear(transformed, self.word.weight, self.bias)


def pretrain(model: ReportModel, texts: list[str], tokenizer: WordTokenizer, options: PretrainOptions) -> None:
    """Train the model's encoder in place on masked words of the texts."""
    encoder = model.encoder
    head = MaskedWordHead(model.spec, encoder)
    device = encoder.word.weight.device
    head.to(device)
    parameters = list({id(p): p for p in [*encoder.parameters(), *head.parameters()]}.values())
    optimizer = torch.optim.AdamW(parameters, lr=options.rate, weight_decay=0.01, fused=True)
    schedule = Schedule(options.tokens // options.batch_pieces, warm_up=0.06)
    chooser = np.random.default_rng(options.seed)
    encoder.train()
    seen, step, begun, smoothed = 0, 0, time.monotonic(), 10.0
    for batch in _batches(texts, tokenizer, options):
        masked_ids, target = _mask_words(batch, chooser, model.spec.word_pieces)
        for group in optimizer.param_groups:
            group["lr"] = options.rate * schedule.factor(step)
        with torch.autocast(device.type, torch.bfloat16):
            states = encoder(masked_ids.to(device), *(t.to(device) for t in (batch.casing, batch.quote, batch.mask)))
            chosen = target >= 0
            scores = head(states[chosen.to(device)])
        loss = nn.functional.cross_entropy(scores.float(), target[chosen].to(device))
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        seen, step = seen + int(batch.mask.sum()), step + 1
        smoothed = 0.98 * smoothed + 0.02 * loss.item()
        if step % 50 == 0:
            rate = seen / (time.monotonic() - begun)
            print(f"pretrain step {step} pieces {seen} loss {smoothed:.3f} {rate:.0f} pieces/s", flush=True)
        if seen >= options.tokens:
            return


def _batches(texts: list[str], tokenizer: WordTokenizer, options: PretrainOptions) -> Iterator[WindowBatch]:
    order = random.Random(options.seed)
    while True:
        order.shuffle(texts)
        waiting: list[Window] = []
        for text in texts:
            waiting += cut_windows(tokenizer.encode(Document.from_text(text)), size=LONGEST_WINDOW)
            if sum(len(w.ids) for w in waiting) < 12 * options.batch_pieces:
                continue
            waiting.sort(key=lambda w: len(w.ids))
            groups = list(_by_pieces(waiting, options.batch_pieces))
            order.shuffle(groups)
            for group in groups:
                yield collate(group)
            waiting = []


def _by_pieces(windows: list[Window], most: int) -> Iterator[list[Window]]:
    group: list[Window] = []
    for window in windows:
        if group and (len(group) + 1) * len(window.ids) > most:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _mask_words(
    batch: WindowBatch, chooser: np.random.Generator, word_pieces: tuple[int, int]
) -> tuple[Tensor, Tensor]:
    """Mask whole words: 8 in 10 by the mask token, 1 by a random piece, 1 left as it is."""
    ids = batch.ids.numpy().copy()
    target = np.full_like(ids, -1)
    for row, window in enumerate(batch.windows):
        ends = np.append(window.word_pieces[1:], len(window.ids) - 1)
        for word in np.flatnonzero(chooser.random(len(ends)) < MASKED_SHARE):
            place = slice(window.word_pieces[word], ends[word])
            target[row, place] = ids[row, place]
            draw = chooser.random()
            if draw < 0.8:
                ids[row, place] = batch.special.mask
            elif draw < 0.9:
                ids[row, place] = chooser.integers(*word_pieces, size=place.stop - place.start)
    return torch.from_numpy(ids), torch.from_numpy(target)
