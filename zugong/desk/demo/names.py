"""Invented names."""

import random

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
FIRST = "文明建国志伟秀丽晓春海立新永德家嘉雨子思梦佳若昊天泽宇俊"
SECOND = "华军平敏强芳娟霞兰勇涛磊静洁琳峰辉玲波燕宁健凯彬倩妍轩然"


def name(source: random.Random) -> str:
    """A name of two or three characters; now and then with a rare character or a middle dot."""
    chance = source.random()
    if chance < 0.004:
        return "阿依古丽·买买提"
    if chance < 0.01:
        return source.choice(SURNAMES) + "䶮"
    surname = source.choice(SURNAMES)
    return surname + source.choice(FIRST) + (source.choice(SECOND) if chance < 0.85 else "")
