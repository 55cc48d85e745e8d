"""The OpenAPI description holds: Schemathesis asks as it says, and as it forbids, and looks at the answers."""

import schemathesis
from hypothesis import HealthCheck, Phase, settings

from api.check.app import create_app

HOST = {"host": "localhost"}


schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(), headers=HOST)


@schema.parametrize()
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_route_keeps_to_its_description(case):
    case.call_and_validate(headers=HOST)
