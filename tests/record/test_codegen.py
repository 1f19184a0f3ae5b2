"""Functions that are written line by line."""

from __future__ import annotations

from onrecord.record.codegen import FunctionSource


def test_blocks_end_where_they_are_left() -> None:
    source = FunctionSource("values", "least")
    one = source.name()
    with source.block(f"for {one} in values:"), source.block(f"if {one} < least:"):
        source.write("return False")
    source.write("return True")
    are_enough = source.compile()
    assert are_enough([1, 2], 1)
    assert not are_enough([1, 2], 2)
    assert are_enough([], 1)


def test_values_are_bound_to_names_of_their_own() -> None:
    source = FunctionSource()
    first, second = object(), object()
    names = source.bind(first), source.name(), source.bind(second)
    assert len(set(names)) == 3
    source.write(f"return {names[0]}, {names[2]}")
    assert source.compile()() == (first, second)
