"""Places of stores: what is opened, and what messages show."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from onrecord.errors import ConfigurationError, DatabaseFailureError, StoreError
from onrecord.store import open_store
from onrecord.store.base.places import name_place, read_place
from tests.store.records import DAM


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://ada:s3cret@news.example/archive",
        "postgresql+psycopg://ada:s3cret@news.example:5433/archive",
        "postgresql://ada@news.example/archive?password=s3cret",
        "postgresql://news.example/archive?password=s3cret&user=ada",
        "postgresql://ada:x@s3cret@news.example/archive",
        "postgresql://ada:s3cret/s3cret@s3cret?@news.example/archive",
        "postgresql://ada:s3cret?s3cret@s3cret@news.example/archive",
        "postgresql://ada:s3cret%40@news.example/archive?sslpassword=s3cret",
    ],
)
def test_no_message_shows_a_password_or_a_user(place: str) -> None:
    shown = read_place(place)
    assert "s3cret" not in shown.name and "ada" not in shown.name
    assert shown.name == name_place(place)
    assert shown.name.startswith("postgresql://") and shown.name.endswith("/archive")
    secret = shown.url.password or shown.url.query["password"]
    assert isinstance(secret, str) and "s3cret" in secret
    assert "s3cret" not in shown.hide_secrets(f"FATAL: {secret}, {quote(secret, safe='')}")


def test_an_unescaped_at_sign_belongs_to_the_password() -> None:
    url = read_place("postgresql://ada:a@b@news.example/archive").url
    assert (url.username, url.password, url.host, url.database) == ("ada", "a@b", "news.example", "archive")
    escaped = read_place("postgresql://ada:a%40b@news.example/archive").url
    assert escaped.password == "a@b"


def test_a_place_that_is_no_url_is_named_without_its_words() -> None:
    assert "s3cret" not in name_place("mysql://ada:s3cret@news.example/archive")
    assert name_place("folder/onrecord.db") == "folder/onrecord.db"


def test_an_error_of_the_server_shows_no_password() -> None:
    for place in (
        "postgresql://ada:s3cret@/archive?host=/nowhere/at/all",
        "postgresql://ada@/archive?host=/nowhere/at/all&password=s3cret",
        "postgresql://ada@/archive?host=/nowhere/at/all&passwort=s3cret",
    ):
        with pytest.raises(StoreError) as caught:
            open_store(place)
        assert "s3cret" not in str(caught.value)
        assert isinstance(caught.value, DatabaseFailureError)


def test_a_service_file_and_the_environment_give_the_rest(
    cluster: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = read_place(cluster.make_database()).url  # type: ignore[attr-defined]
    services = tmp_path / "services.conf"
    services.write_text(f"[news]\nhost={url.query['host']}\ndbname={url.database}\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGUSER", str(url.username))
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    with open_store("postgresql://?service=news") as store:
        assert store.name == "postgresql://?service=news"
        store.add([DAM])
        assert store.size() == (1, 2)


def test_a_sqlite_url_opens_as_its_mode_says(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    with pytest.raises(StoreError, match="there is no store"):
        open_store(f"sqlite:///{path}?mode=rw")
    with open_store(f"sqlite:///{path}") as store:
        store.add([DAM])
    before = path.read_bytes()
    with open_store(f"sqlite:///{path}?mode=ro") as store:
        assert store.size()[0] == 1
        for write in (lambda: store.add([DAM]), store.prune, store.reindex, lambda: store.keep_feed_state("f", {})):
            with pytest.raises(StoreError, match="reading only"):
                write()
    assert path.read_bytes() == before


@pytest.mark.parametrize("query", ["mode=memory", "immutable=1", "mode=ro&mode=rwc", "cache=shared"])
def test_an_option_that_a_sqlite_url_does_not_have_is_refused(tmp_path: Path, query: str) -> None:
    with pytest.raises(ConfigurationError, match="mode=ro"):
        open_store(f"sqlite:///{tmp_path / 'onrecord.db'}?{query}")
