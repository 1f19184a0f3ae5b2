"""Rebuild the weights: ``python -m training CORPORA --out FOLDER``.

The stages: pre-train on the articles, fine-tune in two rounds, train the readers of mentions and of events on that
encoder, export, train the linker of contents on what the exported network finds, and fit confidence on PolNeAR dev.
What differs between encoders stands in :mod:`training.recipes`. ``--start`` replaces the first two stages by further
training of finished weights; with ``--teacher`` they also learn from a larger model, which reads unlabelled reports.
``--linker-only`` keeps the network of ``--start``.
Each long stage leaves a checkpoint in ``--work``, and an interrupted run continues from the last one.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import shutil
import time
from collections.abc import Set
from pathlib import Path
from typing import Any

import numpy as np
import torch

from corpora.articles import iter_articles
from corpora.marks import iter_training_reports
from corpora.plv import iter_paired_sentences
from corpora.polnear import iter_reports
from evaluation.attribution import evaluate
from evaluation.calibration import cross_validated_error, fit_calibration
from evaluation.scores import right_predictions
from onrecord.annotate import Annotator
from onrecord.extract.attribution.attributions import ATTRIBUTIONS, EVIDENCE_NAMES
from onrecord.model.encoders.tokenizer import WordTokenizer
from onrecord.model.heads.tags import ROLES
from onrecord.model.manifest import MANIFEST_FILE, read_manifest
from onrecord.model.weights import load_weights
from onrecord.record import Report
from training.checkpoints import load_checkpoint, save_checkpoint
from training.encoders import ENCODERS
from training.encoders.minilm import MINILM
from training.encoders.spec import EncoderSpec
from training.event_fitting import fit_events
from training.events import load_events
from training.export import export_weights, write_arrays
from training.finetune import FinetuneOptions, finetune
from training.heads import HeadOptions, train_heads
from training.linker import LinkerOptions, train_linker
from training.marked import load_marked
from training.mentions import MentionOptions, load_documents, train_mentions
from training.model import ReportModel
from training.packaged import load_packaged
from training.polnear import load_reports
from training.pretrain import PretrainOptions, pretrain
from training.recipes import RECIPES, Material, Recipe, Round, event_tasks, taught_round
from training.tasks.paired import load_paired
from training.tasks.statements import StatementOptions
from training.teaching import Teacher, teach_all
from training.texts import iter_teaching_texts

ANNOTATORS = 6
SECOND_SHARE = 0.75
NO_CALIBRATION = np.zeros(len(EVIDENCE_NAMES) + 1, dtype=np.float32)


def main() -> None:
    """Run the whole training, or the rest of an interrupted one."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with polnear/ and articles/ in it")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--work", type=Path, default=Path("work"), help="folder for checkpoints")
    parser.add_argument("--start", type=Path, help="folder of weights to train further")
    parser.add_argument("--encoder", choices=ENCODERS, default=MINILM.kind, help="what to start from without --start")
    parser.add_argument("--teacher", type=Path, help="folder of a larger model's weights to learn from; with --start")
    parser.add_argument("--linker-only", action="store_true", help="train only the linker of contents; with --start")
    options = parser.parse_args()
    if options.linker_only and not options.start:
        parser.error("--linker-only needs finished weights: name their folder with --start")
    if options.teacher and not options.start:
        parser.error("--teacher needs weights that learn from it: name their folder with --start")
    if options.linker_only and options.start.resolve() == options.out.resolve():
        parser.error("--linker-only: name another folder with --out, so that an interrupted run loses no weights")
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    spec = ENCODERS[read_manifest(options.start).encoder.kind] if options.start else ENCODERS[options.encoder]
    tokenizer_file = spec.published(options.work) / "tokenizer.json"
    tokenizer = WordTokenizer(tokenizer_file, spec.special_tokens)
    begun = time.monotonic()
    if options.linker_only:
        model = load_packaged(options.start)
        facts = _copy_weights(options.start, options.out)
    else:
        model = _train_network(spec, tokenizer, options)
        facts = {
            "trained": time.strftime("%Y-%m-%d"),
            "start": read_manifest(options.start).version if options.start else None,
            "teacher": read_manifest(options.teacher).version if options.teacher else None,
            "recipe": dataclasses.asdict(_further_round(spec, options) if options.start else RECIPES[spec.kind]),
        }
        export_weights(model, tokenizer_file, options.out, NO_CALIBRATION, facts)
    _train_linker(model, tokenizer, options, facts)
    fit_events(model.events, load_weights(options.out), options.corpora)
    calibrate(model, options.corpora, options.out, facts)
    print(f"done in {time.monotonic() - begun:.0f} s; weights in {options.out}")


def _train_network(spec: EncoderSpec, tokenizer: WordTokenizer, options: argparse.Namespace) -> ReportModel:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    material = _load_material(options.corpora, tokenizer)
    if options.teacher:
        teacher = Teacher(load_weights(options.teacher), tokenizer)
        taught = list(teach_all(teacher, iter_teaching_texts(options.corpora), options.work / "taught"))
        material = dataclasses.replace(material, taught=taught)
    if options.start:
        start, chosen = load_packaged(options.start).to(device), _further_round(spec, options)
        model = finetune(start, chosen.tasks(material), chosen.finetune, options.work / "finetune-on.pt")
    else:
        recipe = RECIPES[spec.kind]
        model = ReportModel(spec).to(device)
        _pretrain(model, tokenizer, recipe.pretrain, options)
        model = _finetune(model, recipe, material, options.work)
    train_mentions(model, material.documents, MentionOptions())
    train_heads(model, event_tasks(spec, material), HeadOptions())
    return model


def _further_round(spec: EncoderSpec, options: argparse.Namespace) -> Round:
    return taught_round(spec) if options.teacher else further(spec)


def _load_material(corpora: Path, tokenizer: WordTokenizer) -> Material:
    """Read the training parts of all corpora."""
    marked = list(iter_training_reports(corpora))
    return Material(
        reports=[
            *load_reports(corpora / "polnear" / "train.jsonl", tokenizer, annotators=ANNOTATORS),
            *load_marked(marked, tokenizer),
        ],
        documents=load_documents(corpora, tokenizer),
        events=load_events(marked, tokenizer),
        pairs=load_paired(iter_paired_sentences(corpora / "plover" / "PLV_train.tsv"), tokenizer),
    )


def _copy_weights(start: Path, out: Path) -> dict[str, Any]:
    """Copy weights whose network stays as it is; give the facts of the new manifest."""
    manifest = read_manifest(start)
    out.mkdir(parents=True, exist_ok=True)
    for name in (MANIFEST_FILE, *(entry.name for entry in manifest.files.in_order())):
        shutil.copyfile(start / name, out / name)
    return {**manifest.training, "trained": time.strftime("%Y-%m-%d"), "start": manifest.version}


def _train_linker(
    model: ReportModel, tokenizer: WordTokenizer, options: argparse.Namespace, facts: dict[str, Any]
) -> None:
    """Train a linker of contents on what the exported network finds, and write it beside the network."""
    reports = load_reports(options.corpora / "polnear" / "train.jsonl", tokenizer)
    model.content_to_cue = train_linker(reports, load_weights(options.out), LinkerOptions())
    write_arrays(model, options.out, NO_CALIBRATION, facts)


def _pretrain(
    model: ReportModel, tokenizer: WordTokenizer, chosen: PretrainOptions | None, options: argparse.Namespace
) -> None:
    checkpoint = options.work / "pretrained.pt"
    if chosen is not None and checkpoint.exists():
        states = load_checkpoint(checkpoint, dataclasses.asdict(chosen), model.emission.weight.device)
        model.encoder.load_state_dict(states["encoder"])
        return
    model.spec.load(model.encoder, model.spec.published(options.work))
    if chosen is None:
        return
    texts = [article.text for article in iter_articles(options.corpora)]
    texts += [report.text for report in iter_reports(options.corpora / "polnear" / "train.jsonl")] * 2
    pretrain(model, texts, tokenizer, chosen)
    save_checkpoint(checkpoint, {"encoder": model.encoder.state_dict(), "options": dataclasses.asdict(chosen)})


def _finetune(model: ReportModel, recipe: Recipe, material: Material, work: Path) -> ReportModel:
    """Train in two rounds, and interpolate between the two results.

    The mean of two models of one run is better than either (Wortsman et al. 2022, "Model soups").
    """
    first = finetune(model, recipe.first.tasks(material), recipe.first.finetune, work / "finetune.pt")
    start = copy.deepcopy(first)
    second = finetune(start, recipe.second.tasks(material), recipe.second.finetune, work / "finetune-second.pt")
    return average(first, second, recipe.first.untrained)


def further(spec: EncoderSpec) -> Round:
    """Give the round that trains finished weights further: two epochs at a low rate."""
    return Round(
        FinetuneOptions(epochs=2, rate=5e-5, head_rate=1e-4, seed=3),
        StatementOptions(spec.window, quoted_weight=2.0, seed=3),
    )


@torch.no_grad()
def average(first: ReportModel, second: ReportModel, untrained: Set[str] = frozenset()) -> ReportModel:
    """Interpolate between the weights of two models, nearer to the second.

    Args:
        first: The model after the first round.
        second: The model after the second round.
        untrained: Parts of the model that the first round did not train; they come from the second.
    """
    between = copy.deepcopy(second)
    for (name, weight), earlier in zip(between.named_parameters(), first.parameters(), strict=True):
        if name.partition(".")[0] not in untrained:
            weight.lerp_(earlier, 1.0 - SECOND_SHARE)
    return between


def calibrate(model: ReportModel, corpora: Path, folder: Path, facts: dict[str, Any]) -> None:
    """Fit confidence on PolNeAR dev with the exported network, and write it with the weights."""
    gold = list(iter_reports(corpora / "polnear" / "dev.jsonl"))
    annotator = Annotator(load_weights(folder))
    evidence, right, groups = [], [], []
    for index, report in enumerate(gold):
        found = annotator.run_steps(Report(report.text), last=ATTRIBUTIONS)[ATTRIBUTIONS]
        evidence += [attribution.evidence for attribution in found]
        right += right_predictions(
            report.text, report.attributions, [{role: getattr(a, role) for role in ROLES} for a in found]
        )
        groups += [index] * len(found)
    rows, is_right = np.array(evidence), np.array(right)
    error = round(cross_validated_error(rows, is_right, np.array(groups)), 4)
    write_arrays(model, folder, fit_calibration(rows, is_right), {**facts, "calibration_error": error})
    scored = evaluate(gold, Annotator(load_weights(folder)))
    print({name: round(counts.f1, 4) for name, counts in scored.counts.items()})


if __name__ == "__main__":
    main()
