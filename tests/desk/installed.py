"""An installation of its own for tests that start real processes: a folder and a database on the engine that the tests run on."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "an-quan-yuan-2026"


class Installed:
    """`run` and `start` are ./run's commands; `ask` and `change` go straight to the database."""

    def __init__(self, folder: Path, like: "Installed | None" = None):
        self.folder, self.begun = folder, []
        folder.mkdir(parents=True, exist_ok=True)
        if connection.vendor == "postgresql":
            import psycopg

            self.settings = {key.lower().replace("name", "dbname"): str(connection.settings_dict[key]) for key in ("HOST", "PORT", "USER", "PASSWORD") if connection.settings_dict[key]}
            self.name = f"test_installed_{uuid.uuid4().hex[:10]}"
            with psycopg.connect(**self.settings, dbname="postgres", autocommit=True) as there:
                there.execute(f"CREATE DATABASE {self.name} TEMPLATE {like.name if like else 'template0'}")
            whose = self.settings.get("user", "") + (f":{self.settings['password']}" if "password" in self.settings else "")
            self.url = f"postgresql://{whose}@{self.settings.get('host', '')}:{self.settings.get('port', 5432)}/{self.name}"
        else:
            if like:
                with closing(sqlite3.connect(like.folder / "zugong.sqlite3")) as source, closing(sqlite3.connect(folder / "zugong.sqlite3")) as made:
                    source.backup(made)
            self.url = f"sqlite:///{folder / 'zugong.sqlite3'}"
        if like:
            shutil.copytree(like.folder / "keys", folder / "keys")

    def environment(self, **more: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("ZUGONG_")}
        return kept | {"ZUGONG_VAR": str(self.folder), "DATABASE_URL": self.url, "PYTHONUNBUFFERED": "1"} | more

    def run(self, *words, given: str | None = None, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "zugong", *map(str, words)], cwd=ROOT, env=self.environment(**more), capture_output=True, text=True, input=given, timeout=120)

    def start(self, *words, program: str = "", **more: str) -> subprocess.Popen:
        """A process that goes on; `program` is Python text instead of a command, with Django ready."""
        ready = "import django; django.setup()\n"
        command = ["-c", ready + program] if program else ["-m", "zugong", *map(str, words)]
        environment = self.environment(**more) | {"DJANGO_SETTINGS_MODULE": "zugong.settings"}
        with open(self.folder / "log.txt", "ab") as log:
            self.begun.append(subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log))
        return self.begun[-1]

    @property
    def files(self) -> Path:
        """Where this installation's attached files lie."""
        return self.folder / "files" / (self.name if connection.vendor == "postgresql" else "zugong")

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf8")

    @contextmanager
    def connected(self):
        if connection.vendor == "postgresql":
            import psycopg

            with psycopg.connect(**self.settings, dbname=self.name, autocommit=True) as there:
                yield there
        else:
            with closing(sqlite3.connect(self.folder / "zugong.sqlite3", timeout=20, isolation_level=None)) as there:
                yield there

    def ask(self, sql: str) -> list[tuple]:
        with self.connected() as there:
            return there.execute(sql).fetchall()

    def change(self, sql: str) -> None:
        with self.connected() as there:
            there.execute(sql)

    def end(self) -> None:
        for process in self.begun:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        if connection.vendor == "postgresql":
            import psycopg

            with psycopg.connect(**self.settings, dbname="postgres", autocommit=True) as there:
                there.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def until(true, seconds: float = 60):
    """Wait for something to become true, and answer it."""
    for _ in range(int(seconds / 0.05)):
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {true}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address: str) -> tuple[int, dict, str]:
    """(status, headers, body); status 0 while nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=20) as found:
            return found.status, {key.lower(): value for key, value in found.headers.items()}, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, {key.lower(): value for key, value in error.headers.items()}, error.read().decode()
    except OSError:
        return 0, {}, ""


def manifest_of(path: Path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def rows_of(path: Path, table: str) -> list[dict[str, str]]:
    """A backup's rows of one table, as text by column."""
    columns = manifest_of(path)["tables"][table]["columns"]
    with zipfile.ZipFile(path) as archive:
        return [dict(zip(columns, line.split("\t"), strict=True)) for line in archive.read(f"tables/{table}").decode().split("\n")[:-1]]
