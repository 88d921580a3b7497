"""An outgrown room is split by noun, never by layer or line count."""

import ast

from tests.house.tree import parsed, python_files, shown

MODULE_LINES = 300
FUNCTION_LINES = 50


def test_no_module_over_300_lines():
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    too_long = {name: length for name, length in lengths.items() if length > MODULE_LINES}
    assert too_long == {}, f"split these by noun (none over {MODULE_LINES} lines): {too_long}"


def test_no_function_over_50_lines():
    too_long = {}
    for path in python_files():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION_LINES:
                    too_long[f"{shown(path)}:{node.lineno} {node.name}"] = length
    assert too_long == {}, f"give a part of these functions a name of its own (none over {FUNCTION_LINES} lines): {too_long}"


def test_there_is_something_to_measure():
    missing = [] if python_files() else ["zugong/**/*.py"]
    assert missing == [], f"the house tests look in the wrong place, or nothing is written yet: {missing}"
