"""The training code, where PyTorch is installed: what it computes is what the package computes."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="training needs pip install -e '.[training]'")

from corpora.mentions import GoldMention
from onrecord.errors import ModelError
from onrecord.model.encoders.network import OnnxNetwork
from onrecord.model.encoders.tokenizer import QUOTE_STATES
from onrecord.model.encoders.windows import cut_windows
from onrecord.model.heads import HEADS, HEADS_BY_NAME
from onrecord.model.heads.antecedents import ANTECEDENTS
from onrecord.model.heads.antecedents import CANDIDATES as CANDIDATES_BACK
from onrecord.model.heads.crf import find_tags
from onrecord.model.heads.head import Head
from onrecord.model.heads.links import (
    CANDIDATES,
    FEATURE_SIZES,
    LINK_SIZE,
    Linker,
    find_candidates,
    link_context,
    pair_features,
)
from onrecord.model.heads.mentions import MENTIONS
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.heads.tags import MENTION_TAGS, OUTSIDE, TAGS
from onrecord.model.manifest import NETWORK_FILE, read_manifest
from onrecord.model.weights import WEIGHTS_FOLDER, load_weights
from onrecord.text.document import Document
from onrecord.text.spans import Span
from tests.training.material import ATTRIBUTIONS, ENCODER, TEXT, TOKENIZER
from training.batches import collate
from training.crf import QuoteCRF, find_marginals
from training.encoders.bert import RowScaledLinear
from training.encoders.minilm import MINILM
from training.encoders.mpnet import MPNET, distance_buckets
from training.export import export_int8, export_network, export_weights
from training.finetune import FinetuneOptions, finetune
from training.mentions import MentionDocument, MentionOptions, build_document, train_mentions
from training.model import ReportModel
from training.packaged import load_packaged
from training.pairs import PairScorer, side_by_side, span_states
from training.polnear import label_report
from training.schedule import Schedule
from training.tasks.documents import DocumentOptions
from training.tasks.mentions import MentionTask, MentionTaskOptions
from training.tasks.statements import StatementOptions, StatementTask
from training.tasks.taught import TaughtOptions, TaughtTask
from training.teaching import Teacher, teach_all
from training.texts import TeachingText


def test_crf_likelihood_and_decoding_agree_with_all_sequences() -> None:
    torch.manual_seed(3)
    crf = QuoteCRF()
    for parameter in crf.parameters():
        torch.nn.init.normal_(parameter)
    length = 3
    emissions = torch.randn(1, length, len(TAGS))
    quote = torch.randint(0, QUOTE_STATES, (1, length))
    transitions = crf.transitions().detach()

    def score(tags: tuple[int, ...]) -> float:
        steps = zip(range(length), (OUTSIDE, *tags), tags, strict=False)
        return float(sum(transitions[quote[0, i], a, b] + emissions[0, i, b] for i, a, b in steps))

    scores = {tags: score(tags) for tags in itertools.product(range(len(TAGS)), repeat=length)}
    best = max(scores, key=lambda tags: scores[tags])
    total = torch.logsumexp(torch.tensor(list(scores.values())), 0)
    mask = torch.ones(1, length, dtype=torch.bool)
    loss = crf.negative_log_likelihood(emissions, quote, torch.tensor([best]), mask)
    assert float(loss[0].detach()) == pytest.approx(float(total) - scores[best], abs=1e-3)
    marginals = find_marginals(transitions, emissions, quote, mask)
    shares = torch.softmax(torch.tensor(list(scores.values())), 0)
    outside = sum(share for share, tags in zip(shares, scores, strict=True) if tags[1] == OUTSIDE)
    assert float(marginals.words[0, 1, OUTSIDE]) == pytest.approx(float(outside), abs=1e-4)
    # The cross-entropy of a distribution against itself is its entropy.
    entropy = -(shares[shares > 0] * shares[shares > 0].log()).sum()
    assert float(crf.cross_entropy(emissions, quote, marginals, mask)[0]) == pytest.approx(float(entropy), abs=1e-3)
    decoded = find_tags(emissions[0].numpy(), quote[0].numpy(), np.zeros(length, dtype=np.int64), transitions.numpy())
    assert tuple(decoded.tolist()) == best


def test_linker_in_training_and_at_run_time_are_twins() -> None:
    torch.manual_seed(4)
    scorer = PairScorer(LINK_SIZE, FEATURE_SIZES)
    encoded = TOKENIZER.encode(Document.from_text(TEXT))
    links = torch.randn(len(encoded.document.words), LINK_SIZE)
    dependents, heads = np.array([[0, 7], [12, 17], [20, 23]]), np.array([[7, 8], [19, 20]])
    candidates = find_candidates(dependents, heads)
    features = pair_features(link_context(encoded.document), dependents, heads, candidates)
    with torch.no_grad():
        scores = scorer(
            span_states(links, dependents),
            span_states(links, heads),
            torch.from_numpy(candidates),
            torch.from_numpy(features),
        )
    runtime = Linker(scorer.export("x."), "x.").score(links.numpy(), link_context(encoded.document), dependents, heads)
    assert runtime.shape == (3, CANDIDATES + 1)
    np.testing.assert_allclose(runtime, torch.softmax(scores, dim=1).numpy(), atol=1e-5)


def test_labels_put_tags_and_links_on_words() -> None:
    report = label_report("dam", TEXT, ATTRIBUTIONS, TOKENIZER)
    words = [TEXT[start:end] for start, end in report.encoded.document.words]
    tagged = [(words[i], TAGS[tag]) for i, tag in enumerate(report.tags) if TAGS[tag].startswith("B-")]
    assert tagged == [
        ("“", "B-content"),
        ("said", "B-cue"),
        ("Ilse", "B-source"),
        ("“", "B-content"),
        ("Mr", "B-source"),
        ("denied", "B-cue"),
        ("that", "B-content"),
        ("called", "B-cue"),
        ("it", "B-content"),
    ]
    assert report.cue_of_content.tolist() == [0, 0, 1, 2]
    assert report.source_of_cue.tolist() == [0, 1, 1]


def parts_of(text: str, attribution: dict[str, list[list[int]]]) -> list[str]:
    spans = {role: [Span(*ends) for ends in marked] for role, marked in attribution.items()}
    report = label_report("dam", text, [spans], TOKENIZER)
    words = report.encoded.document.words
    ranges = [report.spans[role][0] for role in ("source", "cue", "content")]
    return [text[words[start].start : words[end - 1].end] for start, end in ranges]


def test_a_colon_is_a_cue_where_none_is_marked() -> None:
    spans = {"source": [[0, 5]], "cue": [], "content": [[7, 26]]}
    assert parts_of("Varga: ‘The dam will hold’", spans) == ["Varga", ":", "‘The dam will hold’"]


def test_source_and_cue_marked_the_wrong_way_round_change_places() -> None:
    spans = {"source": [[16, 20]], "cue": [[21, 31]], "content": [[0, 15]]}
    assert parts_of("“It will hold,” said Ilse Varga.", spans) == ["Ilse Varga", "said", "“It will hold,”"]


def test_a_quotation_without_a_statement_is_loose() -> None:
    report = label_report("dam", TEXT, ATTRIBUTIONS[1:2], TOKENIZER)
    words = report.encoded.document.words
    loose = [TEXT[words[start].start : words[end - 1].end] for start, end in report.loose_quotations]
    assert loose == ["“The dam will hold,”", "“It has to.”", "“old”"]


def test_exported_network_computes_what_the_model_does(tmp_path: Path) -> None:
    torch.manual_seed(5)
    model = ReportModel().eval()
    export_network(model, tmp_path / "whole.onnx", quantized=False)
    (window,) = cut_windows(TOKENIZER.encode(Document.from_text(TEXT)), ENCODER.window)
    batch = collate([window])
    with torch.no_grad():
        outputs = model(batch.ids, batch.casing, batch.quote, batch.mask)
    exported = OnnxNetwork(tmp_path / "whole.onnx", [head.name for head in HEADS])(window)
    for head, output in zip(HEADS, exported, strict=True):
        # Word embeddings are rounded to eight bits.
        np.testing.assert_allclose(output, outputs[head][0].numpy(), atol=0.05)


SMALL_MPNET = dataclasses.replace(MPNET, layers=2, width=24, attention_heads=4, feed_forward=48)


def test_distances_that_are_far_share_a_bucket_and_the_sides_are_told_apart() -> None:
    buckets = distance_buckets(200)
    assert buckets[10, 3:11].tolist() == [7, 6, 5, 4, 3, 2, 1, 0]
    assert buckets[10, 10:18].tolist() == [0, 17, 18, 19, 20, 21, 22, 23]
    assert buckets[199, :70].unique().tolist() == [15]
    assert (buckets[100, :100].flip(0).diff() >= 0).all()
    assert torch.equal(buckets.T[0, 1:], buckets[0, 1:] - 16)


def test_an_exported_mpnet_computes_what_the_model_does(tmp_path: Path) -> None:
    torch.manual_seed(5)
    model = ReportModel(SMALL_MPNET).eval()
    torch.nn.init.normal_(model.encoder.get_parameter("distance.weight"))
    export_network(model, tmp_path / "whole.onnx", quantized=False)
    (window,) = cut_windows(TOKENIZER.encode(Document.from_text(TEXT)), ENCODER.window)
    batch = collate([window])
    with torch.no_grad():
        outputs = model(batch.ids, batch.casing, batch.quote, batch.mask)
    exported = OnnxNetwork(tmp_path / "whole.onnx", [head.name for head in HEADS])(window)
    for head, output in zip(HEADS, exported, strict=True):
        np.testing.assert_allclose(output, outputs[head][0].numpy(), atol=0.05)


def test_a_row_with_large_states_leaves_the_others_their_precision(tmp_path: Path) -> None:
    torch.manual_seed(7)
    linear = torch.nn.Linear(64, 64)
    states = torch.randn(1, 9, 64)
    states[0, 0] *= 1000.0
    errors = []
    for name, module in (("plain", linear), ("scaled", RowScaledLinear(linear))):
        with torch.no_grad():
            torch.testing.assert_close(module(states), linear(states), rtol=1e-4, atol=1e-4)
        exported = tmp_path / f"{name}.onnx"
        export_int8(module, (states,), exported, ["states"], ["out"], {"states": {1: "pieces"}})
        session = onnxruntime.InferenceSession(str(exported), providers=["CPUExecutionProvider"])
        (found,) = session.run(None, {"states": states.numpy()})
        errors.append(np.abs(found - linear(states).detach().numpy())[0, 1:].max())
    assert errors[1] < errors[0] / 20


EXTRA: Head[None] = Head("extra", 3, lambda _: None)


class ModelWithExtraHead(ReportModel):
    def __init__(self) -> None:
        super().__init__()
        self.extra = torch.nn.Linear(self.spec.width, EXTRA.size)
        self.extra_to_extra = PairScorer(EXTRA.size, (2, 3))

    def readouts(self, states: torch.Tensor) -> dict[str, torch.Tensor]:
        return {**super().readouts(states), EXTRA.name: self.extra(states)}


@pytest.mark.parametrize(("make", "extra"), [(ReportModel, []), (ModelWithExtraHead, [EXTRA.name])])
def test_export_follows_the_heads_of_the_model(
    make: type[ReportModel], extra: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [head.name for head in HEADS] + extra
    monkeypatch.setattr("training.model.HEADS", (*HEADS, EXTRA))
    monkeypatch.setitem(HEADS_BY_NAME, EXTRA.name, EXTRA)
    export_weights(make(), WEIGHTS_FOLDER / "tokenizer.json", tmp_path, np.zeros((1, 2)), {})
    assert sorted(read_manifest(tmp_path).heads) == sorted(names)
    (window,) = cut_windows(TOKENIZER.encode(Document.from_text(TEXT)), ENCODER.window)
    assert len(OnnxNetwork(tmp_path / NETWORK_FILE, names)(window)) == len(names)


def test_an_output_without_a_declared_head_is_an_error() -> None:
    with pytest.raises(ModelError, match="extra"):
        _ = ModelWithExtraHead().heads


def test_the_scorer_of_a_new_head_is_packaged_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.model.HEADS", (*HEADS, EXTRA))
    monkeypatch.setitem(HEADS_BY_NAME, EXTRA.name, EXTRA)
    monkeypatch.setattr("training.packaged.ReportModel", lambda spec: ModelWithExtraHead())
    model, folder = ModelWithExtraHead(), tmp_path / "onrecord_wide"
    export_weights(model, WEIGHTS_FOLDER / "tokenizer.json", folder, np.zeros(7, dtype=np.float32), {})
    # A package that offers a model is called after it.
    assert load_weights(folder).name == "wide"
    arrays = load_weights(folder).arrays
    again = load_packaged(folder).runtime_arrays()
    own = {name for name in arrays if name.startswith("extra_to_extra.")}
    assert own == {name for name in model.runtime_arrays() if name.startswith("extra_to_extra.")} != set()
    for name in own:
        np.testing.assert_array_equal(again[name], arrays[name])


def test_two_scorers_of_one_name_are_an_error() -> None:
    model = ReportModel()
    model.mentions.content_to_cue = PairScorer(4, (2,))
    with pytest.raises(ModelError, match=r"content_to_cue, .*mentions\.content_to_cue, .*have one name"):
        model.runtime_arrays()


def test_training_learns_and_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    torch.manual_seed(6)
    reports = [label_report(f"dam {i}", TEXT, ATTRIBUTIONS, TOKENIZER) for i in range(4)]
    model = ReportModel(dropout=0.0)
    means = []
    options = FinetuneOptions(epochs=2)
    tasks = [StatementTask(reports, StatementOptions(ENCODER.window, word_dropout=0.0))]
    finetune(
        model, tasks, options, tmp_path / "ck.pt", after_epoch=lambda mean: means.append(mean.emission.weight.clone())
    )
    assert len(means) == 2
    assert not torch.equal(means[0], means[1])
    again = finetune(ReportModel(), tasks, options, tmp_path / "ck.pt", after_epoch=lambda mean: means.append(mean))
    assert len(means) == 2
    assert torch.equal(again.emission.weight, means[1])


def a_document(words: list[str], mentions: list[GoldMention]) -> MentionDocument:
    text = " ".join(words)
    return build_document("dam", text, TOKENIZER.encode(Document.from_text(text)), mentions, complete=True)


VARGA = a_document(
    ["Ilse", "Varga", "runs", "the", "dam", ".", "She", "said", "it", "will", "hold", "."],
    [
        GoldMention(Span(0, 10), "name", "person", 1),
        GoldMention(Span(16, 23), "description", "place", 2),
        GoldMention(Span(26, 29), "pronoun", "person", 1),
        GoldMention(Span(35, 37), "pronoun", "place", 2),
    ],
)


def test_a_document_knows_which_candidates_are_right() -> None:
    assert VARGA.mentions.words == ["ilse varga", "the dam", "she", "it"]
    assert VARGA.dependents.tolist() == [1, 2, 3]
    # Nearest first; the last column stands for none.
    assert [np.flatnonzero(row).tolist() for row in VARGA.right] == [[CANDIDATES_BACK], [1], [1]]
    assert [MENTION_TAGS[tag] for tag in VARGA.name_tags[:3]] == ["B-person", "I-person", "O"]
    assert [MENTION_TAGS[tag] for tag in VARGA.description_tags[:5]] == ["O", "O", "O", "B-place", "I-place"]


def test_the_mention_reader_learns_and_nothing_else_changes() -> None:
    torch.manual_seed(7)
    model = ReportModel(dropout=0.0).eval()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    train_mentions(model, [VARGA], MentionOptions(epochs=80))
    changed = {n.split(".")[0] for n, value in model.state_dict().items() if not torch.equal(value, before[n])}
    assert changed == {"mentions"}
    (window,) = cut_windows(VARGA.encoded, ENCODER.window)
    batch = collate([window])
    with torch.no_grad():
        outputs = model(batch.ids, batch.casing, batch.quote, batch.mask)
    scores = outputs[MENTIONS][0][torch.from_numpy(window.word_pieces)]
    names, descriptions = scores.split(len(MENTION_TAGS), dim=1)
    assert names.argmax(dim=1).tolist() == VARGA.name_tags.tolist()
    assert descriptions.argmax(dim=1).tolist() == VARGA.description_tags.tolist()


TINY = dataclasses.replace(MINILM, layers=1, width=48, attention_heads=2, feed_forward=96)


def test_two_tasks_train_one_encoder_and_their_own_heads(tmp_path: Path) -> None:
    torch.manual_seed(8)
    statements = StatementTask([label_report("dam", TEXT, ATTRIBUTIONS, TOKENIZER)], StatementOptions(ENCODER.window))
    mentions = MentionTask([VARGA], MentionTaskOptions(DocumentOptions(ENCODER.window), weight=1.0))
    model = ReportModel(TINY, dropout=0.0)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    for tasks, unchanged in (([statements], {"mentions", "events"}), ([statements, mentions], {"events"})):
        finetune(model, tasks, FinetuneOptions(epochs=2), tmp_path / f"{len(tasks)}.pt")
        changed = {n.split(".")[0] for n, value in model.state_dict().items() if not torch.equal(value, before[n])}
        assert {name.split(".")[0] for name in before} - changed == unchanged


def test_a_checkpoint_of_other_tasks_is_refused(tmp_path: Path) -> None:
    report = label_report("dam", TEXT, ATTRIBUTIONS, TOKENIZER)
    options = FinetuneOptions(epochs=1)
    finetune(
        ReportModel(TINY), [StatementTask([report], StatementOptions(ENCODER.window))], options, tmp_path / "ck.pt"
    )
    other = [StatementTask([report], StatementOptions(ENCODER.window, quoted_weight=2.0))]
    with pytest.raises(SystemExit, match="was made with"):
        finetune(ReportModel(TINY), other, options, tmp_path / "ck.pt")


def test_documents_come_in_batches_of_limited_size_and_every_epoch_cuts_them_otherwise() -> None:
    long = a_document(["word.\n\n"] * 200, [])
    task = MentionTask([VARGA, long, VARGA], MentionTaskOptions(DocumentOptions(window=64, batch_pieces=100)))
    first, second = task.batches(1), task.batches(2)
    assert sorted(len(batch) for batch in first) in ([1, 2], [1, 1, 1])
    assert sum(len(batch) for batch in second) == 3
    cuts = {
        len(cut.windows[0].ids) for epoch in range(6) for b in task.batches(epoch) for cut in b if cut.document is long
    }
    assert len(cuts) > 1


def test_an_epoch_takes_one_version_of_a_report() -> None:
    versions = [label_report("dam", TEXT, ATTRIBUTIONS[:count], TOKENIZER) for count in (0, 3)]
    task = StatementTask(versions, StatementOptions(ENCODER.window))
    seen = set()
    for epoch in range(8):
        (taken,) = {item.report.tags.any() for batch in task.batches(epoch) for item in batch}
        seen.add(bool(taken))
    assert seen == {True, False}


def test_a_model_learns_what_its_teacher_holds(tmp_path: Path) -> None:
    torch.manual_seed(9)
    weights = load_weights()
    texts = [TeachingText(f"dam {i}", TEXT, TEXT) for i in range(2)]
    taught = list(teach_all(Teacher(weights, TOKENIZER), texts, tmp_path / "taught"))
    targets = taught[0].targets
    np.testing.assert_allclose(targets.words.sum(axis=1), 1.0, atol=0.01)
    np.testing.assert_allclose(targets.pairs.sum(axis=1), targets.words, atol=0.01)
    assert len(taught[0].found.spans["cue"]) == len(ATTRIBUTIONS)
    task = TaughtTask(taught, TaughtOptions(StatementOptions(32, word_dropout=0.0)))
    model = ReportModel(TINY, dropout=0.0)
    (batch,) = task.batches(1)
    before = sum(float(loss) for loss in task.losses(model, batch).values())
    finetune(model, [task], FinetuneOptions(epochs=30), tmp_path / "ck.pt")
    after = sum(float(loss) for loss in task.losses(model.train(False), batch).values())
    assert after < before / 2
    again = list(teach_all(Teacher(weights, TOKENIZER), texts, tmp_path / "taught"))
    assert np.array_equal(again[1].targets.pairs, taught[1].targets.pairs)
    with pytest.raises(SystemExit, match="other texts"):
        list(teach_all(Teacher(weights, TOKENIZER), [TeachingText("bridge", TEXT, TEXT)], tmp_path / "taught"))


def test_packaged_weights_can_be_trained_on_from(tmp_path: Path) -> None:
    torch.manual_seed(8)
    model = ReportModel().eval()
    for parameter in model.crf.parameters():
        torch.nn.init.normal_(parameter)
    model.content_to_cue = side_by_side([PairScorer(LINK_SIZE, FEATURE_SIZES) for _ in range(2)])
    export_weights(model, WEIGHTS_FOLDER / "tokenizer.json", tmp_path, np.zeros(7, dtype=np.float32), {})
    again = load_packaged(tmp_path)
    (window,) = cut_windows(TOKENIZER.encode(Document.from_text(TEXT)), ENCODER.window)
    batch = collate([window])
    with torch.no_grad():
        one, other = (m(batch.ids, batch.casing, batch.quote, batch.mask) for m in (model, again))
    np.testing.assert_allclose(one[ROLE_TAGS].numpy(), other[ROLE_TAGS].numpy(), atol=0.1)
    np.testing.assert_allclose(one[ANTECEDENTS].numpy(), other[ANTECEDENTS].numpy(), atol=0.1)
    np.testing.assert_allclose(
        model.crf.transitions().detach().numpy(), again.crf.transitions().detach().numpy(), atol=1e-2
    )
    for name, array in model.runtime_arrays().items():
        np.testing.assert_allclose(array, again.runtime_arrays()[name], atol=1e-2)


def test_schedule_rises_then_falls() -> None:
    factors = [Schedule(steps=100, warm_up=0.1).factor(step) for step in range(100)]
    assert max(factors) == pytest.approx(1.0)
    assert factors.index(max(factors)) in (9, 10)
    assert factors[:10] == sorted(factors[:10])
    assert factors[10:] == sorted(factors[10:], reverse=True)
    assert factors[-1] < 0.05
