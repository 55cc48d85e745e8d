"""What `tavshedstjek` exports is what it says it exports, and it can be used without a server."""

import subprocess
import sys

import tavshedstjek


def test_all_names_the_whole_public_surface():
    public = {name for name in vars(tavshedstjek) if not name.startswith("_")}
    assert public == set(tavshedstjek.__all__)


def test_engine_imports_neither_server_nor_training():
    code = "import sys, tavshedstjek; print({m.split('.')[0] for m in sys.modules} & {'fastapi', 'api', 'training', 'torch'})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
