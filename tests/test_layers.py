"""The engine can be used without a server."""

import subprocess
import sys


def test_engine_imports_neither_server_nor_training():
    code = "import sys, tavshedstjek; print({m.split('.')[0] for m in sys.modules} & {'fastapi', 'api', 'training', 'torch'})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
