"""The option that chooses the model to score, by its name or its folder."""

from __future__ import annotations

import argparse

from onrecord.errors import OnRecordError
from onrecord.model.weights import AttributionWeights
from onrecord.models import load_model


def add_model_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--model``: a name or a folder, as for :func:`onrecord.annotate`."""
    parser.add_argument("--model", metavar="NAME", help="an installed model, or a folder of weights, such as ./weights")


def load_chosen_model(parser: argparse.ArgumentParser, model: str | None) -> AttributionWeights:
    """Load the chosen model and print its version; one that cannot be loaded is a mistake in the command."""
    try:
        weights = load_model(model)
    except OnRecordError as error:
        parser.error(str(error))
    print(f"model {weights.name}, version {weights.version}", flush=True)
    return weights
