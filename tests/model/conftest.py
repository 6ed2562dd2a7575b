"""How golden rows are refreshed: `pytest tests/model --refresh-golden`, then read the difference."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden anew from the model's rows")


@pytest.fixture
def is_refreshing(request: pytest.FixtureRequest) -> bool:
    # Where pytest is started above this folder the option is not known yet, and nothing is refreshed.
    return bool(request.config.getoption("--refresh-golden", default=False))
