from __future__ import annotations

import pytest

from onrecord.errors import ConfigurationError
from onrecord.read.registry import FORMAT_NAMES, FORMATS, SUFFIXES, describe_formats, find_format_by_suffix, get_format


def test_every_format_has_one_reader_and_names_of_its_own() -> None:
    for file_format in FORMATS:
        assert (file_format.read_report is None) != (file_format.read_reports is None)
        assert file_format.suffixes
        assert get_format(file_format.name) is file_format
        for suffix in file_format.suffixes:
            assert suffix == suffix.lower() and suffix.startswith(".")
            assert find_format_by_suffix(f"reports/a.b{suffix.upper()}") is file_format
    assert len(set(FORMAT_NAMES)) == len(FORMATS)
    assert len(set(SUFFIXES)) == sum(len(file_format.suffixes) for file_format in FORMATS)


@pytest.mark.parametrize("name", ["odt", "", "TEXT"])
def test_an_unknown_format_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"give one of {', '.join(FORMAT_NAMES)}"):
        get_format(name)


@pytest.mark.parametrize("path", ["README", "a.odt", ".txt", "txt", "a.gz", ""])
def test_other_suffixes_name_no_format(path: str) -> None:
    assert find_format_by_suffix(path) is None


def test_the_formats_are_listed_with_their_suffixes() -> None:
    assert describe_formats() == (
        "plain text (.txt, .text), HTML (.html, .htm, .xhtml), PDF (.pdf), Word (.docx), e-mail (.eml), "
        "mailbox (.mbox), "
        "JSON Lines (.jsonl, .ndjson), JSON (.json), CSV (.csv), TSV (.tsv, .tab), Parquet (.parquet) and "
        "web archives (.warc, .warc.gz, .arc, .arc.gz)"
    )
