"""Numbers with rules of their own: identity numbers (GB 11643), unified credit codes (GB 32100-2015), telephones."""

import datetime as dt
import re
from functools import lru_cache

from .faults import Fault

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_WEIGHED = tuple({str(digit): digit * weight for digit in range(10)} for weight in _WEIGHTS)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CREDIT_VALUES = {letter: value for value, letter in enumerate(_CREDIT)}
_PHONE = re.compile(r"1\d{10}|(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,6})?|\d{5,6}|(?:400|800)-?\d{3}-?\d{4}")
_AS_TEXT = "请把这一列设成“文本”格式，再重新填"


def check_character(number: str) -> str:
    """The 18th character for the first 17 digits: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, modulo 11 (GB 11643)."""
    return _CHECKS[sum(map(dict.__getitem__, _WEIGHED, number)) % 11]


@lru_cache(100_000)
def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def read_id_number(text: str) -> object:
    """`text` is plain and without spaces. The number with a capital X, or a Fault. The area is not judged: codes change, and old ones stay."""
    number = text.upper()
    if len(number) == 18 and number[:17].isdecimal() and number.isascii():
        if not _is_day(number[6:14]):
            return Fault("id_birth", "身份证号里的出生日期不存在", "第 7 至 14 位是年月日，请核对")
        if check_character(number[:17]) == number[17]:
            return number
        if number.endswith("000"):
            return Fault("id_digits_lost", "身份证号末几位变成了 0，Excel 把它当数字存过", _AS_TEXT)
        return Fault("id_check", "身份证号的最后一位对不上", "多半是抄错或换了两个数字，请照证件核对")
    if "E+" in number:
        return Fault("id_digits_lost", f"身份证号变成了“{text}”，数字已经丢失", _AS_TEXT)
    if len(number) == 15 and number.isdecimal():
        return Fault("id_15", "是 15 位的旧身份证号", "请换成 18 位的号码")
    if number.isdecimal() or number[:-1].isdecimal():
        return Fault("id_length", f"身份证号有 {len(number)} 位，应为 18 位", "请照证件核对")
    return Fault("id_characters", "身份证号里有不该有的字符", "只有 17 位数字和最后一位数字或 X")


def read_id_float(number: float) -> Fault:
    """Excel keeps 15 digits of a number."""
    if number >= 1e15:
        return Fault("id_digits_lost", "身份证号是数字格式，末几位已经变成 0", _AS_TEXT)
    if number == int(number) and len(str(int(number))) == 15:
        return read_id_number(str(int(number)))
    return Fault("id_length", "单元格里是数字，不是身份证号", _AS_TEXT)


def read_credit_code(text: str) -> object:
    """`text` is plain and without spaces. 18 characters without I O S V Z; the check is (31 - sum of value times 3 to the place) modulo 31 (GB 32100-2015)."""
    code = text.upper()
    if "E+" in code:
        return Fault("credit_code_lost", f"信用代码变成了“{text}”，数字已经丢失", _AS_TEXT)
    if len(code) != 18:
        return Fault("credit_code_length", f"统一社会信用代码有 {len(code)} 位，应为 18 位", "请照证书核对")
    if unfit := "".join(sorted(set(code) - _CREDIT_VALUES.keys())):
        return Fault("credit_code_characters", f"统一社会信用代码里不会有“{unfit}”", "字母没有 I、O、S、V、Z，多半是把 1、0、5、2 看错了")
    total = sum(_CREDIT_VALUES[letter] * weight for letter, weight in zip(code, _CREDIT_WEIGHTS, strict=False))
    if (31 - total % 31) % 31 != _CREDIT_VALUES[code[17]]:
        return Fault("credit_code_check", "统一社会信用代码的最后一位对不上", "请照证书核对")
    return code


def read_phone(text: str) -> object:
    """`text` is plain and without spaces."""
    if len(text) == 11 and text[0] == "1" and text.isdecimal():
        return text
    number = text.removeprefix("+86").removeprefix("86-").strip("-")
    squeezed = number.replace("-", "") if re.fullmatch(r"1[\d-]+", number) else number
    if _PHONE.fullmatch(squeezed):
        return squeezed
    if re.fullmatch(r"1\d+", squeezed):
        return Fault("phone", f"手机号有 {len(squeezed)} 位，应为 11 位", "请核对")
    if re.search(r"\d{7,}\D+\d{7,}", number):
        return Fault("phone", "一格里有几个电话", "只填一个")
    return Fault("phone", f"“{text[:20]}”不是电话号码", "填 11 位手机号，或带区号的座机，例如 0516-1234567")
