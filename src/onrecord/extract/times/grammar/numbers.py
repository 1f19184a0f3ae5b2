"""Numbers in digits and words: amounts, ordinals and years."""

from __future__ import annotations

from onrecord.extract.times.grammar.time_words import (
    DECADES,
    ORDINALS,
    SCALES,
    SMALL_NUMBERS,
    TENS,
    VAGUE_NUMBERS,
)
from onrecord.extract.times.matching.patterns import DIGITS, Match, WordClass
from onrecord.extract.times.matching.tokens import Words

_MOST_DIGITS = 9
_MOST_WORDS = 8
_HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_NUMBER_WORDS = frozenset({*SMALL_NUMBERS, *TENS, *SCALES})
VAGUE = float("inf")
"""The amount of "several"."""


class ShortYear(int):
    """A year printed with two digits, in the century that :func:`expand_year` gives."""


def _read_amount(words: Words, index: int) -> list[Match]:
    """Read an amount: "5", "1,500", "2 1/2", "twenty-five", "a couple of", "two and a half", "12 to 18"."""
    first = _read_single(words, index)
    if first is None:
        return []
    found = [first]
    joint = words.at(first.end)
    if joint in ("to", "or", "-", "–"):
        second = _read_single(words, first.end + 1)
        if second is not None and first.value < second.value < VAGUE:
            found.append(Match(second.end, VAGUE))
    return found


def _read_single(words: Words, index: int) -> Match | None:
    word = words.at(index)
    if word[:1].isascii() and word[:1].isdigit():
        return _read_digits(words, index)
    if word in VAGUE_NUMBERS:
        return Match(index + 1, VAGUE)
    if word in ("a", "an", "another"):
        return _read_article(words, index)
    if word in ("half", "dozens"):
        skipped = index + 1 + (words.at(index + 1) in ("a", "an", "of"))
        return Match(skipped, 0.5 if word == "half" else VAGUE)
    if word == "couple":
        return Match(index + 1 + (words.at(index + 1) == "of"), 2)
    if word == "dozen":
        return Match(index + 1, 12)
    found = read_spelled(words, index)
    return _add_half(words, found) if found else None


def _read_article(words: Words, index: int) -> Match | None:
    """Read an amount after "a", which alone is one: "a couple of", "a few", "a dozen", "a hundred", "a half"."""
    word = words.at(index + 1)
    if word in ("couple", "dozen", "half"):
        return _read_single(words, index + 1)
    if word in ("few", "several", "number") or (word in ("good", "great") and words.at(index + 2) == "many"):
        end = index + 2 + (word in ("good", "great"))
        if word == "number" and words.at(end) != "of":
            return None
        return Match(end + (word == "number"), VAGUE)
    if word in SCALES:
        return Match(index + 2, SCALES[word])
    return Match(index + 1, 1)


def _read_digits(words: Words, index: int) -> Match | None:
    digits = words.lower[index]
    end = index + 1
    while words.at(end) == "," and words.is_glued(end) and words.is_glued(end + 1) and _is_three_digits(words, end + 1):
        digits += words.lower[end + 1]
        end += 2
        if len(digits) > _MOST_DIGITS:
            return None
    if len(digits) > _MOST_DIGITS:
        return None
    if words.at(end) == "." and words.is_glued(end) and words.is_glued(end + 1) and words.at(end + 1).isdecimal():
        return Match(end + 2, float(f"{digits}.{words.lower[end + 1][:_MOST_DIGITS]}"))
    return _add_fraction(words, Match(end, int(digits)))


def _is_three_digits(words: Words, index: int) -> bool:
    return len(words.at(index)) == 3 and words.at(index).isdecimal()


def _add_fraction(words: Words, whole: Match) -> Match:
    """Read "5 1/2", "5-1/2" and "5½"."""
    end = whole.end + (words.at(whole.end) in ("-", "–"))
    if words.at(end) in _HALVES:
        return Match(end + 1, whole.value + _HALVES[words.at(end)])
    above, bar, below = (words.at(end + step) for step in range(3))
    if bar == "/" and words.is_glued(end + 1) and above in ("1", "3") and below in ("2", "4"):
        return Match(end + 3, whole.value + int(above) / int(below))
    return whole if end > whole.end else _add_half(words, whole)


def _add_half(words: Words, whole: Match) -> Match:
    """Read "two and a half", also with hyphens."""
    kept = [(index, word) for index in range(whole.end, whole.end + 6) if (word := words.at(index)) not in ("-", "")]
    if [word for _, word in kept[:2]] == ["and", "a"] and len(kept) > 2 and kept[2][1] == "half":
        return Match(kept[2][0] + 1, whole.value + 0.5)
    return whole


def read_spelled(words: Words, index: int) -> Match | None:
    """Read a number in words: "twenty-five", "two hundred and ten", "nine thousand"."""
    if words.at(index) not in _NUMBER_WORDS:
        return None
    total = current = 0
    last = 0
    end = index
    for _ in range(_MOST_WORDS):
        word = words.at(end)
        if word in SMALL_NUMBERS and (last in (0, 100, 1000) or (last == 10 and 0 < SMALL_NUMBERS[word] < 10)):
            current, last = current + SMALL_NUMBERS[word], 1
        elif word in TENS and last in (0, 100, 1000):
            current, last = current + TENS[word], 10
        elif word == "hundred" and last in (1, 10):
            current, last = current * 100, 100
        elif word in SCALES and word != "hundred" and last:
            total, current, last = total + current * SCALES[word], 0, 1000
        else:
            break
        end += 1
        joint = words.at(end)
        joins = (joint == "-" and words.at(end + 1) in SMALL_NUMBERS and last == 10) or (
            joint == "and" and last in (100, 1000) and words.at(end + 1) in _NUMBER_WORDS
        )
        end += joins
    return Match(end, total + current) if end > index else None


def _read_ordinal(words: Words, index: int) -> list[Match]:
    """Read an ordinal: "third", "21st", "twenty-first"."""
    word = words.lower[index]
    if word.isdecimal():
        if len(word) <= 3 and words.is_glued(index + 1) and words.at(index + 1) in ("st", "nd", "rd", "th"):
            return [Match(index + 2, int(word))]
        return []
    if word in TENS:
        after = index + 1 + (words.at(index + 1) == "-")
        ones = ORDINALS.get(words.at(after), 0)
        return [Match(after + 1, TENS[word] + ones)] if 0 < ones < 10 else []
    return [Match(index + 1, ORDINALS[word])] if word in ORDINALS else []


def _read_day(words: Words, index: int) -> list[Match]:
    """Read a day of a month: "3", "03", "3rd", "third"."""
    found = [match for match in _read_ordinal(words, index) if 1 <= match.value <= 31]
    word = words.lower[index]
    if not found and word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31:
        found.append(Match(index + 1, int(word)))
    return found


def _read_year(words: Words, index: int) -> list[Match]:
    """Read a year: "1998", "nineteen ninety-one", "two thousand and eight", "'98"."""
    word = words.lower[index]
    if word.isdecimal():
        is_year = (
            len(word) == 4
            and "1000" <= word <= "2999"
            and not words.at(index + 1).isalpha() * words.is_glued(index + 1)
        )
        return [Match(index + 1, int(word))] if is_year else []
    if word in ("'", "’", "‘"):
        digits = words.at(index + 1)
        is_short = len(digits) == 2 and digits.isdecimal() and words.is_glued(index + 1)
        ends = not (words.is_glued(index + 2) and words.at(index + 2).isalnum())
        return [Match(index + 2, ShortYear(expand_year(int(digits))))] if is_short and ends else []
    return _read_spelled_year(words, index)


def _read_bare_short_year(words: Words, index: int) -> list[Match]:
    """Read two digits that follow without a space as a year: "FY30", "2Q30"."""
    digits = words.lower[index]
    ends = not (words.is_glued(index + 1) and words.at(index + 1).isalnum())
    is_short = len(digits) == 2 and digits.isdecimal() and words.is_glued(index) and ends
    return [Match(index + 1, ShortYear(expand_year(int(digits))))] if is_short else []


def _read_spelled_year(words: Words, index: int) -> list[Match]:
    word = words.lower[index]
    if word == "two" and words.at(index + 1) == "thousand":
        found = read_spelled(words, index)
        return [found] if found and found.value < 2100 else []
    century = SMALL_NUMBERS.get(word, TENS.get(word, 0))
    if not 15 <= century <= 20 or (words.at(index + 1) not in TENS and words.at(index + 1) not in SMALL_NUMBERS):
        return []
    rest = read_spelled(words, index + 1)
    return [Match(rest.end, 100 * century + int(rest.value))] if rest and 10 <= rest.value <= 99 else []


def expand_year(digits: int) -> int:
    """Return the year that two digits mean: 1950 to 2049.

    Example:
        >>> expand_year(98)
        1998
    """
    return 2000 + digits if digits < 50 else 1900 + digits


def _read_decade(words: Words, index: int) -> list[Match]:
    """Read a decade: "1990s", "'80s", "nineties"; its value is the year without the last digit."""
    word = words.lower[index]
    if word in DECADES:
        return [Match(index + 1, f"19{DECADES[word]}")]
    if word in ("'", "’", "‘"):
        digits, end = words.at(index + 1), index + 2
        if not (len(digits) == 2 and digits.isdecimal() and digits[1] == "0" and words.is_glued(index + 1)):
            return []
        year = str(expand_year(int(digits)))
    else:
        year, end = word, index + 1
        if not (len(word) == 4 and word.isdecimal() and word[3] == "0" and "1000" <= word <= "2999"):
            return []
    end += words.at(end) in ("'", "’") and words.is_glued(end) and words.at(end + 1) == "s"
    return [Match(end + 1, year[:3])] if words.at(end) == "s" and words.is_glued(end) else []


AMOUNT = WordClass(
    _NUMBER_WORDS | VAGUE_NUMBERS | {DIGITS, "a", "an", "another", "half", "couple", "dozen", "dozens"}, _read_amount
)
ORDINAL = WordClass(frozenset({DIGITS, *ORDINALS, *TENS}), _read_ordinal)
DAY = WordClass(ORDINAL.first, _read_day)
YEAR = WordClass(
    frozenset({DIGITS, "'", "’", "‘", "two", "twenty", *(w for w, n in SMALL_NUMBERS.items() if 15 <= n <= 19)}),
    _read_year,
)
SHORT_YEAR = WordClass(frozenset({DIGITS}), _read_bare_short_year)
DECADE = WordClass(frozenset({DIGITS, "'", "’", "‘", *DECADES}), _read_decade)
