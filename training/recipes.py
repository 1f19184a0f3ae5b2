"""How each encoder is trained: how long, on what, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.encoders.minilm import MINILM
from training.encoders.mpnet import MPNET
from training.encoders.spec import EncoderSpec
from training.events import EventDocument
from training.finetune import FinetuneOptions
from training.mentions import MentionDocument
from training.polnear import LabelledReport
from training.pretrain import PretrainOptions
from training.tasks.documents import DocumentOptions, KnownStates
from training.tasks.events import EventTask, EventTaskOptions
from training.tasks.mentions import MentionTask, MentionTaskOptions
from training.tasks.paired import PairedDocument, PairedTask, PairedTaskOptions
from training.tasks.statements import StatementOptions, StatementTask
from training.tasks.task import Task
from training.tasks.taught import TaughtOptions, TaughtTask
from training.teaching import TaughtReport

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
        taught: What a larger model holds of unlabelled reports.
    """

    reports: Sequence[LabelledReport]
    documents: Sequence[MentionDocument]
    events: Sequence[EventDocument]
    pairs: Sequence[PairedDocument]
    taught: Sequence[TaughtReport] = ()


@dataclass(frozen=True)
class Round:
    """One run of fine-tuning. What has no options is not trained.

    Attributes:
        finetune: How long and how fast.
        statements: How to train on statements.
        mentions: How to train on mentions in the same run.
        events: How to train on events.
        pairs: How to train on marked pairs.
        taught: How to train on what a larger model holds.
    """

    finetune: FinetuneOptions
    statements: StatementOptions
    mentions: MentionTaskOptions | None = None
    events: EventTaskOptions | None = None
    pairs: PairedTaskOptions | None = None
    taught: TaughtOptions | None = None

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
        if self.taught is not None:
            tasks.append(TaughtTask(material.taught, self.taught))
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
        Round(FinetuneOptions(epochs=2, rate=1e-4, layer_decay=0.9), StatementOptions(FIRST_WINDOW, quoted_weight=1.5)),
        Round(
            FinetuneOptions(epochs=6, rate=7e-5, head_rate=6e-4, layer_decay=0.9),
            StatementOptions(MPNET.window, quoted_weight=1.75),
            MentionTaskOptions(DocumentOptions(MPNET.window, 2500, share=0.5)),
            EventTaskOptions(DocumentOptions(MPNET.window, 2500), weight=0.15),
            PairedTaskOptions(DocumentOptions(MPNET.window, 1500)),
        ),
    ),
}
"""The recipe of each encoder, by its kind."""


def taught_round(spec: EncoderSpec) -> Round:
    """Give the round in which a smaller model learns from a larger one and from all labelled texts."""
    statements = StatementOptions(FIRST_WINDOW, batch_pieces=8192, quoted_weight=1.75)
    return Round(
        FinetuneOptions(epochs=6, head_rate=8e-4, layer_decay=0.9),
        statements,
        MentionTaskOptions(DocumentOptions(spec.window, 8192, share=0.5)),
        EventTaskOptions(DocumentOptions(spec.window, 3000), weight=0.15),
        PairedTaskOptions(DocumentOptions(spec.window, 3000)),
        TaughtOptions(statements),
    )


def event_tasks(spec: EncoderSpec, material: Material) -> list[Task]:
    """Give the tasks that train the event reader alone, on an encoder that does not change."""
    known = KnownStates(spec.window)
    return [
        EventTask(material.events, EventTaskOptions(DocumentOptions(spec.window, 2500)), known),
        PairedTask(material.pairs, PairedTaskOptions(DocumentOptions(spec.window, 1500)), known),
    ]
