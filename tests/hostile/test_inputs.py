"""Ten thousand mutated inputs over all readers: nothing but an OnRecordError comes out."""

from __future__ import annotations

import warnings

import pytest

from benchmarks.faults.inputs import divide, read_mutated
from benchmarks.faults.mutations import mutate
from benchmarks.faults.readers import Reader, find_readers
from onrecord.errors import OnRecordError
from onrecord.read.registry import FORMAT_NAMES

INPUTS = 10_000
READERS = find_readers()
NUMBERS = divide(INPUTS, READERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_nothing_but_an_error_of_onrecord_comes_out(reader: Reader) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = read_mutated(reader, NUMBERS[reader.name], seed=0)
    assert found.inputs == NUMBERS[reader.name]
    assert [f"{fault.error}: {fault.content[:2000]!r}" for fault in found.faults] == []


def test_every_reader_takes_part() -> None:
    assert set(FORMAT_NAMES) <= {reader.name for reader in READERS}
    assert sum(NUMBERS.values()) >= INPUTS - len(READERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_reads_one_of_its_inputs_before_it_is_mutated(reader: Reader) -> None:
    def is_read(content: bytes) -> bool:
        try:
            reader.read(content)
        except OnRecordError:
            return False
        return True

    assert any(map(is_read, reader.seeds))


def test_equal_seeds_give_equal_inputs() -> None:
    assert list(mutate((b"The mayor spoke.",), 20, 3)) == list(mutate((b"The mayor spoke.",), 20, 3))
    assert len(set(mutate((b"The mayor spoke.",), 20, 3))) > 10
