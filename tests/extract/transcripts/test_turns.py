"""Dialogues and their turns."""

from __future__ import annotations

import pytest

from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.transcripts.dialogue import find_dialogue
from onrecord.extract.transcripts.labels import find_lines
from onrecord.extract.transcripts.turns import find_turns
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.spans import Span

PEOPLE = frozenset({"varga", "tamm", "ilse varga", "piotr tamm", "o'neill-tamm"})


def turns(text: str, attributions: list[Attribution] | None = None) -> list[tuple[str, str]]:
    lines = list(find_lines(text, find_paragraphs(text)))
    dialogue = find_dialogue(text, lines, lambda label: label.key in PEOPLE)
    return [
        (turn.label.name if turn.label else "", " | ".join(text[slice(*span)] for span in turn.content))
        for turn in (find_turns(text, dialogue, attributions or []) if dialogue else ())
    ]


def speakers(text: str) -> list[str]:
    return [speaker for speaker, _ in turns(text)]


def test_labels_in_capitals_are_speakers_where_there_are_several() -> None:
    lines = ["They met.", "[O'NEILL-TAMM]: It will hold.", "MS VARGA: Will it? [Laughs]", "[O'NEILL-TAMM]: Yes."]
    assert turns("\n\n".join([*lines, "They left."])) == [
        ("O'NEILL-TAMM", "It will hold."),
        ("MS VARGA", "Will it? [Laughs]"),
        ("O'NEILL-TAMM", "Yes."),
    ]


def test_a_quoted_transcript_opens_its_turns_with_marks() -> None:
    text = '"VARGA: Will it?\n\n"MINISTER: It will.\n\n"VARGA: Thank you."'
    assert speakers(text) == ["VARGA", "MINISTER", "VARGA"]


@pytest.mark.parametrize(
    "text",
    [
        "MINISTER: It will hold.\n\nMS VARGA: Will it?",
        "CORRECTION: a.\n\nUPDATE: b.\n\nEXCLUSIVE VIDEO: c.\n\nNOTE: d.",
        "WHO: a.\n\nWHERE: b.\n\nWHO: c.",
        "LONDON: a.\n\nPARIS: b.\n\nTOKYO: c.",
        "VARGA: a.\n\nVARGA: b.\n\nTAMM: c.",
        "Minister: a.\n\nVarga: b.\n\nTamm: c.",
        "MINISTER:\n\nVARGA:\n\nTAMM:",
        "",
    ],
)
def test_few_labels_headings_and_ordinary_lines_are_no_turns(text: str) -> None:
    assert turns(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Price: You pay 20 marks.\n\nFood: We liked it.\n\nPrice: You pay 30 marks.\n\nFood: We did not.",
        "Varga: “It will hold, you see.”\n\nTamm: “I doubt it.”\n\nVarga: “We shall see.”",
        "Director: Ilse Varga\n\nWriter: Piotr Tamm\n\nMinister: Ada Lund",
        "Varga: Twelve votes.\n\nTamm: Nine votes.\n\nVarga: Ten votes in May.",
        "A Tamm official waved at us.\n\nA Varga official waved at you.\n\nA third man left us.",
        "Monday\n\nWe met.\n\nTuesday\n\nWe met again.\n\nMonday\n\nYou left.",
    ],
)
def test_lists_and_quotations_behind_names_are_no_dialogue(text: str) -> None:
    assert turns(text) == []


def test_a_turn_goes_on_over_paragraphs_and_ends_with_the_dialogue() -> None:
    text = (
        "VARGA: Good morning.\n\nThe dam has three gates.\n\nThe gates hold.\n\nTAMM: Will you open them?\n\n"
        "VARGA: No.\n\nI never would.\n\nEND 5:01 P.M.\n\nWrite to us."
    )
    assert turns(text) == [
        ("VARGA", "Good morning. | The dam has three gates. | The gates hold."),
        ("TAMM", "Will you open them?"),
        ("VARGA", "No. | I never would."),
    ]


def test_an_article_speaks_again_behind_an_excerpt() -> None:
    text = (
        f"{'The board met on Monday and heard the engineers for several hours. ' * 5}\n\n" * 2
        + "VARGA: You opened the gate?\n\nTAMM: I did.\n\nVARGA: Thank you.\n\nThe board meets again in May."
    )
    assert turns(text)[-1] == ("VARGA", "Thank you.")


def test_a_note_on_the_transcript_is_nobody_s_words() -> None:
    dialogue = "VARGA: Will you go?\n\nI mean now.\n\nTAMM: I will.\n\nVARGA: Thank you."
    note = "This interview was edited. Write to us.\n\nCopyright 2031. Visit our page."
    assert turns(f"{dialogue}\n\n{note}") == turns(dialogue)


def test_a_headline_with_a_colon_is_no_turn() -> None:
    text = "Varga: Dam Will Hold\n\nThe board met.\n\nVARGA: Will you go?\n\nTAMM: I will.\n\nVARGA: Thank you."
    assert turns(text)[0] == ("VARGA", "Will you go?")


def test_a_quotation_with_its_own_source_ends_a_turn() -> None:
    text = "VARGA: Good evening.\n\nTAMM: We met the diver.\n\n“It is cold,” Ada Lund said.\n\nVARGA: Thank you."
    source, cue, content = (text.index(words) for words in ("Ada", "said", "“It"))
    lund = Attribution(
        (Span(source, source + 8),), (Span(cue, cue + 4),), (Span(content, text.index(" Ada")),), (0.9,) * 6
    )
    assert turns(text, [lund])[1] == ("TAMM", "We met the diver.")
    assert turns(text)[1] == ("TAMM", "We met the diver. | “It is cold,” Ada Lund said.")


def test_notes_are_no_words_and_end_the_turn_before() -> None:
    text = "VARGA: (Laughter.) You know.\n\nTAMM: (Off-mike.)\n\nVARGA: I do.\n\nTAMM: Will you?\n\n[Crosstalk]"
    assert turns(text) == [("VARGA", "You know."), ("VARGA", "I do."), ("TAMM", "Will you?")]


def test_an_odd_label_does_not_spoil_the_page() -> None:
    text = "VARGA: Will you go?\n\nVARAG: Will you?\n\nTAMM: I will. Three reasons: I want to.\n\nVARGA: Thank you."
    assert speakers(text) == ["VARGA", "VARAG", "TAMM", "VARGA"]


def test_two_turns_of_question_and_answer_are_a_dialogue() -> None:
    text = "Q: Will you go back?\n\nA: In April."
    assert turns(text) == [("Q", "Will you go back?"), ("A", "In April.")]


def test_letters_need_no_colon() -> None:
    text = "MR. VARGA: Good morning.\n\nQ Will it hold?\n\nMR. VARGA: It will.\n\nQ It will?\n\nMR. VARGA: Yes."
    assert speakers(text) == ["MR. VARGA", "Q", "MR. VARGA", "Q", "MR. VARGA"]
    assert speakers("Q Will it hold?\n\nA It will.\n\nQ Did you open it?\n\nA I did.") == ["Q", "A", "Q", "A"]


def test_names_stand_on_lines_of_their_own() -> None:
    text = (
        "Participants\n\nIlse Varga - Chief Engineer\n\nPiotr Tamm - Castell Research\n\n"
        "Ilse Varga\n\nThank you all.\n\nThe dam holds.\n\nPiotr Tamm\n\nWill it?\n\nIlse Varga\n\nI think so."
    )
    assert turns(text) == [
        ("Ilse Varga", "Thank you all. | The dam holds."),
        ("Piotr Tamm", "Will it?"),
        ("Ilse Varga", "I think so."),
    ]


def test_questions_in_emphasis_have_answers_without_a_label() -> None:
    text = (
        "*Did you open it?*\n\nI did.\n\nIt was late.\n\n*Tell me about the gate.*\n\nIt fell.\n\n"
        "*Were you there?*\n\nNo."
    )
    assert turns(text) == [
        ("", "Did you open it?"),
        ("", "I did. | It was late."),
        ("", "Tell me about the gate."),
        ("", "It fell."),
        ("", "Were you there?"),
        ("", "No."),
    ]


def test_paragraphs_that_ask_you_have_answers_that_say_i() -> None:
    questions = ["Did you open it?", "Were you there?", "Will you go back?", "What did you see?"]
    asked = "\n\n".join(f"{question}\n\nI was not there, number {place}." for place, question in enumerate(questions))
    text = f"Ivo Tamm sat down with the Post.\n\n{asked}"
    assert len(turns(text)) == 8
    assert turns(text.replace("you", "they")) == []
    assert turns(asked) == []


def test_an_article_in_questions_and_answers_is_no_dialogue() -> None:
    assert turns("Q: Why is oil cheap?\n\nA: Demand fell.\n\nQ: Will it last?\n\nA: Few think so.") == []


def test_arrows_begin_turns() -> None:
    text = ">> Good morning.\n\n>> VARGA: Did you sleep?\n\n>> I did."
    assert turns(text) == [("", "Good morning."), ("VARGA", "Did you sleep?"), ("", "I did.")]


def test_one_label_in_capitals_heads_a_speech() -> None:
    text = "East Room\n\nTHE PRESIDENT: Good morning.\n\nWe opened the gate.\n\nI thank you."
    assert turns(text) == [("THE PRESIDENT", "Good morning. | We opened the gate. | I thank you.")]
    assert turns("THE PRESIDENT: He left.\n\nThe gate fell.\n\nIt rained.") == []


@pytest.mark.parametrize("turn", ["VARGA: I do.\n\n", "Varga\n\nI do.\n\n", "*Do you?*\n\nI do.\n\n", "A: ", "(", "**"])
def test_long_texts_take_time_in_proportion(turn: str) -> None:
    turns(turn * 20_000)
