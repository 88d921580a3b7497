"""The gallery of wrong files: for every class of mistake at least one file that is wrong by that one thing."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from django.conf import settings

from zugong.charter.faults import CLASSES
from zugong.charter.linker import link
from zugong.charter.reader import read_folder
from zugong.desk.workbench import run_examples
from zugong.library.queries import cells

GALLERY = Path(__file__).parent / "gallery"
RIGHT = (GALLERY / "right.toml").read_text(encoding="utf-8")
WRONG = sorted(path.stem for path in GALLERY.glob("*.toml") if path.stem != "right")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"[a-z_]+( [^,]+)?(, [\w-]+( \d+)?)*|")


def faults_of(text):
    """What is wrong with a file that stands beside the shipped ones."""
    book, faults = link({**read_folder(settings.MECHANISMS), "inspection.toml": text}, cells())
    return faults or run_examples(book, ["inspection"])


@pytest.mark.django_db
def test_the_file_they_are_made_from_is_right():
    assert faults_of(RIGHT) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_the_one_mistake_is_found_and_said_with_its_place_and_remedy(name):
    found = faults_of((GALLERY / f"{name}.toml").read_text(encoding="utf-8"))
    assert [fault.code for fault in found] == [name.split("-")[0]], "\n".join(map(str, found))
    said = found[0]
    assert (said.file, bool(PLACE.fullmatch(said.place)), bool(CHINESE.search(said.message)), "请" in said.message) == ("inspection.toml", True, True, True), str(said)
    assert [word for word in ("None", "{name}", "{text}", "{known}", "{near}") if word in said.message] == []


@pytest.mark.parametrize("name", WRONG)
def test_each_is_wrong_by_one_thing(name):
    wrong = [line for line in (GALLERY / f"{name}.toml").read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    right = [line for line in RIGHT.split("\n") if not line.startswith("#")]
    changes = [change for change in SequenceMatcher(None, right, wrong, autojunk=False).get_opcodes() if change[0] != "equal"]
    assert len(changes) == 1 or wrong == [""]


def test_every_class_of_mistake_has_a_file():
    assert sorted(CLASSES.keys() - {name.split("-")[0] for name in WRONG}) == []
