from __future__ import annotations

from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ReadError
from onrecord.read.web.robots import LARGEST_ROBOTS, RobotsCache, RobotsRules, rules_of_answer
from tests.read.webserver import FakeClock

SITE = "https://post.example"
DAY = 24 * 3600.0


def allows(robots: str, path: str) -> bool:
    return RobotsRules(robots.encode(), "onrecord").allows(SITE + path)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /*?print=1", "/boats?print=1", False),
        ("Disallow: /*?print=1", "/boats", True),
        ("Disallow: /*.pdf$", "/a/boats.pdf", False),
        ("Disallow: /*.pdf$", "/a/boats.pdf?page=2", True),
        ("Disallow: /*.pdf$", "/a/boats.html", True),
        ("Allow: /news/\nDisallow: /news/private/", "/news/private/boats", False),
        ("Allow: /news/\nDisallow: /news/private/", "/news/boats", True),
        ("Disallow: /\nAllow: /news/", "/news/boats", True),
        ("Disallow: /\nAllow: /news/", "/sport", False),
        ("Allow: /page\nDisallow: /page", "/page", True),
        ("Disallow:", "/boats", True),
        ("Disallow: /boats # for now", "/boats", False),
        ("Disallow: /a%3cd.html", "/a%3Cd.html", False),
        ("Disallow: /bücher", "/b%C3%BCcher/1", False),
        ("Disallow: /fish", "/Fish", True),
        ("Disallow: /fish/*/salmon", "/fish/in/salmon/1", False),
        ("Disallow: /", "/robots.txt", True),
        ("disALLOW : /boats", "/boats", False),
    ],
)
def test_the_longest_rule_that_matches_decides(rules: str, path: str, allowed: bool) -> None:
    assert allows(f"User-agent: *\n{rules}", path) is allowed


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: onrecord\nDisallow: /", False),
        ("User-agent: OnRecord\nDisallow: /", False),
        ("User-agent: onrecord/0.1\nDisallow: /", False),
        ("User-agent: onrecord # the reader\nDisallow: /", False),
        ("User-agent: on\nDisallow: /", True),
        ("User-agent: record\nDisallow: /", True),
        ("User-agent: onrecord-news\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: on*\nDisallow: /", True),
        ("User-agent: *bot\nDisallow: /", True),
        ("User-agent: onrecord\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nDisallow: /private", True),
        ("User-agent: other\nUser-agent: onrecord\nDisallow: /", False),
        ("User-agent: onrecord\nUser-agent: other\n\n# both\nDisallow: /", False),
        (
            "User-agent: onrecord\nDisallow: /x\n\nUser-agent: b\nDisallow: /\n\nUser-agent: onrecord\nDisallow: /b",
            False,
        ),
        ("User agent onrecord\nDisallow: /", False),
        ("useragent  onrecord\nDisallow: /", False),
        ("User \u2003 agent other\nDisallow: /", True),
        ("\ufeffUser-agent: *\rDisallow: /", False),
        ("Disallow: /", True),
        ("Sitemap: https://post.example/map.xml", True),
        ("<html><body>Not here</body></html>", True),
        ("", True),
    ],
)
def test_the_groups_of_this_program_apply_and_else_those_of_all(robots: str, allowed: bool) -> None:
    assert allows(robots, "/boats") is allowed


def test_a_long_file_is_cut_at_500_kib_behind_a_whole_line() -> None:
    head = "User-agent: *\nDisallow: /secret\n"
    padding = "#" * (LARGEST_ROBOTS - len(head) - len("\nDisallow: /news")) + "\n"
    robots = head + padding + "Disallow: /news/private\nDisallow: /boats"
    assert len((head + padding).encode()) < LARGEST_ROBOTS < len(robots.encode())
    assert not allows(robots, "/secret")
    assert allows(robots, "/news")
    assert allows(robots, "/news/private")
    assert allows(robots, "/boats")
    whole = head + "#" * (LARGEST_ROBOTS - len(head) - len("\nDisallow: /boats")) + "\nDisallow: /boats"
    assert len(whole.encode()) == LARGEST_ROBOTS
    assert not allows(whole, "/boats")


@pytest.mark.parametrize(
    ("words", "delay"), [("2.5", 2.5), ("900", 30.0), ("-1", 0.0), ("nan", 0.0), ("inf", 0.0), ("soon", 0.0)]
)
def test_the_crawl_delay_has_bounds(words: str, delay: float) -> None:
    assert RobotsRules(f"User-agent: *\nCrawl-delay: {words}".encode(), "onrecord").crawl_delay == delay


@pytest.mark.parametrize(
    "robots",
    [
        "".join(f"User-agent: bot{number}\n" for number in range(12_000)) + "Disallow: /a\n" * 20_000,
        "".join(f"User-agent: bot{number}\nDisallow: /\n" for number in range(10_000)),
        "".join(f"user \xa0 agent bot{number}\n" for number in range(12_000)) + "Disallow: /a\n" * 20_000,
        "User-agent: *\nDisallow: /" + "*a" * 100_000 + "b$",
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*b$\n" * 15_000,
        "User-agent" + " " * 400_000 + "x",
        "User-agent: *\nDisallow: /" + "%" * 400_000,
    ],
    ids=["programs times rules", "many groups", "odd spelling", "many wildcards", "many rules", "spaces", "escapes"],
)
def test_a_hostile_file_costs_little(robots: str) -> None:
    assert allows(robots, "/" + "a" * 2_000)


@given(st.binary(max_size=300), st.text(max_size=50))
def test_any_bytes_are_rules(content: bytes, path: str) -> None:
    rules = RobotsRules(b"User-agent: *\nDisallow: " + content, "onrecord")
    assert rules.allows(SITE + "/" + path.replace("/", "")) in (True, False)
    assert 0 <= rules.crawl_delay <= 30


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, False), (301, True), (400, True), (401, True), (403, True), (404, True), (410, True), (429, True)],
)
def test_only_a_successful_answer_holds_rules(status: int, allowed: bool) -> None:
    rules = rules_of_answer(status, b"User-agent: *\nDisallow: /", "onrecord")
    assert rules is not None
    assert rules.allows(SITE + "/boats") is allowed


@pytest.mark.parametrize("status", [500, 503, 599])
def test_a_site_that_does_not_work_has_no_rules_to_go_by(status: int) -> None:
    assert rules_of_answer(status, b"", "onrecord") is None


class Sites:
    """Loads rules, and counts how often."""

    def __init__(self) -> None:
        self.loads = 0
        self.robots: bytes | None = b""

    def __call__(self, parts: SplitResult) -> RobotsRules:
        self.loads += 1
        if self.robots is None:
            raise ReadError(parts.geturl(), "does not answer; try again later")
        return RobotsRules(self.robots, "onrecord")


def test_rules_are_kept_for_a_day_for_each_site() -> None:
    clock, sites = FakeClock(), Sites()
    cache = RobotsCache(sites, clock)
    for path in ("/a", "/b"):
        cache.check(urlsplit(SITE + path))
    assert sites.loads == 1
    cache.check(urlsplit("http://post.example/a"))
    cache.check(urlsplit("https://post.example:8443/a"))
    assert sites.loads == 3
    sites.robots = b"User-agent: *\nDisallow: /"
    clock.now += DAY - 1
    cache.check(urlsplit(SITE + "/a"))
    clock.now += 1
    with pytest.raises(ReadError, match=r"robots\.txt asks"):
        cache.check(urlsplit(SITE + "/a"))
    assert sites.loads == 4


def test_a_site_that_does_not_answer_is_closed_for_an_hour() -> None:
    clock, sites = FakeClock(), Sites()
    cache = RobotsCache(sites, clock)
    sites.robots = None
    for path in ("/a", "/b", "/c"):
        with pytest.raises(ReadError, match="does not answer") as caught:
            cache.check(urlsplit(SITE + path))
        assert caught.value.path == SITE + path
    assert sites.loads == 1
    sites.robots = b""
    clock.now += 3600
    cache.check(urlsplit(SITE + "/a"))
    assert sites.loads == 2


def test_the_delay_of_a_site_is_known_once_its_rules_are() -> None:
    sites = Sites()
    sites.robots = b"User-agent: *\nCrawl-delay: 3"
    cache = RobotsCache(sites, FakeClock())
    assert cache.crawl_delay(urlsplit(SITE + "/a")) == 0
    cache.check(urlsplit(SITE + "/a"))
    assert cache.crawl_delay(urlsplit(SITE + "/a")) == 3
    sites.robots = None
    with suppress(ReadError):
        cache.check(urlsplit("https://gone.example/a"))
    assert cache.crawl_delay(urlsplit("https://gone.example/a")) == 0
