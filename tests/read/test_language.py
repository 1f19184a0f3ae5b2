from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.language import detect_language

CORPORA = os.environ.get("ONRECORD_CORPORA")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor of Ostwick said on Tuesday that the harbour would stay open until the talks end.", "en"),
        ("OSTWICK HARBOUR TO STAY OPEN, SAYS MAYOR", "en"),
        ("Poll: Wealthy Voters Abandon Harbour Party for Ilse Kron.", "en"),
        ("Die Bürgermeisterin sagte am Dienstag, der Hafen bleibe bis zum Ende der Gespräche offen.", "de"),
        ("La maire a déclaré mardi que le port resterait ouvert jusqu'à la fin des négociations.", "fr"),
        ("La alcaldesa dijo el martes que el puerto seguirá abierto hasta que terminen las negociaciones.", "es"),
        ("De burgemeester zei dinsdag dat de haven open blijft en dat er in de week wordt gesproken.", "nl"),
        ("Мэр заявила во вторник, что порт останется открытым до конца переговоров.", "ru"),
        ("महापौर ने मंगलवार को कहा कि वार्ता समाप्त होने तक बंदरगाह खुला रहेगा।", "hi"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "Yes.", "12345 67890 " * 20, "!" * 500, "the of to and a in"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect_language(text) is None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_code_or_none(text: str) -> None:
    code = detect_language(text)
    assert code is None or len(code) in (2, 3)


@pytest.mark.skipif(CORPORA is None, reason="ONRECORD_CORPORA does not name the folder of corpora")
def test_every_english_report_is_english() -> None:
    lines = (Path(str(CORPORA)) / "polnear" / "dev.jsonl").read_text("utf-8").splitlines()
    assert {detect_language(json.loads(line)["text"]) for line in lines} == {"en"}
