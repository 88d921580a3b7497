"""A module is named by what it is about; junk drawers have no name here."""

import ast
import io
import tokenize

from tests.house.tree import CHINESE, ROOT, TESTS, ZUGONG, parsed, python_files, shown

JUNK = ["util", "common", "helper", "misc", "base", "core", "shared", "lib", "manager", "service", "handler", "processor"]
FORBIDDEN = {*JUNK, *(f"{name}s" for name in JUNK)}
UNFINISHED = ("TODO", "FIXME", "NotImplementedError", "敬请期待")
TEXTS = {".py", ".html", ".txt", ".css", ".js", ".toml", ".svg", ".json", ".md"}


def test_no_junk_drawers():
    found = []
    for folder in (ZUGONG, TESTS, ROOT / "tools"):
        for path in python_files(folder, without=frozenset({"vendor", "__pycache__"})):
            parts = path.relative_to(folder).with_suffix("").parts
            found += [shown(path)] if FORBIDDEN.intersection(parts) else []
    assert found == [], f"name these modules or packages by what they are about, not by a junk-drawer word: {found}"


def test_nothing_is_left_unfinished():
    found = []
    for path in sorted(ZUGONG.rglob("*")):
        if path.suffix in TEXTS and not {"vendor", "__pycache__"}.intersection(path.parts):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found += [f"{shown(path)}:{number} {word}" for word in UNFINISHED if word in line]
    assert found == [], f"finish these, or leave them out until they work: {found}"


def test_identifiers_are_english():
    found = []
    for path in python_files(without=frozenset({"vendor", "__pycache__"})):
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        found += [f"{shown(path)}:{token.start[0]} {token.string}" for token in tokens if is_foreign_name(token)]
    assert found == [], f"write identifiers in English (the pair goes into GLOSSARY.md): {found}"


def is_foreign_name(token):
    return token.type == tokenize.NAME and not token.string.isascii()


def test_comments_are_english():
    found = []
    for path in python_files(without=frozenset({"vendor", "__pycache__"})):
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        found += [f"{shown(path)}:{token.start[0]}" for token in tokens if token.type == tokenize.COMMENT and CHINESE.search(token.string)]
    assert found == [], f"write comments in English; Chinese belongs into string literals: {found}"


def test_docstrings_are_english():
    found = []
    for path in python_files(without=frozenset({"vendor", "__pycache__"})):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found += [f"{shown(path)}:{getattr(node, 'lineno', 1)}"] if CHINESE.search(ast.get_docstring(node) or "") else []
    assert found == [], f"write docstrings in English; Chinese belongs into string literals: {found}"
