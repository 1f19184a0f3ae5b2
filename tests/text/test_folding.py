"""Letters without accents and strokes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.folding import fold_letters


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Łukasz Ełk", "lukasz elk"),
        ("Søren Ægidius", "soren aegidius"),
        ("Nikola Đorđević", "nikola dordevic"),
        ("Þóra Sigurðardóttir", "thora sigurdardottir"),
        ("Işıl Kılıç, İZMİR", "isil kilic, izmir"),
        ("Große Gasse", "grosse gasse"),
        ("Œuvre", "oeuvre"),
        ("Hawaiʻi", "hawaii"),
        ("İlham Əliyev", "ilham aliyev"),
        ("Cafe\u0301", "cafe"),
        ("Ada LUND", "ada lund"),
    ],
)
def test_letters_have_a_plain_spelling(words: str, plain: str) -> None:
    assert fold_letters(words) == plain


@given(st.text(max_size=30))
def test_folding_again_changes_nothing_in_latin_text(words: str) -> None:
    latin = "".join(sign for sign in words if sign < "\u0250")
    assert fold_letters(fold_letters(latin)) == fold_letters(latin)
