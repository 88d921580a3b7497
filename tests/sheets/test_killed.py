"""The process is killed after the n-th statement of an import, a confirmation and a taking back, for every n: whole or absent, and the batch says which."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.parametrize("act", ["import", "confirm", "undo"])
def test_what_is_killed_is_whole_or_absent_and_a_second_try_completes_it(act, tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/ground.sqlite3", "ZUGONG_VAR": str(tmp_path), "ZUGONG_FILES": str(tmp_path / "files"), "ZUGONG_TODAY": "2026-11-23", "ZUGONG_SECRET_KEY": "killed"}
    made = subprocess.run([sys.executable, "-m", "tests.sheets.killed", act], env=environment, cwd=settings.ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr[-3000:]
    seen = json.loads(made.stdout.splitlines()[-1])
    assert (seen["torn"], seen["not_completed"], seen["differs"]) == ([], [], True)
    assert (seen["left"], len(seen["left"]) > 15, seen["left"][0], seen["left"][-1]) == (sorted(seen["left"]), True, False, True)
