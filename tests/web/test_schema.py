"""Every operation of the OpenAPI document, asked with what the document allows and with what it does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onrecord.store import Store, open_store
from onrecord.web.app import create_app
from onrecord.web.state import RoomOptions
from tests.web.rooms import EVERY

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
GET, POST = "GET", "POST"
OPERATIONS = [
    *((GET, path) for path in ("/size", "/statements", "/statements/{statement}", "/statements/{statement}/like")),
    *((GET, path) for path in ("/counts", "/export", "/corrections", "/reports", "/reports/{report}")),
    *((GET, path) for path in ("/reports/{report}/publications", "/reports/{report}/annotations")),
    *((GET, path) for path in ("/people", "/people/{person}", "/people/{person}/subjects", "/people/{person}/company")),
    *((POST, path) for path in ("/reports", "/annotate", "/corrections")),
]
EXAMPLES = 25


@pytest.fixture(scope="module", params=["empty", "filled"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("room") / "onrecord.db") as opened:
        if request.param == "filled":
            opened.add(EVERY)
        yield opened


@pytest.fixture(scope="module")
def document(store: Store) -> schemathesis.BaseSchema:
    # Schemathesis calls the room by no name of its own.
    app = create_app(store, RoomOptions(hosts=()))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


def test_every_operation_is_asked(document: schemathesis.BaseSchema) -> None:
    found = {(one.ok().method.upper(), one.ok().path.removeprefix("/api/v1")) for one in document.get_all_operations()}
    assert found == set(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nothing_that_is_asked_is_a_fault_of_the_program(
    document: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    operation = document[f"/api/v1{path}"][method]
    if mode is GenerationMode.NEGATIVE and path == "/size":
        return  # it takes nothing that could be wrong

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
