"""The OpenAPI description holds: Schemathesis asks as it says, and as it forbids, and looks at the answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from api.hr.app import create_app
from tests.hr.conftest import House

FOLDER = TemporaryDirectory(prefix="tavshedstjek-hr-")
HOUSE = House(Path(FOLDER.name), f"sqlite:///{FOLDER.name}/hr.db")
APP = create_app(HOUSE.settings())
HEADERS = {"host": "localhost", "authorization": f"Bearer {HOUSE.tokens['otto']}"}
schema = schemathesis.openapi.from_asgi("/openapi.json", APP, headers={"host": "localhost"})


@pytest.fixture(scope="module", autouse=True)
def folder() -> Iterator[None]:
    yield
    assert HOUSE.verify() == []
    APP.state.office.store.close()
    FOLDER.cleanup()


@schema.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_route_keeps_to_its_description(case):
    # No schema can say that a time has passed, or that a unit's code is nobody's name.
    case.call_and_validate(
        headers=HEADERS, excluded_checks=[schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
    )
