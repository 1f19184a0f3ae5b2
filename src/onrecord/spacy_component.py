"""The component ``onrecord`` of a spaCy pipeline: ``nlp.add_pipe("onrecord")``.

It needs no other component and no trained pipeline: ``spacy.blank("en")`` is enough. spaCy finds and loads this module
by the package's entry point.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotate import annotate
from onrecord.errors import ConfigurationError
from onrecord.export.spacy import mark_doc, set_extensions
from onrecord.models import find_model_folder
from onrecord.read.language import detect_language
from onrecord.read.options import parse_iso_date
from onrecord.record import Report

ALIGNMENT_MODES = ("expand", "strict", "contract")


class OnRecord:
    """Finds who said what in documents.

    It sets ``doc._.statements`` (with exact spans), ``doc._.onrecord`` (the record without its text) and
    ``doc.spans["sources"]``, ``["cues"]`` and ``["contents"]``. The ``id_`` of these spans is the id of the statement;
    the ``kb_id_`` of a source is the entity of the speaker. Set ``doc._.published`` before to an ISO date or a
    ``datetime.date`` where you know the date of publication.

    Args:
        alignment_mode: How spans become tokens, as for ``Doc.char_span``.
        model: Name of an installed model, or path of a folder of weights, as for :func:`onrecord.annotate`.

    Raises:
        ConfigurationError: There is no such mode, or no model of this name is installed.

    Example:
        >>> nlp = spacy.blank("en")
        >>> nlp.add_pipe("onrecord", config={"model": "small"})
    """

    def __init__(self, alignment_mode: str = "expand", model: str | None = None) -> None:
        if alignment_mode not in ALIGNMENT_MODES:
            raise ConfigurationError(f"alignment_mode is {alignment_mode!r}; give one of {', '.join(ALIGNMENT_MODES)}")
        find_model_folder(model)
        set_extensions()
        self._alignment_mode = alignment_mode
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find the statements of a document, and put them into it.

        Raises:
            ConfigurationError: ``doc._.published`` is no date.
            ModelError: The weights are missing or damaged.
        """
        published = _read_date(doc._.published)
        report = Report(
            doc.text,
            language=detect_language(doc.text),
            published=published,
            published_from="none" if published is None else "option",
        )
        mark_doc(doc, annotate(report, model=self._model), self._alignment_mode)
        return doc


@Language.factory("onrecord", default_config={"alignment_mode": "expand", "model": None})
def make_component(nlp: Language, name: str, alignment_mode: str, model: str | None) -> OnRecord:
    """Make the component, as spaCy asks for it."""
    return OnRecord(alignment_mode, model)


def _read_date(value: Any) -> str | None:
    if value is None:
        return None
    words = value.isoformat()[:10] if isinstance(value, date) else str(value)
    if parse_iso_date(words) is None:
        raise ConfigurationError(f"doc._.published is {value!r}, which is no date; give it as YYYY-MM-DD")
    return words
