"""Mistakes in rule files: one code a class, said in Chinese with the place by keys and the remedy."""

from dataclasses import dataclass

# Longest piece of a file that a message repeats.
LONGEST = 400

CLASSES = {
    # the file
    "not_toml": "读不出来：{why}。请改正这一处",
    "empty_file": "文件里没有任何内容。请至少写 title、owner、since、checked 和一个 [[record]]、[[ledger]]、[[duty]] 或 [[indicator]]",
    "unknown_key": "不认识“{name}”。{near}请删去或改成认识的名称",
    "missing_key": "缺少“{name}”。请补上",
    "wrong_type": "“{name}”的写法不对。请写：{wanted}",
    "blank": "这里是空的，或有看不见的字符。请写上内容",
    # one value
    "bad_name": "“{name}”不能作标识。请用小写英文字母开头，只含小写字母、数字和下划线，不超过 60 个字符",
    "bad_field": "“{text}”不是栏目写法。请写成“类型 中文名”，例如 \"count 旁听人数\"，可不填的在类型后加 ?",
    "bad_condition": "条件“{text}”读不懂。请写代码、代码列表、数、true、\">= 7\"、\">= 1/2 of entitled\"、\"not 代码\"、\"given\" 或 \"empty\"",
    "bad_amount": "数目“{text}”读不懂。请写整数、\"32 hours\"、\"own members\" 或 \"1/2 of own members\"",
    "bad_due": "期限“{text}”读不懂。请写成“10 days after end”“5 working days after end”“5 days before end”或“30 days after start, then next working day”",
    "bad_lead": "提前多久“{text}”读不懂。请写成“6 months before”或“30 days before”",
    "bad_picks": "人数“{text}”读不懂。请写成“2”“1..3”或“1..”",
    "bad_every": "周期“{text}”读不懂。请写 month、quarter、half-year 或 year",
    "bad_date": "日期“{text}”不对。请写成 2026-01-31 这样的日期，年份在 1900 至 2100 之间",
    "bad_ratio": "比例“{text}”读不懂。请写成“a : b : c <= 1 : 3 : 6”，两边一样多",
    "bad_order": "顺序“{text}”读不懂。请写一个栏目，或“strokes of 栏目”",
    "bad_placeholder": "“{text}”里的花括号没有配好。请在每对花括号里只写一个栏目，例如 {{ends_on}}",
    "bad_keep": "保存期限“{text}”读不懂。请写 permanent，或“5 years after on, then delete”",
    "bounded": "“{text}”属于不得收集的内容（信仰、民族、病情、亲属、轨迹、打卡、积分、排名）。请删去这一栏",
    # the shape of a word
    "one_bound": "要求里必须恰有一个数。请在 at_least、at_most、exactly 里写一个，只写一个",
    "no_bound": "指标只是数，不能写 at_least、at_most、exactly。请删去，目标写在年度计划里",
    "one_shape": "写了几种，或一种也没写。请恰写一种：{names}",
    "dates_reversed": "止日 {until} 不晚于起日 {since}。止日是不再有效的第一天，请改得晚于起日",
    "same_day": "有两个版本从 {since} 同一天起。同一天只能有一个版本，请改其中一个起日",
    # names
    "duplicate_key": "标识“{name}”已用于{where}。全部文件里每个标识只能用一次，请换一个",
    "unknown_type": "没有类型“{name}”。{near}请写 text、long_text、yes_no、count、date、month，或一个编码表的标识；台账里还可以写 money、partial_date、phone、credit_code、organization、person，或组织人群、另一本台账的标识",
    "unknown_column": "“{of}”没有栏目“{name}”。{near}请改成这里有的：{known}",
    "unknown_code": "编码表“{of}”里没有“{name}”。请改成表里有的：{known}",
    "unknown_fact": "没有名为“{name}”的{wanted}。{near}请先写好被引用的内容，或改正名称",
    "unknown_group": "没有名为“{name}”的人群。{near}请改正名称，或在 [[group]] 里补上",
    "unknown_office": "不知道“{name}”是谁。{near}请改正名称，或在 offices.toml 里补上；谁可以看还可以写 by、above、self、everyone",
    "unknown_basis": "依据“{name}”不在 [[basis]] 里。请补一条 [[basis]]，或写 local（本地规定）、unverified（待核）",
    "unlisted_article": "依据“{name}”没有列出“{article}”。请在它的 articles 里补上",
    "unknown_cell": "制度目录里没有“{name}”。请照目录改，文件头写编号，例如 \"1.3.1\"；词上写编号加类别，例如 \"1.3.1 PO\"",
    "wrong_kind": "{word} 不能承担“{cell}”，它只承担 {kind}。请改类别，或写到别的词上",
    "cell_not_in_head": "词上写了“{cell}”，文件头的 covers 里却没有“{number}”。请在文件头补上，或从词上删去",
    "loop": "人群的引用绕成了圈：{path}。请断开其中一环",
    # what does not fit
    "wrong_group": "“{name}”是{is_}的人群，这里要{wanted}的人群。请换一个",
    "not_countable": "“{name}”是文字栏目，不能写进条件或统计。请改用别的栏目；台账的核对里，文字只能写 given 或 empty",
    "only_count": "“{of}”只能一个一个地数。请改写 count，sum 和 distinct 只用于纪实的栏目",
    "unfit_condition": "栏目“{name}”不能和“{text}”比。请写：{wanted}",
    "repeated_condition": "“{of}”自己已有“{name}”的条件，这里再写会互相盖掉。请只写一处，或另定一个人群",
    "only_people": "“{name}”只用于一个人一个人欠的任务，这里欠任务的是{is_}。请换一个党员或任职的人群，或删去这个键",
    "not_for_people": "一个人一个人欠的任务，不能写{name}。请改成数到会的纪实",
    "no_roll": "“{fact}”不点名，数不出谁参加了。请换成点名的纪实，或给它写 roll",
    "only_at_least": "几个要求放在一起时，每个只能写 at_least 一个整数。请改正",
    "wrong_clock": "周期写得不全：{why}。请改正",
    "never_met": "“{who}”里的{kinds}不能记“{fact}”，这项任务永远做不到。请改 who，或改这种纪实的 by",
    "too_many_counted": "“{name}”被规则点到的栏目太多：{most}。请少点几个",
    "not_addable": "“{name}”不是数，不能相加。请只写类型是 count、money 的栏目",
    "bad_unique": "“{name}”不能作不重复的栏目：{why}。请改正",
    "only_own_row": "“{name}”只能和这一行自己的栏目比：{why}。请改正",
    "covers_nothing": "{name} 是印出来的样子，不承担目录里的格。请删去 covers",
    "unfit_layout": "“{of}”是{is_}，不能印成{layout}。请写：{wanted}",
    "not_in_layout": "{layout}用不着“{name}”。请删去这个键，或换一种版式",
    "no_strokes": "“{name}”不是名称，不能按姓氏笔画排。请改用姓名、名称或文字栏目",
    # examples
    "example_unknown": "例里的“{name}”没有着落：{why}。{near}请先写好它，或改正名称",
    "example_wrong": "例里的“{name}”写法不对：{why}。请改正",
    "example_failed": "例“{name}”不成立：{what}应为 {wanted}，算出 {found}。请改规则，或改例",
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


def said(code: str, **details: str) -> str:
    """The message of a class; KeyError for a class that CLASSES does not hold."""
    return CLASSES[code].format(**{name: str(value)[:LONGEST] for name, value in details.items()})


def fault(file: str, place: str, code: str, **details: str) -> Fault:
    """Build a fault of a class."""
    return Fault(file, place, code, said(code, **details))


class Mistake(ValueError):
    """Raised while reading one notation; the reader adds file and place."""

    def __init__(self, code: str, **details: str):
        super().__init__(said(code, **details))
        self.code, self.details = code, details
