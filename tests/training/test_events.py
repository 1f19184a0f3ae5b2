"""Training on events: what the marks of a report become; the scorer of sides computes what the package does."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs pip install -e '.[training]'")

from corpora.marked import (
    MarkedEntity,
    MarkedEvent,
    MarkedReport,
    MarkedSide,
    MarkedStatement,
    MarkedView,
    iter_marked_reports,
)
from onrecord.model.heads import sides as runtime
from onrecord.model.heads.sides import SIDE_ROLES, SIDE_SIZE
from onrecord.model.heads.triggers import EVENT_TYPES, FIRST_TYPE, INSIDE, STANCES
from onrecord.text.spans import Span
from tests.training.material import ENCODER, TOKENIZER
from tests.training.test_training import TINY
from training.__main__ import SECOND_SHARE, average
from training.encoders.mpnet import MPNET
from training.events import UNKNOWN, label_events
from training.finetune import FinetuneOptions, finetune
from training.heads import HeadOptions, train_heads
from training.marked import load_marked
from training.model import ReportModel
from training.recipes import RECIPES
from training.sides import SideScorer
from training.tasks.documents import DocumentOptions, KnownStates, word_states
from training.tasks.events import EventTask, EventTaskOptions

TEXT = "Holm called for talks on Friday. Its army shelled Westmere, Ada Lund said."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def entity(name: str, kind: str, *mentions: str) -> MarkedEntity:
    return MarkedEntity(name, kind, name, None, (), tuple(span(words) for words in mentions))


def event(kind: str, triggers: tuple[str, ...], views: tuple[MarkedView, ...], **more: object) -> MarkedEvent:
    parts = {"actors": (), "recipients": (), "place": None, "when": None, "numbers": (), **more}
    return MarkedEvent("V", kind, None, tuple(span(words) for words in triggers), views=views, **parts)


REPORT = MarkedReport(
    "holm",
    TEXT,
    None,
    "2031-03-09",
    (
        entity("Holm", "place", "Holm", "Its"),
        entity("army", "organisation", "Its army"),
        entity("Westmere", "place", "Westmere"),
        entity("Ada Lund", "person", "Ada Lund"),
    ),
    (MarkedStatement((span("Ada Lund"),), (span("said"),), (span("Its army shelled Westmere"),), ("Ada Lund",), "S1"),),
    (
        event(
            "REQUEST", ("called for",), (MarkedView("R", "asserted"),), actors=(MarkedSide("Holm", span("Holm")),),
            when=span("Friday"),
        ),
        event(
            "ASSAULT", ("shelled",), (MarkedView("S1", "alleged"), MarkedView("R", "asserted")),
            actors=(MarkedSide("army", span("Its army")),), recipients=(MarkedSide("Westmere", span("Westmere")),),
        ),
    ),
)  # fmt: skip


def test_marks_become_classes_stances_and_roles() -> None:
    document = label_events(REPORT, TOKENIZER)
    words = [TEXT[slice(*word)] for word in document.encoded.document.words]
    classes = {word: int(c) for word, c in zip(words, document.classes, strict=True) if c}
    assert classes == {
        "called": FIRST_TYPE + EVENT_TYPES.index("REQUEST"),
        "for": INSIDE,
        "shelled": FIRST_TYPE + EVENT_TYPES.index("ASSAULT"),
    }
    stances = {word: STANCES[s] for word, s in zip(words, document.stances, strict=True) if s != UNKNOWN}
    # The shelling stands in a statement, so the statement's stance counts.
    assert stances == {"called": "asserted", "shelled": "alleged"}
    roles = {
        (words[document.triggers[t, 0]], " ".join(words[slice(*document.mentions[m])])): SIDE_ROLES[r]
        for t, m, r in zip(document.pairs.trigger, document.pairs.mention, document.roles, strict=True)
        if r > 0
    }
    assert roles == {
        ("called", "Holm"): "actor",
        ("called", "Friday"): "time",
        ("shelled", "Its army"): "actor",
        ("shelled", "Westmere"): "recipient",
    }
    # "Its" is Holm too, and the marks name another mention of Holm as the actor.
    its = [m for m, mention in enumerate(document.mentions.tolist()) if words[slice(*mention)] == ["Its"]]
    unknown = document.roles[(document.pairs.trigger == 0) & np.isin(document.pairs.mention, its)]
    assert unknown.tolist() == [UNKNOWN]


def test_sides_in_training_and_at_run_time_are_twins() -> None:
    torch.manual_seed(2)
    document = label_events(REPORT, TOKENIZER)
    scorer = SideScorer()
    states = torch.randn(len(document.classes), SIDE_SIZE)
    pairs = document.pairs
    with torch.no_grad():
        scores = scorer(states, document.triggers, document.mentions, (pairs.trigger, pairs.mention, pairs.features))
    found = runtime.SideScorer(scorer.export()).score(states.numpy(), document.triggers, document.mentions, pairs)
    np.testing.assert_allclose(found, torch.softmax(scores, dim=1).numpy(), atol=1e-5)
    again = SideScorer()
    again.load_state_dict(scorer.imported(scorer.export()))
    assert torch.equal(again.output.weight, scorer.output.weight)


def test_the_event_reader_learns(tmp_path: Path) -> None:
    torch.manual_seed(3)
    document = label_events(REPORT, TOKENIZER)
    task = EventTask([document], EventTaskOptions(DocumentOptions(ENCODER.window), weight=1.0))
    model = ReportModel(TINY, dropout=0.0)
    (batch,) = task.batches(1)
    before = {name: float(loss.detach()) for name, loss in task.losses(model, batch).items()}
    finetune(model, [task], FinetuneOptions(epochs=40), tmp_path / "ck.pt")
    after = {name: float(loss.detach()) for name, loss in task.losses(model.train(False), batch).items()}
    assert all(after[name] < before[name] / 2 for name in before)


def test_statements_of_marked_reports_are_labelled_without_those_inside_others(tmp_path: Path) -> None:
    statement = {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 40]], "speakers": [], "verdict": "kept"}
    inner = {"source": [[10, 14]], "cue": [[15, 19]], "content": [[20, 40]], "speakers": [], "verdict": "added"}
    row = {
        "name": "r", "text": "Lund said Varga said the dam would hold.", "title": None, "date": None, "entities": [],
        "events": [],
        "statements": [{"id": "S1", "within": None, **statement}, {"id": "S2", "within": "S1", **inner}],
    }  # fmt: skip
    path = tmp_path / "train.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    (report,) = load_marked(iter_marked_reports(path), TOKENIZER)
    assert {role: len(spans) for role, spans in report.spans.items()} == {"source": 1, "cue": 1, "content": 1}
    assert report.cue_of_content.tolist() == [0]


def test_parts_that_the_first_round_did_not_train_come_from_the_second() -> None:
    torch.manual_seed(5)
    first, second = ReportModel(TINY), ReportModel(TINY)
    assert RECIPES[MPNET.kind].first.untrained == {"mentions", "events"}
    between = average(first, second, RECIPES[MPNET.kind].first.untrained)
    assert torch.equal(between.events.trigger.weight, second.events.trigger.weight)
    share = (between.link.weight - first.link.weight) / (second.link.weight - first.link.weight)
    torch.testing.assert_close(share, torch.full_like(share, SECOND_SHARE), rtol=1e-2, atol=1e-2)


def test_heads_alone_learn_on_known_states_and_the_encoder_stays() -> None:
    torch.manual_seed(6)
    document = label_events(REPORT, TOKENIZER)
    known = KnownStates(ENCODER.window)
    task = EventTask([document], EventTaskOptions(DocumentOptions(ENCODER.window), weight=1.0), known)
    model = ReportModel(TINY, dropout=0.0)
    (batch,) = task.batches(1)
    torch.testing.assert_close(known(model, batch), word_states(model.eval(), batch), rtol=0.01, atol=0.01)
    encoder = {name: value.clone() for name, value in model.encoder.state_dict().items()}
    before = {name: float(loss.detach()) for name, loss in task.losses(model, batch).items()}
    train_heads(model, [task], HeadOptions(epochs=60, rate=3e-3, mean_decay=0.5))
    after = {name: float(loss.detach()) for name, loss in task.losses(model, batch).items()}
    assert all(after[name] < before[name] / 2 for name in before)
    assert all(torch.equal(value, encoder[name]) for name, value in model.encoder.state_dict().items())
