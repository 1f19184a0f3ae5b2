"""Rebuild the weights: ``python -m training CORPORA --out FOLDER``.

The stages: pre-train on the articles, fine-tune on PolNeAR train, train the mention reader on that encoder, export,
train the linker of contents on what the exported network finds, and fit confidence on PolNeAR dev. ``--start`` replaces
the first two stages by further training of finished weights; ``--linker-only`` also keeps their network.
Each long stage leaves a checkpoint in ``--work``, and an interrupted run continues from the last one.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import gzip
import json
import shutil
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

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
from training.export import export_weights, write_arrays
from training.finetune import FinetuneOptions, finetune
from training.linker import LinkerOptions, train_linker
from training.mentions import MentionOptions, load_documents, train_mentions
from training.model import ReportModel
from training.packaged import load_packaged
from training.polnear import load_reports
from training.pretrain import PretrainOptions, pretrain

ANNOTATORS = 6
SECOND_SHARE = 0.7
NO_CALIBRATION = np.zeros(len(EVIDENCE_NAMES) + 1, dtype=np.float32)
FIRST_WINDOW = 256
"""Word pieces in a window of the first round. Longer windows than in use: a run on short ones scored lower."""


def main() -> None:
    """Run the whole training, or the rest of an interrupted one."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with polnear/ and articles/ in it")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--work", type=Path, default=Path("work"), help="folder for checkpoints")
    parser.add_argument("--start", type=Path, help="folder of weights to train further")
    parser.add_argument("--encoder", choices=ENCODERS, default=MINILM.kind, help="what to start from without --start")
    parser.add_argument("--linker-only", action="store_true", help="train only the linker of contents; with --start")
    parser.add_argument("--pretrain-pieces", type=int, default=PretrainOptions.tokens)
    parser.add_argument("--epochs", type=int, default=FinetuneOptions.epochs)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.linker_only and not options.start:
        parser.error("--linker-only needs finished weights: name their folder with --start")
    if options.linker_only and options.start.resolve() == options.out.resolve():
        parser.error("--linker-only: name another folder with --out, so that an interrupted run loses no weights")
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
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
            "pretrain_pieces": options.pretrain_pieces,
            "epochs": options.epochs,
            "seed": options.seed,
        }
        export_weights(model, tokenizer_file, options.out, NO_CALIBRATION, facts)
    _train_linker(model, tokenizer, options, facts)
    calibrate(model, options.corpora, options.out, facts)
    print(f"done in {time.monotonic() - begun:.0f} s; weights in {options.out}")


def _train_network(spec: EncoderSpec, tokenizer: WordTokenizer, options: argparse.Namespace) -> ReportModel:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if options.start:
        model = _train_further(load_packaged(options.start).to(device), tokenizer, options)
    else:
        model = ReportModel(spec).to(device)
        _pretrain(model, tokenizer, options)
        model = _finetune(model, tokenizer, options)
    train_mentions(model, load_documents(options.corpora, tokenizer), MentionOptions(seed=options.seed))
    return model


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
    model.content_to_cue = train_linker(reports, load_weights(options.out), LinkerOptions(seed=options.seed))
    write_arrays(model, options.out, NO_CALIBRATION, facts)


def _pretrain(model: ReportModel, tokenizer: WordTokenizer, options: argparse.Namespace) -> None:
    checkpoint = options.work / "pretrained.pt"
    chosen = PretrainOptions(tokens=options.pretrain_pieces, seed=options.seed)
    if checkpoint.exists():
        states = load_checkpoint(checkpoint, dataclasses.asdict(chosen), model.emission.weight.device)
        model.encoder.load_state_dict(states["encoder"])
        return
    model.spec.load(model.encoder, model.spec.published(options.work))
    with gzip.open(options.corpora / "articles" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    with (options.corpora / "polnear" / "train.jsonl").open(encoding="utf-8") as lines:
        texts += [json.loads(line)["text"] for line in lines] * 2
    pretrain(model, texts, tokenizer, chosen)
    save_checkpoint(checkpoint, {"encoder": model.encoder.state_dict(), "options": dataclasses.asdict(chosen)})


def _finetune(model: ReportModel, tokenizer: WordTokenizer, options: argparse.Namespace) -> ReportModel:
    """Train, train a second round on every annotator's version, and interpolate between the two results.

    The mean of two models of one run is better than either (Wortsman et al. 2022, "Model soups").
    """
    path = options.corpora / "polnear" / "train.jsonl"
    first = finetune(
        model,
        load_reports(path, tokenizer),
        FinetuneOptions(FIRST_WINDOW, epochs=options.epochs, seed=options.seed),
        options.work / "finetune.pt",
    )
    second = finetune(
        copy.deepcopy(first),
        load_reports(path, tokenizer, annotators=ANNOTATORS),
        second_round(model.spec.window, options.seed),
        options.work / "finetune-second.pt",
    )
    return average(first, second)


def second_round(window: int, seed: int) -> FinetuneOptions:
    """Give the options of the second round: fewer steps, lower rates, and a higher weight of quotations."""
    return FinetuneOptions(window, epochs=3, rate=1e-4, head_rate=2e-4, quoted_weight=2.0, seed=seed + 1)


def _train_further(start: ReportModel, tokenizer: WordTokenizer, options: argparse.Namespace) -> ReportModel:
    """Train finished weights further: two epochs at a low rate on every annotator's version."""
    path = options.corpora / "polnear" / "train.jsonl"
    chosen = FinetuneOptions(
        start.spec.window, epochs=2, rate=5e-5, head_rate=1e-4, quoted_weight=2.0, seed=options.seed + 2
    )
    reports = load_reports(path, tokenizer, annotators=ANNOTATORS)
    return finetune(start, reports, chosen, options.work / "finetune-on.pt")


@torch.no_grad()
def average(first: ReportModel, second: ReportModel) -> ReportModel:
    """Interpolate between the weights of two models, nearer to the second."""
    between = copy.deepcopy(first)
    for weight, other in zip(between.parameters(), second.parameters(), strict=True):
        weight.lerp_(other, SECOND_SHARE)
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
