"""Citizens' identity numbers (GB 11643-1999): what is wrong with one as it was typed, and what it says. Nothing here keeps a number, and no message holds one."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from stdnum import numdb

from zugong.sheets.identifiers import check_character

PURPOSE = "person.id_number"  # what the keys of sealing are derived for
WHOLE = re.compile(r"[0-9]{17}[0-9X]")
OLD = re.compile(r"[0-9]{15}")
FLOAT = re.compile(r"[0-9](\.[0-9]+)?E\+?1[0-9]|[0-9]{15,18}\.0*")
LIKE_ONE = re.compile(r"[0-9]{15}|[0-9]{16}|[0-9]{16,17}[0-9X]")
BETWEEN = " -‐‑–—_.·'’`\t\r\n\u3000\u00a0"
# Codes of residence permits that the table of areas does not hold; 9 begins the cards of foreigners with permanent residence.
FURTHER_AREAS = ("81", "82", "83", "9")
FIRST_YEAR = 1900


@dataclass(frozen=True)
class Fault:
    """`code`: what a program asks by. `fix`: what is likely to help. `refuses`: the number cannot be taken; else it is said and taken."""

    code: str
    message: str
    fix: str
    refuses: bool = True


def cleaned(text: str) -> str:
    """What was meant: plain digits, a capital X, nothing between them. A decimal part or a power of ten is left, for it lost digits."""
    plain = unicodedata.normalize("NFKC", str(text)).upper()
    if FLOAT.fullmatch(plain.strip(BETWEEN.replace(".", ""))):
        return plain.strip()
    return "".join(each for each in plain if each not in BETWEEN and unicodedata.category(each) not in ("Cf", "Cc"))


def looks_like_one(text: str) -> bool:
    """Whether somebody typed a number, or most of one: such a text is kept out of addresses and is not shown again."""
    return bool(LIKE_ONE.fullmatch(cleaned(text)))


def is_sound(number: str) -> bool:
    """Whether a cleaned number has its form, its check character and a day of birth."""
    return bool(WHOLE.fullmatch(number)) and check_character(number[:17]) == number[17] and born_on(number) is not None


def born_on(number: str) -> dt.date | None:
    """The day of birth in a cleaned number of eighteen, None when there is no such day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if WHOLE.fullmatch(number) else None
    except ValueError:
        return None


def gender(number: str) -> str:
    """male or female: the seventeenth digit is odd or even."""
    return "male" if int(number[16]) % 2 else "female"


def upgraded(old: str) -> str:
    """The eighteen that a number of fifteen became: born in the 1900s, with its check character. To be compared with the card, never taken silently."""
    first = f"{old[:6]}19{old[6:]}"
    return first + check_character(first)


def masked(number: str) -> str:
    """`100001********123X`; what is no whole number is all stars."""
    return f"{number[:6]}********{number[14:]}" if len(number) == 18 else "*" * len(number)


def faults(text: str, today: dt.date | None = None) -> list[Fault]:
    """What is wrong with a number as it was typed; what cleaned() mends, and an area nobody knows, refuse nothing. `today`: nobody is born later."""
    number = cleaned(text)
    return [*_as_typed(str(text)), *(_of_form(number) or _of_content(number, today))]


def refusal(text: str, today: dt.date | None = None) -> str:
    """The first reason why a number cannot be taken, with what to do; "" when it can."""
    return next((f"{each.message}。{each.fix}" for each in faults(text, today) if each.refuses), "")


def _as_typed(text: str) -> list[Fault]:
    found, plain = [], unicodedata.normalize("NFKC", text)
    if any(unicodedata.normalize("NFKC", each) != each and unicodedata.normalize("NFKC", each).isalnum() for each in text):
        found.append(Fault("full_width", "号码里有全角字符", "已按半角读取，不用再改", False))
    if any(each in BETWEEN for each in plain) and not FLOAT.fullmatch(plain.upper().strip()):
        found.append(Fault("separators", "号码里有空格或别的间隔", "已略去，不用再改", False))
    if "x" in plain:
        found.append(Fault("small_x", "末位是小写的 x", "已按大写 X 读取，不用再改", False))
    return found


def _of_form(number: str) -> list[Fault]:
    """What keeps a text from being read as a number at all."""
    if not number:
        return [Fault("empty", "没有填号码", "请照证件填 18 位")]
    if FLOAT.fullmatch(number):
        return [Fault("damaged", "号码被表格当成了数值，后几位已经丢失", "请把这一列设为“文本”，照证件重新填")]
    if OLD.fullmatch(number):
        return [Fault("old", "这是 15 位的老号码，2013 年起已经停用", "请照新证件填 18 位：通常在第 6 位后面加 19，末尾加一位校验码")]
    if len(number) != 18:
        return [Fault("length", f"号码应为 18 位，现在是 {len(number)} 位", "请照证件核对，看漏了哪一位或多了哪一位")]
    if not WHOLE.fullmatch(number):
        odd = next(place for place, each in enumerate(number, 1) if not re.match("[0-9]", each) and not (place == 18 and each == "X"))
        return [Fault("characters", f"第 {odd} 位不是数字（只有末位可以是 X）", "请照证件核对；字母 O 和数字 0、字母 I 和数字 1 容易混")]
    return []


def _of_content(number: str, today: dt.date | None) -> list[Fault]:
    found, day, right = [], born_on(number), check_character(number[:17]) == number[17]
    if not right and number.endswith("000"):
        found.append(Fault("damaged", "末三位是 000 而校验码不对：号码多半被表格当成数值，后三位已经丢失", "请把这一列设为“文本”，照证件重新填"))
    elif not right:
        found.append(Fault("check", f"校验码不对：照前 17 位算，末位应是 {check_character(number[:17])}", "请照证件逐位核对，常见的是写错一位或相邻两位写反"))
    elif number.endswith("000"):
        found.append(Fault("maybe_damaged", "末三位是 000，可能被表格当成数值而丢失了后三位", "请照证件核对", False))
    if day is None:
        found.append(Fault("birth", "第 7 至 14 位不是一个日期", "请照证件核对出生年月日那八位"))
    elif day.year < FIRST_YEAR or (today and day > today):
        found.append(Fault("birth", f"第 7 至 14 位的出生日期{'还没有到' if day.year >= FIRST_YEAR else '太早'}", "请照证件核对出生年月日那八位"))
    if not _is_known_area(number[:6]):
        found.append(Fault("area", "前 6 位不是已知的地区代码", "新设或撤销的地区可能查不到：照证件核对无误就可以登记", False))
    return found


@lru_cache(maxsize=10_000)
def _is_known_area(area: str) -> bool:
    """In the historic table of GB/T 2260, whichever year; the table knows neither every year nor every code, so it only warns."""
    return area.startswith(FURTHER_AREAS) or any(about.get("county") for _, about in numdb.get("cn/loc").info(area))


def contradictions(number: str, birth: dt.date | None, sex: str) -> list[str]:
    """What a sound number and what is written of its person say differently. `birth`: its month counts; empty values contradict nothing."""
    found, day = [], born_on(number)
    if birth and day and (day.year, day.month) != (birth.year, birth.month):
        found.append("号码里的出生年月和资料里的不一致")
    if sex and gender(number) != sex:
        found.append("号码里的性别和资料里的不一致")
    return found
