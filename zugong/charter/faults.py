"""Mistakes in rule files: one code a class, said in Chinese with the place by keys and the remedy."""

from dataclasses import dataclass

CLASSES = {
    "not_toml": "读不出来：{why}。请检查引号、方括号和日期的写法",
    "empty_file": "文件里没有任何内容。至少写 title、owner、since、checked 和一个 [[record]]、[[duty]] 或 [[indicator]]",
    "unknown_key": "不认识“{name}”。{near}请删去或改成认识的名称",
    "missing_key": "缺少“{name}”。请补上",
    "wrong_type": "写法不对：{why}",
    "bad_name": "“{name}”不能作标识。请用小写英文字母开头，只含小写字母、数字和下划线",
    "bad_field": "“{text}”不是栏目写法。请写成“类型 中文名”，例如 \"count 旁听人数\"，可不填的在类型后加 ?",
    "unknown_type": "没有类型“{name}”。{near}可用的类型：text、long_text、yes_no、count、date、month，或一个编码表的标识",
    "bad_condition": "条件“{text}”读不懂。可写代码、数、true、\">= 7\"、\">= 1/2 of entitled\"、\"given\"、\"empty\"",
    "unknown_column": "“{of}”没有栏目“{name}”。{near}有：{known}",
    "unknown_code": "编码表“{of}”里没有“{name}”。有：{known}",
    "not_countable": "“{name}”是文字栏目，不能写进条件或统计。请改用数、日期、是否或编码表栏目",
    "too_many_counted": "“{name}”被规则点到的栏目太多：代码栏最多 4 个，数和是否最多 4 个，日期最多 2 个",
    "bad_due": "期限“{text}”读不懂。请写成“10 days after end”或“31 days after start”",
    "bad_every": "周期“{text}”读不懂。可写 month、quarter、half-year、year",
    "bad_date": "日期“{text}”不对。请写成 2026-01-31 这样的日期",
    "dates_reversed": "止日 {until} 不晚于起日 {since}。止日是不再有效的第一天，要晚于起日",
    "same_day": "有两个版本从 {since} 同一天起。同一天只能有一个版本，请改其中一个起日",
    "duplicate_key": "标识“{name}”已用于 {where}。全部文件里每个标识只能用一次，请换一个",
    "unknown_fact": "没有名为“{name}”的纪实、任务或人群。{near}请先写好被引用的内容，或改正名称",
    "unknown_group": "没有名为“{name}”的人群。{near}人群写在 [[group]] 里",
    "wrong_group": "“{name}”是{is_}的人群，这里要{wanted}的人群",
    "unknown_office": "不知道“{name}”是谁。{near}科室岗位写在 offices.toml，也可写 by、above、self、everyone",
    "unknown_basis": "依据“{name}”不在 [[basis]] 里。请补一条 [[basis]]，或写 local（本地规定）、unverified（待核）",
    "unlisted_article": "依据“{name}”没有列出“{article}”。请在它的 articles 里补上",
    "unknown_cell": "制度目录里没有“{name}”。covers 写目录编号，例如 \"1.3.1\"；词上写编号加类别，例如 \"1.3.1 PO\"",
    "wrong_kind": "{word} 不能承担“{cell}”：{word} 只承担 {kind}",
    "one_bound": "要求里必须恰写一个 at_least、at_most 或 exactly",
    "one_shape": "{names} 必须恰写一种",
    "loop": "引用绕成了圈：{path}。请断开其中一环",
    "bad_keep": "保存期限“{text}”读不懂。请写 permanent，或“5 years after on, then delete”",
    "bounded": "“{text}”属于不得收集的内容（信仰、民族、病情、亲属、轨迹、打卡、积分、排名）。请删去这一栏",
    "example_unknown": "例里的“{name}”没有着落：{why}",
    "example_failed": "例“{name}”：{what}应为 {wanted}，算出 {found}",
}


@dataclass(frozen=True)
class Fault:
    """One mistake: the file, the place in it as English keys, the class and the whole message."""

    file: str
    place: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}，{self.place}：{self.message}。" if self.place else f"{self.file}：{self.message}。"


def fault(file: str, place: str, code: str, **details: str) -> Fault:
    """Build a fault of a class; KeyError for a class that CLASSES does not hold."""
    return Fault(file, place, code, CLASSES[code].format(**details))


class Mistake(ValueError):
    """Raised while reading one notation; the reader adds file and place."""

    def __init__(self, code: str, **details: str):
        super().__init__(CLASSES[code].format(**details))
        self.code, self.details = code, details
