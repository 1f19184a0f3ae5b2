from __future__ import annotations

import pytest

from onrecord.errors import ConfigurationError
from onrecord.read.options import ReadOptions


@pytest.mark.parametrize("date", ["2024-13-45", "2024-9-2", "22 September 2024", "", "2023-02-29", "٢٠٢٤-٠٩-٢٢"])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(ConfigurationError, match="YYYY-MM-DD"):
        ReadOptions(date=date)


def test_a_named_column_is_the_only_one_tried() -> None:
    assert ReadOptions(text_field="story").column_names("text") == ("story",)
    assert ReadOptions().column_names("text") == ("text", "body", "content", "article")
