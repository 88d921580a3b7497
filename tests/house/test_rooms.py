"""The rooms and their order stand once, in the import-linter contract; here is held what the linter cannot see."""

import ast
import re

import pytest

from tests.house.tree import TESTS, ZUGONG, line_of, markup, may_know, parsed, python_files, room_lines, room_of, rooms, shown, templates

# Folders of tests/ that are no rooms.
BESIDE_ROOMS = {"faults", "house", "browser", "mechanisms", "conformance"}

ORDER = " > ".join(" | ".join(line) for line in room_lines())
REPAIR = f"a room names itself and rooms on lower lines only ({ORDER}); move it up, or let the higher room hand it down"

URL_TAG = re.compile(r"""{%\s*url\s+["']([a-z_]+):""")
TEMPLATE_TAG = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'/]+)/""")
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
MODEL_NAME = re.compile(r"(\w+)\.\w+")
URL_CALLS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
TEMPLATE_NAME = re.compile(r"([a-z_]+)/[\w./-]+\.(?:html|txt)")


def packages():
    return sorted({path.relative_to(ZUGONG).parts[0] for path in ZUGONG.rglob("*.py") if path.parent != ZUGONG})


def test_every_package_is_a_room():
    assert packages() == sorted(rooms()), "zugong/ holds other packages than the rooms of the import-linter contract in pyproject.toml"


def test_tests_mirror_the_rooms():
    folders = sorted(path.name for path in TESTS.iterdir() if any(path.rglob("test_*.py")))
    mirrored = [name for name in folders if name not in BESIDE_ROOMS]
    assert mirrored == sorted(rooms()), "every room has its tests in tests/<room>/, and tests/ holds no other folders"


def upward(path, references):
    """The references (line, room) of a file that point to a room it may not know."""
    room = room_of(path)
    return [f"{shown(path)}:{line} -> {other}" for line, other in references if room and other in rooms() and not may_know(room, other)]


@pytest.mark.parametrize("tag", [URL_TAG, TEMPLATE_TAG], ids=["url", "include and extends"])
def test_templates_point_downwards(tag):
    found = []
    for path in templates():
        text = markup(path)
        found += upward(path, [(line_of(text, match.start()), match[1]) for match in tag.finditer(text)])
    assert found == [], f"{REPAIR}: {found}"


def called(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", None)


def text_arguments(call):
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]


def calls(path, names):
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call) and called(node) in names]


def every_module():
    return python_files(without=frozenset({"static", "__pycache__"}))


def test_model_references_point_downwards():
    """ForeignKey("room.Model"), also in migrations, and apps.get_model("room", "Model")."""
    found = []
    for path in every_module():
        names = [(call.lineno, MODEL_NAME.fullmatch(text)) for call in calls(path, RELATIONS) for text in text_arguments(call)]
        asked = [(call.lineno, text_arguments(call)[0].split(".")[0]) for call in calls(path, {"get_model"}) if text_arguments(call)]
        found += upward(path, asked + [(line, match[1]) for line, match in names if match])
    assert found == [], f"{REPAIR}: {found}"


def test_the_account_model_is_known_from_its_room_upwards():
    """settings.AUTH_USER_MODEL and get_user_model() name a room without saying so."""
    settings = (ZUGONG / "settings.py").read_text(encoding="utf-8")
    match = re.search(r"""^AUTH_USER_MODEL\s*=\s*["'](\w+)\.""", settings, re.MULTILINE)
    room = match[1] if match else "auth"
    found = []
    for path in every_module():
        nodes = [node for node in ast.walk(parsed(path)) if getattr(node, "attr", None) == "AUTH_USER_MODEL"]
        nodes += calls(path, {"get_user_model"})
        found += upward(path, [(node.lineno, room) for node in nodes])
    assert found == [], f"{REPAIR}: {found}"


def test_migrations_depend_downwards():
    found = []
    for path in every_module():
        if "migrations" in path.parts:
            for node in ast.walk(parsed(path)):
                is_list = isinstance(node, ast.Assign) and node.targets[0].id in {"dependencies", "run_before"}
                pairs = [pair for pair in node.value.elts if isinstance(pair, ast.Tuple)] if is_list else []
                found += upward(path, [(pair.lineno, pair.elts[0].value) for pair in pairs])
    assert found == [], f"{REPAIR}: {found}"


def test_python_names_urls_and_templates_downwards():
    """reverse("room:name") and "room/page.html" in Python."""
    found = []
    for path in every_module():
        urls = [(call.lineno, text.split(":")[0]) for call in calls(path, URL_CALLS) for text in text_arguments(call) if ":" in text]
        constants = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        names = [(node.lineno, match[1]) for node in constants if (match := TEMPLATE_NAME.fullmatch(node.value))]
        found += upward(path, urls + names)
    assert found == [], f"{REPAIR}: {found}"
