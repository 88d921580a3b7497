"""One database for all faults of a run, made by a process of its own; each fault works on copies of it."""

import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.faults.copies import server

GROUP = "faults"


def pytest_itemcollected(item):
    """One process makes the ground and stands on it: ./run test hands out tests by group."""
    if item.path.parent.name == "faults" and item.config.pluginmanager.hasplugin("xdist"):
        item.add_marker(pytest.mark.xdist_group(GROUP))


@pytest.fixture(scope="session")
def child(tmp_path_factory):
    """Runs the child with some words and answers what it printed."""
    folder, name = tmp_path_factory.mktemp("faults"), f"zugong_faults_{os.getpid()}"
    address = f"sqlite:///{folder}/ground.sqlite3"
    if connection.vendor == "postgresql":
        here = connection.settings_dict
        secret = f":{quote(here['PASSWORD'])}" if here["PASSWORD"] else ""
        address = f"postgresql://{quote(here['USER'])}{secret}@{here['HOST']}:{here['PORT'] or 5432}/{name}"
        server(f'CREATE DATABASE "{name}"')
    environment = os.environ | {
        "DATABASE_URL": address, "ZUGONG_VAR": str(folder), "ZUGONG_TODAY": "2026-11-23", "ZUGONG_SECRET_KEY": "faults",
    }  # fmt: skip

    def run(*words: str):
        made = subprocess.run([sys.executable, "-m", "tests.faults.child", *words], env=environment, cwd=settings.ROOT, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr[-4000:]
        return json.loads(made.stdout.splitlines()[-1]) if made.stdout.strip() else None

    try:
        run("lay")
        yield run
    finally:
        if connection.vendor == "postgresql":
            server(f'DROP DATABASE "{name}" WITH (FORCE)')
