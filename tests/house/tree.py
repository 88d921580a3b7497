"""What the house tests look at: the files, the rooms and their order, and what a room names."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ZUGONG = ROOT / "zugong"
TESTS = ROOT / "tests"

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
TEMPLATE_COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)

NOT_KEPT = {".git", ".venv", "var", "node_modules", "staticfiles", "__pycache__"}
NOT_OURS = {"migrations", "static", "vendor", "__pycache__"}


def shown(path):
    return path.relative_to(ROOT).as_posix()


@cache
def kept_files():
    """Every file that is or would be committed."""
    # A clone owned by somebody else is read as well.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = (path for path in ROOT.rglob("*") if not NOT_KEPT.intersection(path.relative_to(ROOT).parts))
    else:
        found = (ROOT / name for name in listed if name)
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


@cache
def python_files(folder=ZUGONG, without=frozenset(NOT_OURS)):
    return [path for path in sorted(folder.rglob("*.py")) if not without.intersection(path.relative_to(folder).parts)]


@cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def strings(path):
    """(line, text) of every string literal of a module."""
    nodes = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [(node.lineno, node.value) for node in nodes]


@cache
def templates():
    """{path: the name Django knows it by}"""
    found = {}
    for folder in sorted(ZUGONG.glob("*/templates")):
        found |= {path: path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()}
    return found


@cache
def markup(path):
    """A template's text without its comments, line numbers kept."""
    return TEMPLATE_COMMENT.sub(lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"))


def line_of(text, position):
    return text.count("\n", 0, position) + 1


@cache
def room_lines():
    """The rooms from top to bottom as the import-linter contract has them; rooms of one line stand together."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    return [[room.strip() for room in re.split(r"[|:]", line)] for line in layers]


@cache
def rooms():
    return [room for line in room_lines() for room in line]


def may_know(room, other):
    """A room knows itself and the rooms on lower lines."""
    height = {name: number for number, line in enumerate(room_lines()) for name in line}
    return room == other or height[other] > height[room]


def room_of(path):
    """The room a file below zugong/ stands in, or None."""
    first = path.relative_to(ZUGONG).parts[0]
    return first if first in rooms() else None
