"""The table of given names: how names are chosen."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from training.given_names import choose_names, read_births, read_shares


def test_a_name_is_chosen_if_both_sources_agree_and_enough_people_have_it(tmp_path: Path) -> None:
    births = tmp_path / "births.csv.gz"
    rows = ["Piotr,M,150,1970", "Piotr,M,100,1980", "Zoë,F,300,1990", "Robin,M,200,1960", "Robin,F,200,1960"]
    rows += ["Odd,M,400,1950", "Rare,M,10,1950", "Judge,M,900,1950"]
    with gzip.open(births, "wt", encoding="utf-8") as file:
        file.write("\n".join(["first_name,sex,count,year_of_birth", *rows]))
    shares = {"piotr": {"M": 1.0}, "zoe": {"F": 0.99, "M": 0.01}, "robin": {"M": 1.0}, "odd": {"F": 0.6, "M": 0.4}}
    shares |= {"rare": {"M": 1.0}, "judge": {"M": 1.0}}
    with gzip.open(tmp_path / "gender_wgnd2.0.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"name": name, "gender_prob": share}) + "\n\n" for name, share in shares.items())
    read = read_births(births), read_shares(tmp_path)
    assert choose_names(*read, "m") == ["piotr"]
    assert choose_names(*read, "f") == ["zoe"]
