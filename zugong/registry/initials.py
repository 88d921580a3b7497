"""Pinyin initials, by which names are found: lowercase letters and digits, at most one for each character of the name."""

import unicodedata
from functools import cache, lru_cache

from django.db import models

# Surnames that are read otherwise than the same characters elsewhere.
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "区": "ou", "盖": "ge", "朴": "piao", "乐": "yue", "覃": "qin", "翟": "zhai", "郇": "xun", "折": "she", "召": "shao",
    "种": "chong", "秘": "bi", "繁": "po", "祭": "zhai", "乜": "nie", "藏": "zang", "适": "kuo", "朝": "chao", "员": "yun", "佴": "nai", "缪": "miao", "句": "gou", "黑": "he", "洗": "xian",
    "單": "shan", "區": "ou", "蓋": "ge", "樂": "yue", "種": "chong", "適": "kuo", "員": "yun", "繆": "miao",
    "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "乐正": "yue zheng", "令狐": "ling hu",
    "尉遲": "yu chi", "萬俟": "mo qi", "單于": "chan yu", "長孫": "zhang sun", "澹臺": "tan tai", "樂正": "yue zheng",
}  # fmt: skip
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


def initials_of(name: str) -> str:
    """Of an organization or a title: each word is read as a whole."""
    return _letters(unicodedata.normalize("NFC", name))


def initials_of_person(name: str) -> str:
    """The surname is read as a surname, alone; the given name as words are read."""
    name = unicodedata.normalize("NFC", name)
    known = next((SURNAMES[name[:length]].split() for length in (2, 1) if name[:length] in SURNAMES), None)
    if known:
        return "".join(map(_initial, known)) + _letters(name[len(known) :])
    return _letters(name[:1]) + _letters(name[1:])


def after(letters: str) -> str:
    """The first text behind all that begin with these letters, "" when there is none: half-open ranges use an index on every engine."""
    kept = letters.rstrip(LETTERS[-1])
    return kept[:-1] + LETTERS[LETTERS.index(kept[-1]) + 1] if kept else ""


@lru_cache(50_000)
def _letters(text: str) -> str:
    """One letter for each character that has a reading or is one. Given names come again and again."""
    return "".join(map(_initial, _reader()(text, errors=list)))


@cache
def _reader():
    """The dictionary takes half a second and 60 MB: whoever only reads pages does not load it."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin


def _initial(reading: str) -> str:
    letter = unicodedata.normalize("NFKD", reading)[:1].lower()
    return letter if letter in LETTERS else ""


class InitialsField(models.CharField):
    """The initials of the same row's name, worked out whenever the row is saved or created in bulk; an update() that names `name` must name this too."""

    def __init__(self, *args, of_person: bool = False, **kwargs):
        self.of_person = of_person
        super().__init__(*args, **{"default": "", "editable": False} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"of_person": True} if self.of_person else {})

    def pre_save(self, model_instance, add):
        value = (initials_of_person if self.of_person else initials_of)(model_instance.name)
        setattr(model_instance, self.attname, value)
        return value
