"""No test sees what the developer has imported: the local registers of the whole session lie in a folder that is empty."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_EMPTY = TemporaryDirectory(prefix="tavshedstjek-")
# Set here and not in a fixture: modules are imported, and engines made, while tests are collected. Processes inherit it.
os.environ["TAVSHEDSTJEK_DATA_DIR"] = _EMPTY.name


@pytest.fixture(scope="session", autouse=True)
def no_imported_registers() -> Iterator[None]:
    yield
    left = list(Path(_EMPTY.name).iterdir())
    _EMPTY.cleanup()
    assert left == []
