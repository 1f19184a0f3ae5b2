"""Who speaks: the hard cases, each in a short report of its own."""

from __future__ import annotations

import pytest

from onrecord import annotate
from onrecord.record import AnnotatedReport, Report, Statement


def read(text: str) -> AnnotatedReport:
    return annotate(Report(text))


def statement_with(record: AnnotatedReport, words: str) -> Statement:
    """The innermost statement whose content has these words."""
    fitting = [s for s in record.statements if any(words in quote for quote in s.content.quote)]
    assert fitting, f"no statement holds {words!r}"
    return min(fitting, key=lambda s: sum(map(len, s.content.quote)))


def speaker_of(text: str, words: str) -> tuple[str, str | None]:
    speaker = statement_with(read(text), words).speaker
    assert speaker is not None
    return speaker.status, speaker.name


NAMED = [
    # full name, surname, title and surname
    ("Ilse Varga, the harbour master, opened the meeting. “The dam will hold,” Varga said.", "The dam", "Ilse Varga"),
    ("Ilse Varga opened the meeting. “The dam will hold,” Ms Varga said.", "The dam", "Ilse Varga"),
    ("Senator Ilse Varga opened the meeting. “The dam will hold,” said Sen. Varga.", "The dam", "Ilse Varga"),
    ("“The dam will hold,” Varga said. Engineers had worked with Ilse Varga for weeks.", "The dam", "Ilse Varga"),
    # initials, particles, suffixes, hyphens, spellings, honorifics, possessives
    ("Piotr A. Tamm came late. “We are ready,” Piotr Tamm said.", "We are", "Piotr A. Tamm"),
    ("Lars van der Meer came late. “We are ready,” Mr van der Meer said.", "We are", "Lars van der Meer"),
    ("Ana Ruiz-Salme came late. “We are ready,” Ms Ruiz-Salme said.", "We are", "Ana Ruiz-Salme"),
    ("Dame Nora Okafor came late. “We are ready,” Dame Nora said.", "We are", "Nora Okafor"),
    ("Col. Piotr Tamm came late. “We are ready,” Colonel Tamm said.", "We are", "Piotr Tamm"),
    ("Ada Lund came late. Lund's promise that the dam would hold came too late.", "the dam", "Ada Lund"),
    # apposition, relative clause, role, and backwards
    ("The opposition leader, Ada Lund, said that the vote was lost.", "the vote", "Ada Lund"),
    ("Ada Lund, who leads the harbour union, said that the vote was lost.", "the vote", "Ada Lund"),
    ("Mayor Ada Lund came late on Monday. The mayor said that the vote was lost.", "the vote", "Ada Lund"),
    ("Harbour union spokesman Tomas Reyer said that the vote was lost.", "the vote", "Tomas Reyer"),
    ("A judge has ruled that the dam must close. Judge Ada Lund gave her reasons on Monday.", "the dam", "Ada Lund"),
    (
        "The union's chief negotiator said the talks were slow.\n\nAda Lund said that she would stay.",
        "the talks",
        "Ada Lund",
    ),
    # pronouns
    ("Ada Lund came late. She said that the vote was lost.", "the vote", "Ada Lund"),
    ("Piotr Tamm met Ada Lund on Monday. He said that the vote was lost.", "the vote", "Piotr Tamm"),
    ("“The dam will hold,” Piotr Tamm said. “It must,” he added.", "It must", "Piotr Tamm"),
    # relative pronouns
    ("The talks were led by Ada Lund, who said that the vote was lost.", "the vote", "Ada Lund"),
    ("The Harbour Board, which said that the vote was lost, met on Monday.", "the vote", "Harbour Board"),
    # organisations
    ("The Harbour Board met on Monday. The board said that the vote was lost.", "the vote", "Harbour Board"),
    ("The Northern Harbour Authority met. “We are ready,” the NHA said.", "We are", "Northern Harbour Authority"),
    ("The Lund campaign said that the vote was lost.", "the vote", "Lund campaign"),
    ("The Defence Ministry met envoys. The ministry said that the vote was lost.", "the vote", "Defence Ministry"),
    ("The Norwegian envoy Lars Holm came late. The Norwegian said that the vote was lost.", "the vote", "Lars Holm"),
    # several
    ("Norway and Denmark met. Both governments said that the vote was lost.", "the vote", "Norway and Denmark"),
    (
        "Ada Lund and Piotr Tamm said that the vote was lost. They said that it was rigged.",
        "it was",
        "Ada Lund and Piotr Tamm",
    ),
    ("Ada Lund and Piotr Tamm said that the vote was lost.", "the vote", "Ada Lund and Piotr Tamm"),
]


@pytest.mark.parametrize(("text", "words", "name"), NAMED, ids=[text[:60] for text, _, _ in NAMED])
def test_a_named_speaker(text: str, words: str, name: str) -> None:
    assert speaker_of(text, words) == ("resolved", name)


UNNAMED = [
    ("Two officials familiar with the talks said that the vote was lost.", "the vote"),
    ("A spokesman for Ada Lund said that the vote was lost.", "the vote"),
    ("Critics say that the dam will fail.", "the dam"),
    ("Many voters believe that the dam will fail.", "the dam"),
    ("Ada Lund came late. The statement said that the dam will fail.", "the dam"),
    ("They were tired. Both men said that the dam will fail.", "the dam"),
]


@pytest.mark.parametrize(("text", "words"), UNNAMED, ids=[text[:60] for text, _ in UNNAMED])
def test_a_source_that_is_never_named(text: str, words: str) -> None:
    assert speaker_of(text, words) == ("unnamed", None)


def test_two_people_with_one_surname_stay_two() -> None:
    record = read(
        "Piotr Tamm and Anna Tamm came late. “The dam will hold,” Mr. Tamm said. “It will fail,” Mrs. Tamm said."
    )
    names = [statement_with(record, words).speaker for words in ("The dam", "It will")]
    assert [speaker.name for speaker in names if speaker] == ["Piotr Tamm", "Anna Tamm"]


def test_a_surname_that_two_bear_says_who_else_it_could_be() -> None:
    record = read("Piotr Tamm met Anna Tamm. Piotr Tamm was tired. “The dam will hold,” Tamm said.")
    speaker = statement_with(record, "The dam").speaker
    assert speaker is not None
    assert (speaker.name, speaker.candidates) == ("Piotr Tamm", ("Anna Tamm",))


def test_i_in_a_quotation_is_its_speaker() -> None:
    record = read("“I believe that the dam will hold,” Ada Lund said on Monday.")
    assert {s.speaker.name for s in record.statements if s.speaker} == {"Ada Lund"}


def test_we_in_a_quotation_is_its_speaker() -> None:
    record = read("“We believe that the dam will hold,” Ada Lund told reporters.")
    assert {s.speaker.name for s in record.statements if s.speaker} == {"Ada Lund"}


def test_a_bracketed_name_names_the_description_before_it() -> None:
    text = "“The Prime Minister [Nadia Okonjo] says she wants the ships home by May,” Ms Brandvold said."
    assert speaker_of(text, "she wants") == ("resolved", "Nadia Okonjo")


def test_entities_have_every_mention_and_their_roles() -> None:
    record = read("Mayor Ada Lund came late. Lund said that she was ready. The mayor left.")
    (lund,) = [e for e in record.entities if e.name == "Ada Lund"]
    words = [record.report.text[slice(*mention.span)] for mention in lund.mentions]
    assert lund.kind == "person"
    assert lund.roles == ("Mayor",)
    assert {"Lund", "she", "The mayor"} <= set(words)
