"""Commands on register files of a given content, with the registers in a folder of the test's own."""

import pytest

from api.cli import run

NAMES = "surface,type,strength\nLyngkronen,WARD,2\nTågeborg,FACILITY,small\nKrageløft,PLACE,1\n"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """The folder of the registers; it does not exist yet."""
    monkeypatch.setenv("TAVSHEDSTJEK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def command(data, tmp_path, capsys):
    """Run a command on a file of the given content: (exit code, stdout, stderr)."""

    def run_on(content, *arguments):
        file = tmp_path / "file"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return (run([*arguments, str(file)]), *capsys.readouterr())

    return run_on


@pytest.fixture
def own_names(data, command):
    code, _, _ = command(NAMES, "import-list", "--name", "kaldenavne", "--version", "3")
    assert code == 0
