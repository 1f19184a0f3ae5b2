"""The entries of the lexicon: how they are read, and the order of the files."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from onrecord import lexicon
from onrecord.lexicon.entries import DATA, Property, read_entry

SOURCE = Path(lexicon.__file__).parents[1]
FILES = sorted(DATA.glob("*.txt"))
ENTRY = re.compile(r"[^\s,:][^,:]*(?:, [^\s,:][^,:]*)* :(?: [a-z]+(?:-[a-z]+)*(?:=[^\s()]+)?(?:\([^\s()]+\))?)+")
DESCRIPTION = re.compile(r"# ([a-z]+(?:-[a-z]+)*): (.+[.)])")
EVERY_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def entries(path: Path) -> list[str]:
    return [line for line in lines(path) if line and not line.startswith("#")]


def forms(entry: str) -> list[str]:
    return entry.partition(" : ")[0].split(", ")


def descriptions(path: Path) -> dict[str, str]:
    found = (DESCRIPTION.fullmatch(line) for line in lines(path))
    return {match[1]: match[2] for match in found if match}


def properties_read() -> set[str]:
    """The properties that the source asks for by name."""
    calls = (
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    readers = {"words", "values", "numbers"}
    return {
        argument.value
        for call in calls
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in readers
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("avow, avows : speech", [Property("speech", "", ("avow", "avows"))]),
        ("avow, avows : speech(avows)", [Property("speech", "", ("avows",))]),
        ("may : month=5 modal", [Property("month", "5", ("may",)), Property("modal", "", ("may",))]),
        ("feast day, fast : easter=-1,0(fast)", [Property("easter", "-1,0", ("fast",))]),
    ],
)
def test_an_entry_gives_its_properties(line: str, expected: list[Property]) -> None:
    assert list(read_entry(line)) == expected


def test_words_have_at_least_one_of_the_properties() -> None:
    assert lexicon.words("article") == {"a", "an", "the"}
    assert lexicon.words("article", "singular-demonstrative") == {"a", "an", "the", "this", "that"}


def test_a_verb_has_its_properties_form_by_form() -> None:
    assert {"tell", "tells", "told", "telling"} <= lexicon.words("takes-addressee")
    assert "told" in lexicon.words("past")
    assert "tell" not in lexicon.words("past")


def test_values_are_printed_as_the_file_has_them() -> None:
    assert lexicon.values("short-for")["liz"] == "elizabeth"
    assert lexicon.numbers("month")["may"] == 5


def test_a_property_that_no_word_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="'speach'"):
        lexicon.words("speach")


@EVERY_FILE
def test_every_entry_is_well_formed(path: Path) -> None:
    assert [entry for entry in entries(path) if not ENTRY.fullmatch(entry)] == []


@EVERY_FILE
def test_entries_are_sorted_and_a_form_stands_in_one_of_them(path: Path) -> None:
    heads = [forms(entry)[0] for entry in entries(path)]
    assert heads == sorted(heads)
    counts = Counter(form for entry in entries(path) for form in forms(entry))
    assert [form for form, count in counts.items() if count > 1] == []


@EVERY_FILE
def test_a_property_in_brackets_names_forms_of_its_entry(path: Path) -> None:
    for entry in entries(path):
        for item in read_entry(entry):
            assert set(item.forms) <= set(forms(entry)), entry


@EVERY_FILE
def test_the_head_of_a_file_describes_its_properties_and_no_other(path: Path) -> None:
    used = {item.name for entry in entries(path) for item in read_entry(entry)}
    assert set(descriptions(path)) == used


def test_a_property_has_one_meaning() -> None:
    meanings: dict[str, set[str]] = {}
    for path in FILES:
        for name, meaning in descriptions(path).items():
            meanings.setdefault(name, set()).add(meaning)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_no_word_is_listed_twice_for_one_purpose() -> None:
    counts = Counter(
        (item.name, form)
        for path in FILES
        for entry in entries(path)
        for item in read_entry(entry)
        for form in item.forms
    )
    assert [found for found, count in counts.items() if count > 1] == []


def test_every_property_is_read() -> None:
    assert {name for path in FILES for name in descriptions(path)} == properties_read()


def test_no_given_name_is_both_a_mans_and_a_womans() -> None:
    assert not lexicon.words("masculine-name") & lexicon.words("feminine-name")
