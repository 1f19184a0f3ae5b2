"""Time expressions of every family, read beside a report of Sunday, 22 September 2024."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.times import find_times
from onrecord.record import Report, TimeExpression, time_id
from onrecord.text.spans import Span, slice_span
from tests.extract.times.timex import is_timex_value

SUNDAY = "2024-09-22"


def read(text: str, published: str | None = SUNDAY) -> list[str]:
    return [f"{found.quote} = {found.value}" for found in find_times(text, published)]


def the_only(text: str, published: str | None = SUNDAY, **options: bool) -> TimeExpression:
    (found,) = find_times(text, published, **options)
    return found


CALENDAR_DATES = [
    ("It was signed on 3 March 2016.", ["3 March 2016 = 2016-03-03"]),
    ("It was signed on March 3, 2016.", ["March 3, 2016 = 2016-03-03"]),
    ("It was signed on Thursday, March 3, 2016.", ["Thursday, March 3, 2016 = 2016-03-03"]),
    ("It was signed on the 3rd of March, 2016.", ["the 3rd of March, 2016 = 2016-03-03"]),
    ("It was signed on 2016-03-03.", ["2016-03-03 = 2016-03-03"]),
    ("It was signed on 23/04/2016.", ["23/04/2016 = 2016-04-23"]),
    ("It was signed on 4/23/16.", ["4/23/16 = 2016-04-23"]),
    ("It was signed on 3.4.2016.", ["3.4.2016 = 2016-04-03"]),
    ("It was signed on Aug. 30.", ["Aug. 30 = 2024-08-30"]),
    ("It will be signed on Oct. 1.", ["Oct. 1 = 2024-10-01"]),
    ("He died on 7 October.", ["7 October = 2023-10-07"]),
    ("Since 7 October nobody has slept.", ["7 October = 2023-10-07"]),
    ("The payment was extended to Oct. 20.", ["Oct. 20 = 2024-10-20"]),
    ("They met on Tuesday, March 3.", ["Tuesday, March 3 = 2026-03-03"]),
    ("It happened in June 1998 and in June last year.", ["June 1998 = 1998-06", "June last year = 2023-06"]),
    ("He left in May. She will leave in May.", ["May = 2024-05", "May = 2025-05"]),
    ("Nine years after 9/11, and after the Sept. 11 attacks.", ["Nine years after 9/11 = 2010",
                                                               "Sept. 11 = 2001-09-11"]),
    ("It was 1998, or nineteen ninety-one, or the year 2000.", ["1998 = 1998", "nineteen ninety-one = 1991",
                                                               "the year 2000 = 2000"]),
    ("They wrote between June and December 2016.", ["June = 2016-06", "December 2016 = 2016-12"]),
    ("It will stay shut until the autumn. It may last until March.", ["the autumn = 2024-FA",
                                                                      "March = 2025-03"]),
    ("It was put off to Friday. It was put in on Friday.", ["Friday = 2024-09-27", "Friday = 2024-09-20"]),
    ("It was paid through January.", ["January = 2025-01"]),
    ("It was postponed to November. It dates back to November.", ["November = 2024-11", "November = 2023-11"]),
    ("The March for Ostwick met in March.", ["March = 2024-03"]),
    ("WESTMERE, Aug 30 — The mayor spoke.", ["Aug 30 = 2024-08-30"]),
]  # fmt: skip
WEEKDAYS = [
    ("Speaking to the Quay on Sunday, Ada Lund said no.", ["Sunday = 2024-09-22"]),
    ("Ada Lund said on Friday that it was over.", ["Friday = 2024-09-20"]),
    ("Ada Lund will speak on Friday.", ["Friday = 2024-09-27"]),
    ("Last Friday, next Friday and this coming Friday.", ["Last Friday = 2024-09-20", "next Friday = 2024-09-27",
                                                          "this coming Friday = 2024-09-27"]),
    ("They met on 3 May 2024, and the previous Friday.", ["3 May 2024 = 2024-05-03",
                                                         "the previous Friday = 2024-04-26"]),
    ("He left on Tuesday of last week.", ["Tuesday of last week = 2024-09-17"]),
    ("They meet on Friday. Talks begin Friday. Let it begin Friday.", ["Friday = 2024-09-27", "Friday = 2024-09-27",
                                                                       "Friday = 2024-09-20"]),
    ("Ahead of Friday's vote it was quiet.", ["Friday = 2024-09-27"]),
    ("Why did they meet Friday? Did Ada and Lund meet Friday?", ["Friday = 2024-09-20", "Friday = 2024-09-20"]),
    ("He saw Lund go Friday. It made his business go Friday.", ["Friday = 2024-09-20", "Friday = 2024-09-20"]),
    ("He moved out and stayed until Friday.", ["Friday = 2024-09-20"]),
    ("The rally was moved to Friday.", ["Friday = 2024-09-27"]),
    ("She comes every Friday and on Mondays.", ["every Friday = XXXX-WXX-5", "Mondays = XXXX-WXX-1"]),
    ("Ada Lund was ill over the weekend.", ["the weekend = 2024-W38-WE"]),
    ("At 6 a.m. last night and at 8 EST tonight.", ["6 a.m. last night = 2024-09-21T06:00",
                                                   "8 EST tonight = 2024-09-22T20:00"]),
    ("At 12 Thursday night, at 12:30 tonight, at 4:30 this evening.", ["12 Thursday night = 2024-09-19TNI",
                                                                        "12:30 tonight = 2024-09-22TNI",
                                                                        "4:30 this evening = 2024-09-22T16:30"]),
    ("One day in May, police came.", ["One day = P1D", "May = 2024-05"]),
    ("It won in 2015. It was the hit of the year. A year earlier it had lost.", ["2015 = 2015", "the year = 2015",
                                                                               "A year earlier = 2014"]),
    ("He won in 1998. The following year he lost. A year earlier he was ill.", ["1998 = 1998",
                                                                              "The following year = 1999",
                                                                              "A year earlier = 1998"]),
    ("In 2012, after seven months of talks, they agreed. A year earlier they had refused.", ["2012 = 2012",
                                                                                        "seven months = P7M",
                                                                                        "A year earlier = 2011"]),
    ("For 1988 it rose. For the year, it was more than in the year-earlier period.", ["1988 = 1988", "the year = 1988",
                                                                                     "the year-earlier period = 1987"]),
    ("In fiscal 2019 it rose from a year earlier.", ["fiscal 2019 = 2019", "a year earlier = 2018"]),
    ("In recent quarters it fell, in the coming months it will rise.", ["recent quarters = PAST_REF",
                                                                       "the coming months = PXM"]),
]  # fmt: skip
NEAR = [
    ("Yesterday, today and tomorrow.", ["Yesterday = 2024-09-21", "today = 2024-09-22", "tomorrow = 2024-09-23"]),
    ("The day before yesterday and the day after tomorrow.", ["The day before yesterday = 2024-09-20",
                                                              "the day after tomorrow = 2024-09-24"]),
    ("Three died in Ostwick this month.", ["this month = 2024-09"]),
    ("Last month, next month, last year, next year.", ["Last month = 2024-08", "next month = 2024-10",
                                                       "last year = 2023", "next year = 2025"]),
    ("Three days ago, a fortnight ago, five months ago.", ["Three days ago = 2024-09-19", "a fortnight ago = 2024-W36",
                                                          "five months ago = 2024-04"]),
    ("Five years ago and a decade ago.", ["Five years ago = 2019", "a decade ago = 201"]),
    ("Nearly two years ago, several years ago.", ["Nearly two years ago = 2022", "several years ago = PAST_REF"]),
    ("Two weeks from now.", ["Two weeks from now = 2024-W40"]),
    ("A year ago today, and two weeks ago Tuesday.", ["A year ago today = 2023-09-22",
                                                      "two weeks ago Tuesday = 2024-09-03"]),
    ("50 years ago Wednesday, three years ago this month.", ["50 years ago Wednesday = 1974-09-18",
                                                             "three years ago this month = 2021-09"]),
    ("A million years ago today.", ["A million years ago today = PAST_REF"]),
    ("A week from Tuesday, ten days from tomorrow.", ["A week from Tuesday = 2024-10-01",
                                                      "ten days from tomorrow = 2024-10-03"]),
    ("On Friday week, Tuesday after next, the Friday before last.", ["Friday week = 2024-10-04",
                                                                     "Tuesday after next = 2024-10-01",
                                                                     "the Friday before last = 2024-09-13"]),
    ("The week before last and the week after next.", ["The week before last = 2024-W37",
                                                       "the week after next = 2024-W40"]),
    ("Two days before Christmas.", ["Two days before Christmas = 2024-12-23"]),
    ("Three weeks before Monday night's vote.", ["Three weeks before Monday night = 2024-08-26"]),
    ("Two months after 3 May 2016.", ["Two months after 3 May 2016 = 2016-07"]),
    ("A month and a half ago.", ["A month and a half ago = 2024-08"]),
    ("Earlier this month, late last year, early next week.", ["Earlier this month = 2024-09", "late last year = 2023",
                                                             "early next week = 2024-W39"]),
    ("Last week and a week ago.", ["Last week = 2024-W38", "a week ago = 2024-W37"]),
    ("At the end of next year.", ["the end of next year = 2025"]),
]  # fmt: skip
FROM_BEFORE = [
    ("He came on 3 May 2023. The day before, she left.", ["3 May 2023 = 2023-05-03", "The day before = 2023-05-02"]),
    ("He came on 3 May 2023. Two days later she left.", ["3 May 2023 = 2023-05-03", "Two days later = 2023-05-05"]),
    ("He came on 3 May 2023. The following week he left.", ["3 May 2023 = 2023-05-03",
                                                           "The following week = 2023-W19"]),
    ("He came on 3 May 2023 and left the same day.", ["3 May 2023 = 2023-05-03", "the same day = 2023-05-03"]),
    ("He came on 3 May 2023 and left the next morning.", ["3 May 2023 = 2023-05-03",
                                                         "the next morning = 2023-05-04TMO"]),
    ("He won in 1998, lost a year later and died that year.", ["1998 = 1998", "a year later = 1999",
                                                               "that year = 1999"]),
    ("He came two days before the vote.", ["two days = P2D"]),
    ("He came a week after the vote.", ["a week = P1W"]),
    ("Three days later she left. She will leave three days later.", ["Three days later = P3D",
                                                                     "three days later = 2024-09-25"]),
    ("He came on 3 May 2023, and in June. Three days later she left.", ["3 May 2023 = 2023-05-03", "June = 2024-06",
                                                                      "Three days later = P3D"]),
    ("He came on 3 May 2023. An hour later she left.", ["3 May 2023 = 2023-05-03", "An hour later = PT1H"]),
    ("He came on 3 May 2023, a few days later than planned.", ["3 May 2023 = 2023-05-03", "a few days = PXD"]),
    ("A few days later she left. A few days earlier she came.", ["A few days later = PXD",
                                                                 "A few days earlier = PAST_REF"]),
    ("He won in 2015. The following spring he left.", ["2015 = 2015", "The following spring = 2016-SP"]),
    ("He won in May 2015. The previous June he lost.", ["May 2015 = 2015-05", "The previous June = 2014-06"]),
    ("He will pay over the next year.", ["the next year = P1Y"]),
    ("In 1998 he won, and lost the next year.", ["1998 = 1998", "the next year = 1999"]),
]  # fmt: skip
PERIODS = [
    ("In the third quarter of 2015, in Q3 2015.", ["the third quarter of 2015 = 2015-Q3", "Q3 2015 = 2015-Q3"]),
    ("In the first half of this year.", ["the first half of this year = 2024-H1"]),
    ("The 1990s, the early 1980s, the '60s.", ["The 1990s = 199", "the early 1980s = 198", "the '60s = 196"]),
    ("In the 20th century and the next century.", ["the 20th century = 19", "the next century = 21"]),
    ("For the week it fell. It was the best of the week.", ["the week = 2024-W38", "the week = 2024-W38"]),
    ("Last summer, in spring 2017, in the winter of 2016.", ["Last summer = 2024-SU", "spring 2017 = 2017-SP",
                                                            "the winter of 2016 = 2016-WI"]),
    ("In mid-July, in early 2015.", ["mid-July = 2024-07", "early 2015 = 2015"]),
    ("The week of March 4, 2024.", ["The week of March 4, 2024 = 2024-W10"]),
    ("The week ending March 4.", ["The week ending March 4 = 2024-W10"]),
    ("In the full year 2015.", ["the full year 2015 = 2015"]),
    ("The third quarter last year, the last quarter of 2015.", ["The third quarter last year = 2023-Q3",
                                                                "the last quarter of 2015 = 2015-Q4"]),
    ("He stayed until spring. It is shut until spring.", ["spring = 2024-SP", "spring = 2025-SP"]),
    ("In the last week of June, in the first days of May.", ["the last week of June = 2024-06",
                                                            "the first days of May = 2024-05"]),
    ("He left by week's end. The ruling last week of a court.", ["week's end = 2024-W38", "last week = 2024-W38"]),
]  # fmt: skip
HOLIDAYS = [
    ("At Easter 2016.", ["Easter 2016 = 2016-03-27"]),
    ("They met at Easter last year.", ["Easter last year = 2023-04-09"]),
    ("They met last Thanksgiving.", ["last Thanksgiving = 2023-11-23"]),
    ("They will meet on Christmas Eve.", ["Christmas Eve = 2024-12-24"]),
    ("It was New Year's Eve. It was New Year’s Eve.", ["New Year's Eve = 2023-12-31", "New Year’s Eve = 2023-12-31"]),
    ("The day before Good Friday.", ["The day before Good Friday = 2024-03-28"]),
]  # fmt: skip
TIMES = [
    ("She left on Friday morning.", ["Friday morning = 2024-09-20TMO"]),
    ("She left last night, this morning and tonight.", ["last night = 2024-09-21TNI", "this morning = 2024-09-22TMO",
                                                        "tonight = 2024-09-22TNI"]),
    ("She left at 10:30 a.m. EST Friday.", ["10:30 a.m. EST Friday = 2024-09-20T10:30"]),
    ("She left at 10:35 a.m. (0735 GMT) Friday.", ["10:35 a.m. = 2024-09-20T10:35", "0735 GMT = 2024-09-20T07:35",
                                                   "Friday = 2024-09-20"]),
    ("She left at 7pm, at noon and at 19:05.", ["7pm = 2024-09-22T19:00", "noon = 2024-09-22T12:00",
                                               "19:05 = 2024-09-22T19:05"]),
    ("She left at 12 a.m. and at 12 p.m.", ["12 a.m. = 2024-09-22T00:00", "12 p.m. = 2024-09-22T12:00"]),
    ("She left at 5 o'clock in the afternoon.", ["5 o'clock in the afternoon = 2024-09-22T17:00"]),
    ("He took to Twitter overnight. It will close overnight.", ["overnight = 2024-09-22TNI",
                                                              "overnight = 2024-09-22TNI"]),
    ("She left at half past three and at a quarter to four.", ["half past three = 2024-09-22T03:30",
                                                              "a quarter to four = 2024-09-22T03:45"]),
    ("She left at 3:15 this afternoon and at three o'clock yesterday afternoon.",
     ["3:15 this afternoon = 2024-09-22T15:15", "three o'clock yesterday afternoon = 2024-09-21T15:00"]),
    ("She left at 11 Thursday night and at 1 Friday night.", ["11 Thursday night = 2024-09-19T23:00",
                                                             "1 Friday night = 2024-09-20TNI"]),
    ("She left at midday Friday, before dawn.", ["midday Friday = 2024-09-20T12:00", "dawn = 2024-09-20TMO"]),
    ("It rained overnight Friday.", ["overnight Friday = 2024-09-20TNI"]),
    ("She left 20 minutes ago.", ["20 minutes ago = 2024-09-22TXX:XX"]),
]  # fmt: skip
LENGTHS = [
    ("Within 48 hours, for 60 minutes, or 72 Hours Later.", ["48 hours = PT48H", "60 minutes = PT60M",
                                                           "72 Hours Later = PT72H"]),
    ("A five-day trip of 18 months.", ["five-day = P5D", "18 months = P18M"]),
    ("It took two and a half years, or half an hour.", ["two and a half years = P2Y6M", "half an hour = PT30M"]),
    ("For at least three weeks, for several decades.", ["at least three weeks = P3W", "several decades = PXDE"]),
    ("For a year, for years.", ["a year = P1Y", "years = PXY"]),
    ("Two years and three months.", ["Two years and three months = P2Y3M"]),
    ("The third day of the first nine months.", ["the first nine months = P9M"]),
    ("Over the past year and a half, over the past month of talks.", ["the past year and a half = P1Y6M",
                                                                      "the past month = P1M"]),
]  # fmt: skip
SETS = [
    ("Each year, every two weeks, every other day.", ["Each year = P1Y", "every two weeks = P2W",
                                                      "every other day = P2D"]),
    ("It is done daily, twice a week.", ["daily = P1D", "a week = P1W"]),
    ("Every night and on weekends.", ["Every night = XXXX-XX-XXTNI", "weekends = XXXX-WXX-WE"]),
    ("On Tuesday nights and every July.", ["Tuesday nights = XXXX-WXX-2TNI", "every July = XXXX-07"]),
]  # fmt: skip
VAGUE = [
    ("In recent weeks, and now.", ["recent weeks = PXW", "now = PRESENT_REF"]),
    ("In recent days and recent years.", ["recent days = PXD", "recent years = PAST_REF"]),
    ("In the coming weeks and future years.", ["the coming weeks = PXW", "future years = FUTURE_REF"]),
    ("One day they will meet. One day they met.", ["One day = FUTURE_REF", "One day = P1D"]),
    ("In the past and in the near future.", ["the past = PAST_REF", "the near future = FUTURE_REF"]),
    ("It will soon end. It soon ended.", ["soon = FUTURE_REF"]),
    ("He said so the other day.", ["the other day = PAST_REF"]),
]
NOTHING = [
    "A 42-year-old man, aged 42, who is 42 years old, paid $5 a day for 2,000 boats and 1998 votes.",
    "May I march on? Sat by the sun, he may. Section 1998, No. 1998, $1998.",
    "USA TODAY and the Ostwick Daily News of three-quarters of a second opinion.",
    "ABC's “This Week” and the Saturday Night Massacre at High Noon.",
    "After the fall of the Westmere government.",
    "CBS's 60 Minutes, CBS’ “48 Hours”, NBC News's 48 Hours, on “60 Minutes” and ABC's 20/20.",
    "NBC's “Today” show and CNN Tonight, World News Tonight, Last Week Tonight.",
    "The new “Today” anchor and the host of ''Today,'' said.",
    "The Spring Lake board, the Winter Games, Twenty-First Century Fox and the 21st Century Cures Act.",
    "At the end of the day it was on the last night of the last quarter of the talks.",
    "It was the week he left, said the Person of the Year.",
    "The Daily Gazette and the most recent poll.",
    "They won 2:31 in the film “High” at 30/30/2016.",
    "",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *CALENDAR_DATES, *WEEKDAYS, *NEAR, *FROM_BEFORE, *PERIODS, *HOLIDAYS, *TIMES, *LENGTHS, *SETS, *VAGUE,
        *((text, []) for text in NOTHING),
    ],
)  # fmt: skip
def test_expressions_and_their_values(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_a_length_that_ends_at_the_report_has_its_days() -> None:
    found = the_only("There was little progress over the past couple of weeks.")
    assert (found.quote, found.type, found.value) == ("the past couple of weeks", "DURATION", "P2W")
    assert (found.start, found.end, found.anchor) == ("2024-09-08", "2024-09-22", "published")
    plain = the_only("It took a couple of weeks.")
    assert (plain.type, plain.start, plain.end, plain.anchor) == ("DURATION", None, None, None)


def test_ranges_have_the_days_from_first_to_last() -> None:
    found = the_only("They met on March 3–5, 2019.")
    assert (found.quote, found.type, found.value) == ("March 3–5, 2019", "DURATION", "P3D")
    assert (found.start, found.end) == ("2019-03-03", "2019-03-06")
    years = the_only("In 2012-2015 nobody spoke.")
    assert (years.value, years.start, years.end) == ("P4Y", "2012-01-01", "2016-01-01")
    assert read("Between 2012 and 2015") == ["2012 = 2012", "2015 = 2015"]


HISTORY = " ".join(f"In {year} the fleet of Westmere grew." for year in range(1931, 1940))


def test_a_history_tells_months_in_the_year_that_it_told_of() -> None:
    text = f"{HISTORY} In November 1941 Lund sailed. In December Varga fell. In February Tamm followed."
    told = find_times(text, SUNDAY)
    assert [time.value for time in told[-3:]] == ["1941-11", "1941-12", "1942-02"]
    assert (told[-1].anchor, told[-1].rule) == (told[-2].id, "month, as told before")


def test_a_history_may_name_a_few_years_near_its_own_date() -> None:
    text = f"{HISTORY} A book of 2020 tells of it. In November 1941 Lund sailed. He fell in May."
    years = " ".join(f"In {year} it grew." for year in range(1920, 1931))
    assert find_times(f"{years} {text}", SUNDAY)[-1].value == "1942-05"
    assert find_times(text.replace("2020", "2020, 2021, 2022 and 2023"), SUNDAY)[-1].value == "2024-05"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The war began on 3 May 2012. On 7 June Lund fell.", "2012-06-07"),
        ("The war began on 3 May 2012; by July Lund had fallen.", "2012-07"),
        ("The war began in December 2012. In February Lund fell.", "2013-02"),
        ("The war began in May 2012. The fleet was sold in June.", "2024-06"),
        ("The war began in May 2012.\n\nIn June the fleet was sold.", "2024-06"),
        ("The war began in May 2012. In June the fleet will be sold.", "2025-06"),
        ("The war began in 2012. In June the fleet was sold.", "2024-06"),
        ("The war began in May 2012, and on Friday it ended. In June the fleet was sold.", "2024-06"),
    ],
)
def test_a_date_at_the_front_goes_on_from_the_one_in_the_sentence_before(text: str, value: str) -> None:
    assert find_times(text, SUNDAY)[-1].value == value


@pytest.mark.parametrize(
    "news", ["Lund spoke on Friday.", "The envoy came yesterday.", "In 2020 Varga fell.", "It fell in March 2024."]
)
def test_what_names_a_date_near_its_own_is_no_history(news: str) -> None:
    told = find_times(f"{HISTORY} {news} In December 1941 Lund sailed. Varga fell in May.", SUNDAY)
    assert (told[-1].value, told[-1].anchor) == ("2024-05", "published")


def test_a_history_does_not_go_against_a_printed_weekday() -> None:
    text = f"{HISTORY} In July 1941 Lund sailed. On {{}}, September 15, Varga fell."
    # The day was a Monday in 1941 and a Sunday in 2024.
    assert find_times(text.format("Monday"), SUNDAY)[-1].rule == "month and day, as told before"
    found = find_times(text.format("Sunday"), SUNDAY)[-1]
    assert (found.value, found.rule) == ("2024-09-15", "month and day, by its weekday")


@pytest.mark.parametrize(
    ("text", "quote", "value", "rule"),
    [
        ("It was on February 29, 2015.", "February 29, 2015", "2015-02", "month and year, no such day"),
        ("It was on 31 June 2016.", "31 June 2016", "2016-06", "month and year, no such day"),
        ("It was on Monday, June 31.", "Monday, June 31", "2024-06", "month, no such day, past tense"),
        ("It was on June 31 last year.", "June 31 last year", "2023-06", "month, no such day, last year"),
        ("In June 31 boats sank.", "June", "2024-06", "month, past tense"),
        ("It was on Feb. 29.", "Feb. 29", "2024-02-29", "month and day, past tense"),
        ("It was on Monday, March 4, 2014.", "Monday, March 4, 2014", "2014-03-04", "full date, weekday differs"),
        ("It was on Tuesday, March 4, 2014.", "Tuesday, March 4, 2014", "2014-03-04", "full date"),
        ("It was on Monday, March 4 last year.", "Monday, March 4 last year", "2023-03-04",
         "month and day, last year, weekday differs"),
        ("It was on Friday, 03/04/2016.", "Friday, 03/04/2016", "2016-03-04", "numeric date, order by its weekday"),
        ("It was on Sunday, 03/04/2016.", "Sunday, 03/04/2016", "2016-04-03", "numeric date, order by its weekday"),
        ("It was on Monday, 03/04/2016.", "Monday, 03/04/2016", "2016-03-04",
         "numeric date, weekday differs, month first assumed"),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_as_printed(text: str, quote: str, value: str, rule: str) -> None:
    found = the_only(text)
    assert (found.quote, found.value, found.rule) == (quote, value, rule)


def test_a_leap_day_is_of_a_leap_year() -> None:
    assert the_only("He came on Feb. 29.", "2016-09-22").value == "2016-02-29"
    assert the_only("He came on Feb. 29.", "2023-05-02").value == "2020-02-29"
    assert read("From February 27–29, 2015") == ["February 27–29, 2015 = 2015-02"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Lund spoke on Monday. Earlier in the day she met Varga.", "2024-09-16"),
        ("Lund spoke on Monday.\n\nLater in the day she met Varga.", "2024-09-16"),
        ("Lund spoke on Monday. It rained. Earlier in the day she met Varga.", "2024-09-22"),
        ("The vote will be on Tuesday. Earlier in the day she met Varga.", "2024-09-22"),
        ("The vote will be on Tuesday. Earlier in the day she will meet Varga.", "2024-09-24"),
        ("Lund left in 2015. Later in the year she met Varga.", "2015"),
        ("Lund spoke on Monday. Later that day she met Varga.", "2024-09-16"),
        ("Lund spoke on Monday. That night she met Varga.", "2024-09-16TNI"),
        ("Lund spoke on Monday. It rained. At noon she met Varga.", "2024-09-16T12:00"),
        ("The vote will be on Tuesday. It rained. At noon Lund met Varga.", "2024-09-22T12:00"),
        ("The text was changed on Oct. 1, at noon.", "2023-10-01T12:00"),
        ("Lund left in 2015. By the end of the year she met Varga.", "2015"),
        ("Lund left in the 1960s. By the end of the decade she was old.", "196"),
        ("Lund left in 2015, the year Varga fell.", "2015"),
    ],
)
def test_parts_of_a_day_count_from_the_day_that_the_sentence_before_names(text: str, value: str) -> None:
    first, *_, last = find_times(text, SUNDAY)
    assert (last.value, last.anchor) == (value, "published" if last.start == SUNDAY else first.id)


def test_the_end_of_the_year_to_come_is_of_this_year() -> None:
    last = find_times("Lund left in 2015. At the end of the year she will meet Varga.", SUNDAY)[-1]
    assert (last.value, last.anchor) == ("2024", "published")


def test_a_fiscal_year_has_no_days() -> None:
    found = the_only("Sales fell in fiscal 2016.")
    assert (found.quote, found.value, found.start) == ("fiscal 2016", "2016", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Net fell in the second quarter, to $2 million from $3 million last year.", "2023-Q2"),
        ("Net fell in the second quarter. Lund left last year.", "2023"),
        ("Net fell to $2 million from $3 million last year.", "2023"),
        ("Net rose in the second quarter. This year it is $9 million, up from $3 million last year.", "2023"),
        ("The fiscal first quarter brought a loss of $2 million, as a year ago.", "2023-Q1"),
        ("Net fell in the second quarter, beside that of the year-earlier period.", "2023-Q2"),
        ("Net fell in the second quarter, beside that of the same quarter last year.", "2023-Q2"),
        ("Net fell in the second quarter, and will in the fourth quarter, as a year ago.", "2023-Q2"),
        ("Third-quarter net fell. It fell in the latest quarter.", "2024-Q3"),
        ("Net fell in the second quarter. For the year, it rose, as a year earlier.", "2023"),
        ("Net fell in the nine months, beside that of the year-earlier quarter.", "2023-Q2"),
        ("Net fell in the same quarter of 2019.", "2019-Q2"),
        ("Net fell, beside that of the year-earlier period.", "2023"),
    ],
)
def test_a_report_on_a_quarter_compares_it_with_one_of_the_year_before(text: str, value: str) -> None:
    last = find_times(text, SUNDAY)[-1]
    assert (last.value, last.start is None) == (value, "fiscal" in text)


@pytest.mark.parametrize(
    ("day_first", "value", "rule"),
    [
        (None, "2016-03-04", "numeric date, month first assumed"),
        (False, "2016-03-04", "numeric date, month first"),
        (True, "2016-04-03", "numeric date, day first"),
    ],
)
def test_the_order_of_day_and_month_is_said(day_first: bool | None, value: str, rule: str) -> None:
    found = find_times("It was signed on 03/04/2016.", SUNDAY, day_first=day_first)[0]
    assert (found.value, found.rule) == (value, rule)
    assert find_times("It was signed on 23/04/2016.", SUNDAY, day_first=day_first)[0].rule == "numeric date"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He came on Sunday.", "XXXX-WXX-7"),
        ("He came yesterday.", "XXXX-XX-XX"),
        ("He came last week.", "XXXX-WXX"),
        ("He came over the weekend.", "XXXX-WXX-WE"),
        ("He came last month.", "XXXX-XX"),
        ("He came in May.", "XXXX-05"),
        ("He came on Aug. 30.", "XXXX-08-30"),
        ("He came last year.", "XXXX"),
        ("He came last summer.", "XXXX-SU"),
        ("He came in the third quarter.", "XXXX-Q3"),
        ("He came at Easter.", "XXXX-XX-XX"),
        ("He came on Friday morning.", "XXXX-WXX-5TMO"),
        ("He came at 10 a.m.", "XXXX-XX-XXT10:00"),
        ("He came in the past decade.", "P10Y"),
        ("They met on March 3–5.", "P3D"),
    ],
)
def test_without_a_date_nothing_is_anchored(text: str, value: str) -> None:
    found = the_only(text, None)
    assert (found.value, found.start, found.end, found.anchor) == (value, None, None, None)


def test_a_full_date_anchors_what_follows_even_without_a_report_date() -> None:
    first, second = find_times("He came on 3 May 2023. Two days later she left.", None)
    assert (second.value, second.anchor) == ("2023-05-05", first.id)


def test_ids_and_spans_are_those_of_the_report() -> None:
    text = "One.\n\nAda Lund spoke on Friday."
    found = the_only(text)
    assert found.id == time_id(Report(text).id, found.span)
    assert found.span == Span(text.index("Friday"), text.index("Friday") + 6)
    assert found.rule == "weekday, past tense"


def test_paragraphs_part_expressions() -> None:
    assert read("He left in May\n\n2016 was better.") == ["May = 2024-05", "2016 = 2016"]


WORDS = st.sampled_from(
    """
    the a last next this past two 3 1998 2024 03 / - , . : ' ’ May March Friday Sunday weeks days day year month ago
    later before after of quarter third first half morning night 10 30 a.m. pm EST Christmas Easter early late mid to
    or and every each now recent years end ended Sept. Q FY O’clock noon week weekend century 20th 1990s '80s \n \n\n
    said will met on in at ½ hundred several couple
    """.split(" ")
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=30).map("".join))
DAYS = st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()))


@given(TEXTS, DAYS, st.none() | st.booleans())
def test_any_text_has_expressions_in_order_with_valid_values(
    text: str, day: str | None, day_first: bool | None
) -> None:
    end = 0
    for found in find_times(text, day, day_first=day_first):
        assert slice_span(text, found.span) == found.quote
        assert found.span.start >= end
        end = found.span.end
        assert is_timex_value(found.type, found.value), found
        assert (found.start is None) == (found.end is None)
        assert found.start is None or found.start < (found.end or "")
        assert found.rule


@given(st.sampled_from(WEEKDAYS[:4]), st.dates().filter(lambda day: 2 < day.year < 9998), st.integers(-50, 50))
def test_a_week_later_every_weekday_is_a_week_later(example: tuple[str, list[str]], day: date, weeks: int) -> None:
    text = example[0]
    before = find_times(text, day.isoformat())
    after = find_times(text, (day + timedelta(7 * weeks)).isoformat())
    assert before
    for one, other in zip(before, after, strict=True):
        assert date.fromisoformat(other.value) - date.fromisoformat(one.value) == timedelta(7 * weeks)


HOSTILE = [
    "the ", "last ", "a ", "3 ", "1/", "March ", "three and a half ", "10:", "two hundred and ", "the end of ",
    "before ", "Friday, ", "'", "in the ", "1,000,", "year-", "9" * 50, "early mid late ", "the day before ", ".",
    "a.m.",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_and_no_faster(piece: str) -> None:
    def seconds(copies: int) -> float:
        text = piece * copies
        begun = time.process_time()
        find_times(text, SUNDAY)
        return time.process_time() - begun

    # Sixteen times the text: a quadratic reading would take 256 times as long.
    assert seconds(16_000) < 80 * max(seconds(1_000), 0.002)
