"""The component in spaCy pipelines, as users put it there."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import onrecord
from onrecord.errors import ConfigurationError
from onrecord.record import Report
from tests.model.copying import copy_weights

TEXT = "🚢 Cafe\u0301 notes.\n\n“The boats will sail,” said Ilse Brandvold. She added that the ice was thin."


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    made = spacy.blank("en")
    made.add_pipe("onrecord")
    return made


def test_statements_are_those_that_the_package_finds(nlp: spacy.language.Language) -> None:
    doc = nlp(TEXT)
    assert doc._.statements == onrecord.annotate(Report(TEXT, language="en")).statements
    first, second = doc._.statements
    assert (first.kind, first.speaker.name, first.content.quote) == (
        "direct",
        "Ilse Brandvold",
        ("“The boats will sail,”",),
    )
    assert [span.text for span in doc.spans["contents"]] == ["“The boats will sail,”", second.content.quote[0]]
    assert [span.text for span in doc.spans["cues"]] == ["said", "added"]
    assert [span.id_ for span in doc.spans["sources"]] == [first.id, second.id]
    assert {span.kb_id_ for span in doc.spans["sources"]} == {first.speaker.entity}


@pytest.mark.parametrize("value", ["2031-03-09", date(2031, 3, 9), datetime(2031, 3, 9, 23, 30)])
def test_the_date_is_taken_from_the_document(nlp: spacy.language.Language, value: object) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = value
    doc = nlp(doc)
    assert (doc._.onrecord["published"], doc._.onrecord["published_from"]) == ("2031-03-09", "option")
    assert nlp(TEXT)._.onrecord["published"] is None


@pytest.mark.parametrize("value", ["tomorrow", "2031-02-30", 5])
def test_what_is_no_date_is_refused(nlp: spacy.language.Language, value: object) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = value
    with pytest.raises(ConfigurationError, match="is no date"):
        nlp(doc)


def test_an_empty_document_and_one_in_another_language(nlp: spacy.language.Language) -> None:
    assert nlp("")._.statements == ()
    german = nlp("Der Hafenmeister sagte am Sonntag, die Schiffe würden bald wieder aus dem Hafen fahren. " * 3)
    assert german._.statements == ()
    assert german._.onrecord["language"] == "de"


def test_documents_are_saved_with_their_statements(nlp: spacy.language.Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    DocBin([], store_user_data=True, docs=[doc]).to_disk(tmp_path / "docs.spacy")
    (again,) = DocBin().from_disk(tmp_path / "docs.spacy").get_docs(nlp.vocab)
    assert again._.statements == doc._.statements
    assert [span.text for span in again.spans["cues"]] == ["said", "added"]
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.statements == doc._.statements


def test_a_pipeline_is_saved_with_the_component_and_works_in_processes(tmp_path: Path) -> None:
    made = spacy.blank("en")
    made.add_pipe("onrecord", config={"alignment_mode": "strict"})
    made.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert (
        again.get_pipe_config("onrecord")["alignment_mode"] == "strict" if hasattr(again, "get_pipe_config") else True
    )
    docs = list(again.pipe([TEXT, TEXT], n_process=2))
    assert [len(doc._.statements) for doc in docs] == [2, 2]


def test_a_mode_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="alignment_mode"):
        spacy.blank("en").add_pipe("onrecord", config={"alignment_mode": "loose"})


def test_the_model_is_chosen_and_saved_with_the_pipeline(tmp_path: Path) -> None:
    folder = str(copy_weights(tmp_path / "weights", "0123456789ab"))
    made = spacy.blank("en")
    made.add_pipe("onrecord", config={"model": folder})
    made.to_disk(tmp_path / "pipeline")
    for nlp in (made, spacy.load(tmp_path / "pipeline")):
        assert {statement.made_by for statement in nlp(TEXT)._.statements} == {"model@0123456789ab"}


def test_a_model_that_is_not_installed_is_refused_when_the_component_is_added() -> None:
    with pytest.raises(ConfigurationError, match="no model 'tall'"):
        spacy.blank("en").add_pipe("onrecord", config={"model": "tall"})
