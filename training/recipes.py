"""How each encoder is trained: how long, on what, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.encoders.minilm import MINILM
from training.encoders.mpnet import MPNET
from training.events import EventDocument
from training.finetune import FinetuneOptions
from training.mentions import MentionDocument
from training.polnear import LabelledReport
from training.pretrain import PretrainOptions
from training.tasks.documents import DocumentOptions
from training.tasks.events import EventTask, EventTaskOptions
from training.tasks.mentions import MentionTask, MentionTaskOptions
from training.tasks.paired import PairedDocument, PairedTask, PairedTaskOptions
from training.tasks.statements import StatementOptions, StatementTask
from training.tasks.task import Task

FIRST_WINDOW = 256
"""Word pieces in a window of the first round. A run on shorter windows scored lower, though short ones are in use."""


@dataclass(frozen=True)
class Material:
    """What there is to train on.

    Attributes:
        reports: Reports with their attributions.
        documents: Documents with their mentions.
        events: Reports with their events.
        pairs: Sentences with a marked pair.
    """

    reports: Sequence[LabelledReport]
    documents: Sequence[MentionDocument]
    events: Sequence[EventDocument]
    pairs: Sequence[PairedDocument]


@dataclass(frozen=True)
class Round:
    """One run of fine-tuning. What has no options is not trained.

    Attributes:
        finetune: How long and how fast.
        statements: How to train on statements.
        mentions: How to train on mentions in the same run.
        events: How to train on events.
        pairs: How to train on marked pairs.
    """

    finetune: FinetuneOptions
    statements: StatementOptions
    mentions: MentionTaskOptions | None = None
    events: EventTaskOptions | None = None
    pairs: PairedTaskOptions | None = None

    @property
    def untrained(self) -> frozenset[str]:
        """Names of the parts of the model that this round does not train."""
        is_event_trained = self.events is not None or self.pairs is not None
        parts = {"mentions": self.mentions is not None, "events": is_event_trained}
        return frozenset(name for name, is_trained in parts.items() if not is_trained)

    def tasks(self, material: Material) -> list[Task]:
        """Give the tasks of this round."""
        tasks: list[Task] = [StatementTask(material.reports, self.statements)]
        if self.mentions is not None:
            tasks.append(MentionTask(material.documents, self.mentions))
        if self.events is not None:
            tasks.append(EventTask(material.events, self.events))
        if self.pairs is not None:
            tasks.append(PairedTask(material.pairs, self.pairs))
        return tasks


@dataclass(frozen=True)
class Recipe:
    """How an encoder becomes a model.

    Attributes:
        pretrain: How to train on masked words first; None starts from the published weights.
        first: The first round.
        second: The second round, at lower rates and with a higher weight of quotations.
    """

    pretrain: PretrainOptions | None
    first: Round
    second: Round


RECIPES = {
    MINILM.kind: Recipe(
        PretrainOptions(),
        Round(FinetuneOptions(epochs=7), StatementOptions(FIRST_WINDOW)),
        Round(
            FinetuneOptions(epochs=3, rate=1e-4, head_rate=2e-4, seed=2),
            StatementOptions(MINILM.window, quoted_weight=2.0, seed=2),
        ),
    ),
    MPNET.kind: Recipe(
        None,
        Round(FinetuneOptions(epochs=3, rate=1e-4, layer_decay=0.9), StatementOptions(FIRST_WINDOW, quoted_weight=1.5)),
        Round(
            FinetuneOptions(epochs=2, rate=5e-5, head_rate=5e-4, layer_decay=0.9, seed=2),
            StatementOptions(MPNET.window, quoted_weight=2.0, seed=2),
            MentionTaskOptions(DocumentOptions(MPNET.window)),
            EventTaskOptions(DocumentOptions(MPNET.window)),
            PairedTaskOptions(DocumentOptions(MPNET.window)),
        ),
    ),
}
"""The recipe of each encoder, by its kind."""
