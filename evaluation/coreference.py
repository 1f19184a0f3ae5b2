"""Mention and coreference figures on GUM, to watch.

Coreference is scored as in CoNLL 2012 (Pradhan et al. 2014): the mean of the F1 of MUC, B³ and entity-based CEAF, over
mentions that are equal from end to end. Mentions are those of persons, organisations, places and groups, cut as
:mod:`corpora.gum` cuts them; an entity with one mention counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from corpora.gum import iter_documents
from evaluation.scores import Counts
from onrecord.annotate import Annotator
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.speakers.choice import SPEAKERS
from onrecord.record import Report
from onrecord.text.spans import Span

Clusters = Sequence[frozenset[Span]]


def evaluate_gum(folder: Path, annotator: Annotator) -> dict[str, float]:
    """Score GUM dev.

    Returns:
        F1: ``person names`` over all genres, the spans of names of persons, and ``coreference`` on news.
    """
    names = Counts()
    gold: list[Clusters] = []
    found: list[Clusters] = []
    for document in iter_documents(folder):
        speakers = annotator.run_steps(Report(document.text), given={STATEMENTS: ()}, last=SPEAKERS)[SPEAKERS]
        mentions = speakers.mentions
        true = {m.span for m in document.mentions if m.form == "name" and m.kind == "person"}
        guess = {m.span for m in mentions if m.form == "name" and m.kind == "person"}
        right = len(true & guess)
        names += Counts(right, len(guess), len(true), right)
        if "_news_" in document.name:
            entities: dict[int, set[Span]] = {}
            for mention in document.mentions:
                entities.setdefault(mention.entity, set()).add(mention.span)
            gold.append([frozenset(spans) for spans in entities.values()])
            found.append([frozenset(mentions[i].span for i in draft.mentions) for draft in speakers.entities])
    return {"person names": names.f1, "coreference": conll_f1(gold, found)}


def conll_f1(gold: Sequence[Clusters], found: Sequence[Clusters]) -> float:
    """Give the mean of the F1 of MUC, B³ and CEAF-e over documents.

    Args:
        gold: For each document its entities, each a set of mentions.
        found: The same as found.
    """
    sums = np.zeros((3, 4))
    for true, guess in zip(gold, found, strict=True):
        ceaf = _ceaf(true, guess)
        sums[0] += (*_muc(true, guess), *_muc(guess, true))
        sums[1] += (*_b_cubed(true, guess), *_b_cubed(guess, true))
        sums[2] += (ceaf, len(true), ceaf, len(guess))
    return float(np.mean([_f1(*row) for row in sums]))


def _f1(right: float, gold: float, right_found: float, found: float) -> float:
    recall = right / gold if gold else 0.0
    precision = right_found / found if found else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _owners(clusters: Clusters) -> dict[Span, int]:
    return {mention: index for index, cluster in enumerate(clusters) for mention in cluster}


def _muc(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Links of the key that the response keeps (Vilain et al. 1995), and links there are."""
    owner = _owners(response)
    right = total = 0
    for cluster in key:
        parts = {owner.get(mention, ("alone", mention)) for mention in cluster}
        right += len(cluster) - len(parts)
        total += len(cluster) - 1
    return right, total


def _b_cubed(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Share of each mention's entity that stays with it (Bagga and Baldwin 1998), summed, and mentions."""
    owner = _owners(response)
    right = 0.0
    for cluster in key:
        together = Counter(owner[mention] for mention in cluster if mention in owner)
        right += sum(count * count for count in together.values()) / len(cluster)
    return right, sum(map(len, key))


def _ceaf(key: Clusters, response: Clusters) -> float:
    """Similarity of the entities in their best one-to-one pairing (Luo 2005)."""
    if not key or not response:
        return 0.0
    similarity = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    rows, columns = linear_sum_assignment(-similarity)
    return float(similarity[rows, columns].sum())
