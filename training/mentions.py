"""Trains the mention reader, which finds mentions and what they refer to, on an encoder that does not change.

The encoder's states of every word are computed once and kept, so a pass over the corpora takes seconds. Statements are
found exactly as before.

GUM marks every mention and its entity; NewsMTSC (Hamborg and Donnay 2021) names of persons in news with the pronouns
of their sentence; GAP (Webster et al. 2018) one pronoun a passage with two names it might refer to. Only GUM
trains the tags; all three train the scorer of antecedents, by the likelihood of any right one (Lee et al. 2017).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from corpora.gap import iter_gap
from corpora.gum import iter_documents
from corpora.mentions import GoldMention
from corpora.newsmtsc import iter_newsmtsc
from onrecord.model.arrays import IntArray
from onrecord.model.encoders.tokenizer import EncodedDocument, WordTokenizer
from onrecord.model.encoders.windows import cut_windows
from onrecord.model.heads.antecedents import (
    ANTECEDENTS,
    FORMS,
    PRONOUNS,
    Mentions,
    ReferenceContext,
    find_candidates,
    pair_features,
    reference_context,
)
from onrecord.model.heads.mentions import MENTIONS
from onrecord.model.heads.tags import MENTION_KINDS, MENTION_TAGS, OUTSIDE
from onrecord.text.document import Document
from training.batches import collate
from training.model import MentionReader, ReportModel
from training.pairs import PairScorer, span_states

UNKNOWN = -1
_OFTEN_UNMARKED = ("it", "they")


@dataclass(frozen=True)
class MentionDocument:
    """A text with its mentions and, for some, what they refer to.

    Attributes:
        name: Of the document.
        encoded: Its words and pieces.
        name_tags: Gold tags of names, ``[words]``, or None where not every name is marked.
        description_tags: The same for descriptions.
        mentions: Mentions in order.
        context: Their surroundings.
        dependents: Indices of the mentions to resolve.
        right: Which candidates of each are right, ``[dependents, CANDIDATES + 1]``; the last is none.
    """

    name: str
    encoded: EncodedDocument
    name_tags: IntArray | None
    description_tags: IntArray | None
    mentions: Mentions
    context: ReferenceContext
    dependents: IntArray
    right: np.ndarray


@dataclass(frozen=True)
class MentionOptions:
    """How to train.

    Attributes:
        epochs: Passes over the documents.
        words: Words in one step.
        rate: Learning rate at the start; it falls linearly.
        seed: Of the order and of dropout.
    """

    epochs: int = 10
    words: int = 1200
    rate: float = 1e-3
    seed: int = 1


def train_mentions(model: ReportModel, documents: Sequence[MentionDocument], options: MentionOptions) -> None:
    """Train the model's mention reader in place; nothing else in it changes."""
    torch.manual_seed(options.seed)
    device = model.emission.weight.device
    states = [_word_states(model, document.encoded) for document in documents]
    reader = model.mentions.train()
    optimizer = torch.optim.AdamW(reader.parameters(), lr=options.rate, weight_decay=0.01)
    order = random.Random(options.seed)
    for epoch in range(options.epochs):
        totals = np.zeros(2)
        batches = list(_batches(documents, options.words, order))
        for step, batch in enumerate(batches):
            done = (epoch + step / len(batches)) / options.epochs
            for group in optimizer.param_groups:
                group["lr"] = options.rate * (1.0 - done)
            outputs = [reader(states[index].to(device).float()) for index in batch]
            tags, antecedents = mention_losses(reader, [documents[index] for index in batch], outputs).mean()
            (tags + antecedents).backward()
            optimizer.step()
            optimizer.zero_grad()
            totals += (float(tags.detach()), float(antecedents.detach()))
        print(f"mentions, epoch {epoch + 1}: mean losses {np.round(totals / len(batches), 4).tolist()}", flush=True)
    model.eval()


@torch.no_grad()
def _word_states(model: ReportModel, encoded: EncodedDocument) -> Tensor:
    """The encoder's states of a text's words, ``[words, hidden]``, in half precision to save room."""
    device = model.emission.weight.device
    model.encoder.eval()
    parts = []
    for window in cut_windows(encoded, model.spec.window):
        batch = collate([window])
        with torch.autocast(device.type, torch.bfloat16):
            states = model.encoder(*(t.to(device) for t in (batch.ids, batch.casing, batch.quote, batch.mask)))
        parts.append(states[0, torch.from_numpy(window.word_pieces).to(device)].half().cpu())
    return torch.cat(parts)


def _batches(documents: Sequence[MentionDocument], most: int, order: random.Random) -> Iterator[list[int]]:
    """Indices of documents in random order, as many at a time as hold so many words."""
    waiting: list[int] = []
    words = 0
    for index in order.sample(range(len(documents)), len(documents)):
        size = len(documents[index].encoded.document.words)
        if waiting and words + size > most:
            yield waiting
            waiting, words = [], 0
        waiting.append(index)
        words += size
    if waiting:
        yield waiting


@dataclass(frozen=True)
class MentionLosses:
    """Sums over documents, each with the number of words or mentions in it.

    Attributes:
        tags: Of the tags of names and descriptions.
        words: Words that have such tags.
        antecedents: Of the antecedents.
        dependents: Mentions that have one to find.
    """

    tags: Tensor
    words: int
    antecedents: Tensor
    dependents: int

    def mean(self) -> tuple[Tensor, Tensor]:
        """The loss of a word's tags and of a mention's antecedent."""
        return self.tags / max(1, self.words), self.antecedents / max(1, self.dependents)


def mention_losses(
    reader: MentionReader, documents: Sequence[MentionDocument], outputs: Sequence[dict[str, Tensor]]
) -> MentionLosses:
    """Give the losses of documents.

    Args:
        reader: Has the scorer of antecedents.
        documents: The documents.
        outputs: For each the outputs of the mention reader for its words, by head.
    """
    tags = antecedents = torch.stack([states.sum() * 0.0 for by_name in outputs for states in by_name.values()]).sum()
    words = dependents = 0
    for document, by_name in zip(documents, outputs, strict=True):
        scores, references = by_name[MENTIONS.name], by_name[ANTECEDENTS.name]
        if document.name_tags is not None and document.description_tags is not None:
            names, descriptions = scores.split(len(MENTION_TAGS), dim=1)
            tags = tags + _tag_loss(names, document.name_tags) + _tag_loss(descriptions, document.description_tags)
            words += len(scores)
        if len(document.dependents):
            antecedents = antecedents + _antecedent_loss(reader.antecedent, document, references)
            dependents += len(document.dependents)
    return MentionLosses(tags, words, antecedents, dependents)


def _tag_loss(scores: Tensor, gold: IntArray) -> Tensor:
    return nn.functional.cross_entropy(scores, torch.from_numpy(gold).to(scores.device), reduction="sum")


def _antecedent_loss(scorer: PairScorer, document: MentionDocument, references: Tensor) -> Tensor:
    device = references.device
    spans = document.mentions.spans
    candidates = find_candidates(document.dependents)
    features = pair_features(document.mentions, document.context, document.dependents, candidates)
    scores = scorer(
        span_states(references, spans[document.dependents]),
        span_states(references, spans),
        torch.from_numpy(candidates).to(device),
        torch.from_numpy(features).to(device),
    )
    wrong = ~torch.from_numpy(document.right).to(device)
    return -torch.logsumexp(torch.log_softmax(scores, dim=1).masked_fill(wrong, -1e4), dim=1).sum()


def load_documents(corpora: Path, tokenizer: WordTokenizer) -> list[MentionDocument]:
    """Read the training parts of GUM, NewsMTSC and GAP."""
    return [
        *load_gum(corpora / "gum" / "train", tokenizer),
        *load_newsmtsc(corpora / "newsmtsc" / "train.jsonl", tokenizer),
        *load_gap(corpora / "gap" / "gap-development.tsv", tokenizer),
    ]


def load_gum(folder: Path, tokenizer: WordTokenizer, genre: str = "*") -> list[MentionDocument]:
    """Read GUM; an "it" or "they" that stands for no person, organisation, place or group refers to nothing."""
    documents = []
    for gold in iter_documents(folder, genre):
        encoded = tokenizer.encode(Document.from_text(gold.text))
        marked = {mention.span for mention in gold.mentions}
        mentions = list(gold.mentions)
        for word in encoded.document.words:
            if word not in marked and PRONOUNS.get(gold.text[slice(*word)].lower()) in _OFTEN_UNMARKED:
                mentions.append(GoldMention(word, "pronoun", "person", UNKNOWN))
        documents.append(build_document(gold.name, gold.text, encoded, mentions, complete=True))
    return documents


def load_newsmtsc(path: Path, tokenizer: WordTokenizer) -> Iterator[MentionDocument]:
    """Read the sentences of NewsMTSC in which somebody is mentioned again."""
    for gold in iter_newsmtsc(path):
        if any(mention.form == "pronoun" for mention in gold.mentions):
            encoded = tokenizer.encode(Document.from_text(gold.text))
            yield build_document(gold.name, gold.text, encoded, gold.mentions, complete=False)


def load_gap(path: Path, tokenizer: WordTokenizer) -> Iterator[MentionDocument]:
    """Read GAP: in each passage a pronoun and two names."""
    for gold in iter_gap(path):
        encoded = tokenizer.encode(Document.from_text(gold.text))
        yield build_document(gold.name, gold.text, encoded, gold.mentions, complete=False)


def build_document(
    name: str, text: str, encoded: EncodedDocument, gold: Sequence[GoldMention], complete: bool
) -> MentionDocument:
    """Put a text's mentions on its words.

    Args:
        name: Of the document.
        text: Its text.
        encoded: Its words.
        gold: Mentions in any order.
        complete: Whether these are all there are, from the beginning of the text on.
    """
    starts = np.array([word.start for word in encoded.document.words])
    ends = np.array([word.end for word in encoded.document.words])
    placed: dict[tuple[int, int], GoldMention] = {}
    tags = {form: np.full(len(starts), OUTSIDE, dtype=np.int64) for form in ("name", "description")}
    for mention in gold:
        first, last = (
            np.searchsorted(ends, mention.span.start, "right"),
            np.searchsorted(starts, mention.span.end, "left"),
        )
        if first >= last:
            continue
        placed.setdefault((int(first), int(last)), mention)
        if mention.form in tags:
            kind = MENTION_KINDS.index(mention.kind)
            tags[mention.form][first] = 1 + 2 * kind
            tags[mention.form][first + 1 : last] = 2 + 2 * kind
    order = sorted(placed)
    entity = np.array([placed[key].entity for key in order], dtype=np.int64)
    words = [text[encoded.document.words[a].start : encoded.document.words[b - 1].end].lower() for a, b in order]
    mentions = Mentions(
        np.array(order, dtype=np.int64).reshape(-1, 2),
        np.array([_form(placed[key], word) for key, word in zip(order, words, strict=True)], dtype=np.int64),
        np.array([MENTION_KINDS.index(placed[key].kind) for key in order], dtype=np.int64),
        words,
    )
    dependents = np.flatnonzero(mentions.form > 0)
    candidates = find_candidates(dependents)
    right = (entity[np.maximum(candidates, 0)] == entity[dependents][:, None]) & (candidates >= 0)
    right &= (entity[dependents] != UNKNOWN)[:, None]
    found = right.any(axis=1)
    if not complete:
        # What is right may stand where the text was cut off.
        dependents, right, found = dependents[found], right[found], found[found]
    right = np.concatenate([right, ~found[:, None]], axis=1)
    return MentionDocument(
        name,
        encoded,
        tags["name"] if complete else None,
        tags["description"] if complete else None,
        mentions,
        reference_context(encoded.document),
        dependents,
        right,
    )


def _form(mention: GoldMention, words: str) -> int:
    if mention.form != "pronoun":
        return FORMS.index(mention.form)
    return FORMS.index(PRONOUNS.get(words, "other"))
