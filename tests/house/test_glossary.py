"""GLOSSARY.md holds each pair of a Chinese term and an English identifier once, and every name the code uses."""

import ast
import re
from collections import Counter

from tests.house.tree import CHINESE, ROOT, parsed, python_files, rooms

ROW = re.compile(r"\|\s*(?P<chinese>[^|]+?)\s*\|\s*`?(?P<english>[a-z][a-z0-9_]*)`?\s*\|.*")
RULE = re.compile(r"\|[\s:|-]+\|?\s*")


def table_lines():
    """The rows of every table, without the heads and the rules below them."""
    path = ROOT / "GLOSSARY.md"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    heads = {number - 1 for number, line in enumerate(lines) if RULE.fullmatch(line)}
    return [line for number, line in enumerate(lines) if line.startswith("|") and not RULE.fullmatch(line) and number not in heads]


def pairs():
    matches = filter(None, map(ROW.fullmatch, table_lines()))
    return [(match["chinese"], match["english"]) for match in matches if CHINESE.search(match["chinese"])]


def test_the_glossary_has_rows():
    missing = [] if table_lines() else ["GLOSSARY.md"]
    assert missing == [], f"the repository root needs this file, with a table of | 中文 | english_identifier | rows: {missing}"


def test_every_row_is_a_pair():
    wrong = [line for line in table_lines() if not (match := ROW.fullmatch(line)) or not CHINESE.search(match["chinese"])]
    assert wrong == [], f"GLOSSARY.md: write these rows as | 中文 | english_identifier |: {wrong}"


def test_no_pair_occurs_twice():
    twice = [pair for pair, count in Counter(pairs()).items() if count > 1]
    assert twice == [], f"GLOSSARY.md: keep one row of each: {twice}"


def test_every_room_has_its_pair():
    missing = sorted(set(rooms()) - {english for _, english in pairs()})
    assert missing == [], f"GLOSSARY.md: add a row for each of these rooms: {missing}"


def test_every_model_has_its_pair():
    missing = sorted({snake_case(name) for name in models()} - {english for _, english in pairs()})
    assert missing == [], f"GLOSSARY.md: add a row for each of these models: {missing}"


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def models():
    """Names of the classes in models.py and models/ that descend from a Django model, also through each other."""
    files = [path for path in python_files() if path.name == "models.py" or path.parent.name == "models"]
    classes = [node for path in files for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef)]
    bases = {node.name: {getattr(base, "attr", None) or getattr(base, "id", None) for base in node.bases} for node in classes}
    known = {"Model", "AbstractBaseUser", "AbstractUser"}
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return known & set(bases)
