"""The linker that is trained on found spans: what it learns from, what it learns, and the mean of several."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs pip install -e '.[training]'")

from onrecord.errors import ModelError
from onrecord.model.encoders.encoder import Encoder
from onrecord.model.encoders.tokenizer import IntArray
from onrecord.model.encoders.windows import Window
from onrecord.model.heads import HEADS
from onrecord.model.heads.links import CANDIDATES, FEATURE_SIZES, LINK_SIZE, NEAREST
from onrecord.model.heads.tags import OUTSIDE, TAGS, begin_tag
from onrecord.model.manifest import MANIFEST_FILE
from onrecord.model.weights import WEIGHTS_FOLDER, AttributionWeights
from tests.training.material import ATTRIBUTIONS, ENCODER, TEXT, TOKENIZER
from training.__main__ import main
from training.crf import QuoteCRF
from training.linker import CUTS, FoundLinks, LinkerOptions, read_links, train_linker
from training.packaged import load_packaged
from training.pairs import PairScorer, side_by_side, span_states
from training.polnear import LabelledReport, label_report

REPORT = label_report("dam", TEXT, ATTRIBUTIONS, TOKENIZER)
SAID, DENIED, CALLED = 0, 1, 2
"""The cues of the text."""


def weights_that_find(tags: IntArray, report: LabelledReport = REPORT) -> AttributionWeights:
    """A network that is certain of the tags, with a state of its own for every word."""
    states = np.random.default_rng(1).normal(size=(len(tags), LINK_SIZE)).astype(np.float32)

    def network(window: Window) -> list[np.ndarray]:
        words = slice(window.first_word, window.end_word)
        outputs = [np.zeros((len(window.ids), head.size), dtype=np.float32) for head in HEADS]
        outputs[0][window.word_pieces] = 20 * np.eye(len(TAGS), dtype=np.float32)[tags[words]]
        outputs[1][window.word_pieces] = states[words]
        return outputs

    arrays = {"transitions": QuoteCRF().transitions().detach().numpy()}
    return AttributionWeights(Encoder(TOKENIZER, network, HEADS, ENCODER.window), arrays, "test", "test")


def heads(found: FoundLinks) -> list[int]:
    """The cue that each content is to learn, or -1."""
    columns = np.append(found.candidates, np.full((len(found.target), 1), -1), axis=1)
    return columns[np.arange(len(found.target)), found.target].tolist()


def test_every_reading_of_a_report_gives_its_links() -> None:
    readings = list(read_links(REPORT, weights_that_find(REPORT.tags)))
    assert len(readings) == len(CUTS)
    for found in readings:
        assert found.contents.tolist() == REPORT.spans["content"].tolist()
        assert heads(found) == [SAID, SAID, DENIED, CALLED]


def test_what_belongs_to_a_cue_that_was_not_found_is_to_learn_none() -> None:
    tags = REPORT.tags.copy()
    tags[slice(*REPORT.spans["cue"][DENIED])] = OUTSIDE
    found = next(read_links(REPORT, weights_that_find(tags)))
    assert len(found.cues) == 2
    assert heads(found) == [0, 0, -1, 1]


def test_what_is_no_content_is_to_learn_none_and_what_is_cut_short_keeps_its_cue() -> None:
    tags = REPORT.tags.copy()
    first, last = REPORT.spans["content"][DENIED + 1]
    tags[first : first + 1], tags[first + 1] = OUTSIDE, begin_tag("content")
    source = slice(*REPORT.spans["source"][0])
    tags[source] = OUTSIDE
    tags[source.start] = begin_tag("content")
    found = next(read_links(REPORT, weights_that_find(tags)))
    assert [first + 1, last] in found.contents.tolist()
    assert heads(found) == [SAID, -1, SAID, DENIED, CALLED]


def test_a_report_without_cues_teaches_nothing() -> None:
    empty = label_report("empty", "", [], TOKENIZER)
    assert list(read_links(empty, weights_that_find(empty.tags, empty))) == []
    assert list(read_links(REPORT, weights_that_find(np.zeros_like(REPORT.tags)))) == []


def score(linker: PairScorer, found: FoundLinks) -> np.ndarray:
    states = torch.from_numpy(found.states.astype(np.float32))
    with torch.no_grad():
        return linker(
            span_states(states, found.contents),
            span_states(states, found.cues),
            torch.from_numpy(found.candidates),
            torch.from_numpy(found.features),
        ).numpy()


def test_the_linker_learns_and_the_odds_of_none_are_raised() -> None:
    weights = weights_that_find(REPORT.tags)
    options = LinkerOptions(epochs=60, members=2, dropout=0.0, none_odds=1.0)
    linker = train_linker([REPORT], weights, options)
    found = next(read_links(REPORT, weights))
    scores = score(linker, found)
    assert scores.argmax(axis=1).tolist() == found.target.tolist()
    raised = train_linker([REPORT], weights, LinkerOptions(epochs=60, members=2, dropout=0.0, none_odds=5.0))
    np.testing.assert_allclose(score(raised, found)[:, -1] - scores[:, -1], math.log(5), atol=1e-4)


def test_scorers_side_by_side_give_the_mean_of_their_scores() -> None:
    torch.manual_seed(2)
    members = [PairScorer(LINK_SIZE, FEATURE_SIZES, hidden) for hidden in (8, 8, 24)]
    for member in members:
        for parameter in member.parameters():
            torch.nn.init.normal_(parameter, std=0.2)
    found = next(read_links(REPORT, weights_that_find(REPORT.tags)))
    mean = np.mean([score(member, found) for member in members], axis=0)
    in_reach = np.append(found.candidates >= 0, np.full((len(found.target), 1), True), axis=1)
    assert in_reach.sum() > 2 * NEAREST
    assert found.candidates.shape[1] == CANDIDATES
    np.testing.assert_allclose(score(side_by_side(members), found)[in_reach], mean[in_reach], atol=1e-4)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--out", "new"], "name their folder with --start"),
        (["--start", "old", "--out", "old"], "name another folder with --out"),
    ],
)
def test_the_linker_alone_goes_on_from_other_weights(
    options: list[str], reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["training", "corpora", "--linker-only", *options])
    with pytest.raises(SystemExit):
        main()
    assert reason in capsys.readouterr().err


def test_training_goes_on_from_no_other_format(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.json there"):
        load_packaged(tmp_path)
    for file in WEIGHTS_FOLDER.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / MANIFEST_FILE).unlink()
    (tmp_path / MANIFEST_FILE).write_text(json.dumps({"format": 2}), encoding="utf-8")
    with pytest.raises(ModelError, match="weights of format 2"):
        load_packaged(tmp_path)
