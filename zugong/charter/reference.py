"""The reference page of the language, made from the code: models, notations, columns, code lists, classes of mistakes."""

import types
import typing
from pathlib import Path

from . import catalogue, examples, faults, ledger_words, mechanism, notations, paper_words, values, words
from .departures import DEPARTURES, NOT_YET

HEAD = """\
# 机制文件的语言

本页由 `./run mechanisms reference` 从代码生成，不要手改。一个机制是一个 TOML 文件，文件名就是它的标识（例如 `themed_party_day.toml`）。
键用英文，给人看的字用中文；每个标识在全部文件里只用一次；词的先后随意；带小圆点的长表写成 `[record.fields]`，行内的表 `{ }` 要写在一行。

```toml
"""
SAMPLE = """\
title   = "安全检查"
owner   = "safety_office"
since   = 2024-01-01
checked = 2026-11-01

[[record]]
key     = "site_inspection"
title   = "现场检查"
by      = "firm"
seen_by = ["by", "above"]
keep    = "5 years after on, then delete"
fields  = { passed = "yes_no 合格", hazards = "count? 隐患数" }

[[duty]]
key     = "site_inspection_each_quarter"
title   = "每季度一次现场检查"
basis   = "local"
who     = "firm"
every   = "quarter"
expects = { count = "site_inspection", where = { passed = true }, at_least = 1 }
due     = "15 days after end"

[[example]]
name   = "不合格的不算"
as_of  = 2026-05-01
given  = [{ fact = "firm", name = "甲厂" }, { fact = "site_inspection", by = "甲厂", on = 2026-02-01, passed = false }]
expect = { duty = "site_inspection_each_quarter", of = "甲厂", period = "2026-Q1", finding = "missed", missing = 1 }
"""
WORDS = [
    ("一个文件", "", mechanism.Mechanism),
    ("[[basis]] 依据", "", words.Basis),
    ("[[codes]] 编码表", "", words.Codes),
    ("[[office]] 科室岗位", "", words.Office),
    ("[[group]] 人群", "", words.Group),
    ("[[record]] 纪实", "发生了什么。应到人数、实到人数来自当天的名单，不用写成栏目。", words.Record),
    ("栏目的长写法", '写在 `[record.fields]` 里，`key = { type = …, title = … }`；短写法是 `key = "类型 中文名"`。', words.FieldTable),
    ("[[ledger]] 台账", "保存着什么。一行从 `since` 起、到 `until` 前一天止有效。", ledger_words.Ledger),
    ("自动相加的栏目（sums）", "", ledger_words.Sum),
    ("[[check]] 核对", "不得怎样。保存时就判，也列成要改的事项；must、ratio、expects 恰写一个。", ledger_words.Check),
    ("[[duty]] 任务", "谁在每一期里欠什么。", words.Duty),
    ("[[checklist]] 清单", "编了号的一组任务，比如“225”清单：每一项是一个任务，标识是清单的标识加序号。", words.Checklist),
    ("清单里的一项（items）", "", words.Item),
    ("[[indicator]] 指标", "一个数，或一个比。目标写在年度计划里，不写在这里。", words.Indicator),
    (
        "数（expects、value、part、whole 里的表）",
        "count、sum、distinct、adds 恰写一个；at_least、at_most、exactly 在任务里恰写一个，在指标里不写。",
        words.Tally,
    ),
    (
        "[[paper]] 文书",
        "印出来的样子，不承担目录里的格。会议记录里，`chair`、`recorder`、`topic`、`resolution` 各进自己的格，其余栏目写进会议内容；纪要的印发日期取 `minutes_on`，没有就是打印那天。还可以用的栏目：`title` 文书名称，`unit` 组织名称，`printed_on` 打印日期；纪实还有 `begins` 开始时间、`place` 地点。任何一种都可以再上传一份模板代替这里的版式。",
        paper_words.Paper,
    ),
    ("[[example]] 例", "采用文件时都会运行。", mechanism.Example),
]
NOTATIONS = [
    ("栏目", lambda text: notations.field("field", text), [("text 议题", "必填的一行文字"), ("count? 旁听人数", "可不填的整数"), ("education_form? 形式", "编码表里的一个代码")]),
    (
        "条件",
        notations.comparisons,
        [
            ("branch", "是这个代码"),
            ("not self_study", "不是这个代码"),
            (">= 7", "不少于 7；还有 > <= < = !="),
            (">= 3 and <= 5", "两边都要满足"),
            (">= 1/2 of entitled", "不少于另一栏的二分之一"),
            (">= 80% of expected", "不少于另一栏的百分之八十"),
            ("<= 3 times members", "不超过另一栏的三倍"),
            ("= expected", "等于另一栏"),
            (">= 2026-01-31", "不早于这一天"),
            ("<= today", "不晚于站着看的那一天"),
            ("given", "已填"),
            ("empty", "未填"),
            ("own organization", "就是这个人所在的组织；只用于一个人一个人欠的任务的 by"),
            ("own branch", "就是这个人组织关系所在的支部或党小组"),
            ("own holder", "就是被核对的那一行的 holder 栏；只用于核对的 expects，own row 是那一行自己"),
            (">= since", "不早于同一行的另一个日期"),
            (">= 3 years after starts_on", "不早于另一个日期的三年后；只用于核对的 must 和 where"),
        ],
    ),
    ("要求的数", lambda text: notations.bound(">=", text), [("32 hours", "32 小时，按分钟算"), ("own members", "本组织的党员数"), ("1/2 of own committee_members", "本组织支委人数的二分之一")]),
    ("期限", notations.due, [("10 days after end", "期末后 10 日"), ("1 month after end", "期末后一个月"), ("5 days before end", "期末前 5 日"), ("31 days after start", "期初后 31 日"), ("5 working days after end", "期末后 5 个工作日"), ("30 days after start, then next working day", "1 月 31 日，遇休息日顺延到下一个工作日")]),
    ("提前多久", notations.lead, [("6 months before", "提前六个月"), ("30 days before", "提前三十天")]),
    ("几个人", notations.picks, [("2", "恰好两人"), ("1..3", "一至三人"), ("1..", "一人以上")]),
    ("比例", notations.ratio, [("senior : middle : junior <= 1 : 3 : 6", "从前往后都不突破：前一栏不超过全部的一成，前两栏不超过四成")]),
    ("名册的顺序", notations.order, [("strokes of person", "按这一栏的姓氏笔画"), ("ends_on", "按这一栏")]),
    ("段落里的栏目", notations.placeholders, [("合同将于{ends_on}期满。", "花括号处填上这一栏；没有填的留空白")]),
    (
        "保存期限",
        notations.keep,
        [("permanent", "永久"), ("5 years after on, then delete", "从那天起五年，然后删除"), ("1 year after on, then seal", "一年后封存")],
    ),
]
PERIOD_KEYS = {"month": "2026-03", "quarter": "2026-Q1", "half-year": "2026-H1", "year": "2026"}
_LABELS = [
    (values.Text, "文字"), (values.Key, "标识"), (values.Free, "标识"), (values.Day, "日期"), (values.Texts, "文字列表"), (values.Titles, "{ 代码 = 中文 }"),
    (values.Where, "{ 栏目 = 条件 }"), (values.DatedWhere, "{ 栏目 = 条件 }，可带日期"), (values.Demand, "{ 栏目 = 条件 }，可带日期"), (values.Amount, "数，可带日期"), (values.DueDay, "期限，可带日期"),
    (values.Every, "周期"), (values.Keep, "保存期限"), (values.Lead, "提前多久"), (values.Picks, "几个人"), (values.Ratio, "比例"), (values.Keys, "标识，或标识的列表"), (values.Rows, "表，或表的列表"), (str, "文字"), (words.Tally, "数"), (words.FieldTable, "栏目"), (paper_words.Sentence, "文字"), (paper_words.Order, "名册的顺序"), (ledger_words.Sum, "相加的栏目"),
]  # fmt: skip


def write_reference(path: Path) -> None:
    """Write the page; the committed one is the same (a test sees to it)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(reference(), encoding="utf-8")


def reference() -> str:
    """The whole page as Markdown."""
    parts = [HEAD + SAMPLE + "```", "## 词和键", *(_word(*each) for each in WORDS), _example_rows(), "## 小写法", _dated(), *(_notation(*each) for each in NOTATIONS)]
    parts += ["## 能用的栏目", *_columns(), "## 编码表", *_code_lists(), "## 周期", _periods(), "## 错误", _classes()]
    parts += ["## 与最初设计不同之处", _list(DEPARTURES), "## 还没有的", _list(NOT_YET)]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def _list(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _word(title: str, text: str, model: type[values.Strict]) -> str:
    hints = typing.get_type_hints(model, include_extras=True)
    rows = [(f"`{name}`", "必写" if info.is_required() else "可不写", _kind(hints[name]), info.description or "") for name, info in model.model_fields.items()]
    return "\n\n".join(filter(None, (f"### {title}", text, _table(("键", "要不要写", "类型", "意思"), rows))))


def _kind(hint) -> str:
    found = next((label for known, label in _LABELS if hint == known), None)
    if found:
        return found
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return "或".join(_kind(part) for part in parts if part is not type(None))
    if origin is typing.Literal:
        return "、".join(f"`{part}`" for part in parts)
    if origin is typing.Annotated:
        return _kind(parts[0])
    if origin is list:
        return "表的列表" if _is_table(parts[0]) else _kind(parts[0]) + "列表"
    return f"{{ {_kind(parts[0])} = {_kind(parts[1])} }}"


def _is_table(hint) -> bool:
    return typing.get_origin(hint) is dict or (isinstance(hint, type) and issubclass(hint, values.Strict))


def _example_rows() -> str:
    rows = [
        ("`given` 组织", "`fact` = 组织人群", examples.ORGANIZATION_KEYS, "`members` 正式党员数，`probationary` 预备党员数，`committee` 委员数，`groups` 党小组数；`under` 是前面写过的组织"),
        ("`given` 纪实", "`fact` = 纪实", examples.RECORD_KEYS, "还可写这种纪实自己的栏目；`by` 可以是几个组织；`there` 到会的人，`absent` 缺席的人，`made_up` 缺席后补上的人"),
        ("`given` 人", "`fact` = 党员或任职人群", examples.PERSON_KEYS, "`at` 是前面写过的组织，`group` 是党小组；同名就是同一个人"),
        ("`given` 届次", "`fact` = 届次人群", examples.TERM_KEYS, "`ends_on` 任期届满日，`until` 新一届产生的那天"),
        ("`given` 免除", "`exempt` = 任务", examples.EXEMPTION_KEYS, "`sort` 写 excused 或 not_applicable；一个人的写 `name`"),
        (
            "`given` 台账行",
            "`fact` = 台账",
            examples.ROW_KEYS,
            "还可写这本台账自己的栏目；指向人、组织、别的行的栏目写前面写过的名称；`name` 是以后怎样称呼这一行",
        ),
        ("`given` 谁", '`fact = "person"`', ("fact", "name"), "没有党员身份、也不任职的人，供台账的栏目指向"),
        ("`given` 场次", "`session` = 随便起的名称", examples.SESSION_KEYS, "`holds` 列出这一场里的几种纪实"),
        (
            "`expect` 任务",
            "`duty`",
            examples.DUTY_KEYS,
            "`of` 和 `period` 必写；`of` 是组织、人，或者一对人；`number` 已有几个，`missing` 还差几个",
        ),
        ("`expect` 核对", "`check`", examples.CHECK_KEYS, "`of` 是前面写过的台账行；`finding` 写 held（合规）或 broken（不合）"),
        (
            "`expect` 指标",
            "`indicator`",
            examples.INDICATOR_KEYS,
            "`value` 一个数，`part` 和 `whole` 分子和分母；从当年一月一日数到 `as_of`",
        ),
    ]
    return _table(("哪一行", "认法", "能写的键", "说明"), [(row, how, " ".join(f"`{key}`" for key in keys), note) for row, how, keys, note in rows])


def _dated() -> str:
    return (
        "任务里的 `at_least`、`at_most`、`exactly`、`due` 和条件的值都可以带日期：`{ 2018-10-28 = 1, 2026-07-01 = 2 }`，每个日子起用新的值，第一个日子之前用第一个值。"
        "不是一个值的变化，就把整个词用另一个 `since` 再写一次。值也可以直接写成数、`true`、`false`、日期，或代码的列表（是其中之一）。"
    )


def _notation(title: str, _, rows: list[tuple[str, str]]) -> str:
    return f"### {title}\n\n" + _table(("写法", "读作"), [(f"`\"{text}\"`", meaning) for text, meaning in rows])


def _columns() -> list[str]:
    titles = {
        "组织人群（organization）": catalogue.ORGANIZATION_COLUMNS,
        "党员人群（membership）": catalogue.MEMBERSHIP_COLUMNS,
        "任职人群（post）": catalogue.POST_COLUMNS,
        "届次人群（term）": catalogue.TERM_COLUMNS,
        "纪实（record）自带的": catalogue.RECORD_COLUMNS,
        "台账（ledger）自带的": catalogue.LEDGER_COLUMNS,
        "任务（duty），在指标里数": catalogue.DUTY_COLUMNS,
    }
    found = [f"### {title}\n\n" + _table(("栏目", "类型", "名称"), [(f"`{key}`", kind, name) for key, (kind, name) in columns.items()]) for title, columns in titles.items()]
    scalars = "、".join(f"`{each}`" for each in notations.SCALARS)
    slots = "编码栏最多 4 个，数和是否最多 4 个，日期最多 2 个"
    kept = "、".join(f"`{each}`" for each in notations.KEPT_SCALARS[len(notations.SCALARS) :])
    return [
        *found,
        f"栏目的类型：{scalars}，或编码表的标识。文字栏目只能看，不能写进规则；一种纪实被规则点到的栏目，{slots}。",
        f"台账的栏目还可以是 {kept}、组织人群的标识（那个人群里的一个组织），或另一本台账的标识（它的一行）。`money` 是元，存到分；`partial_date` 可以只写到年或月。",
    ]


def _code_lists() -> list[str]:
    lists = catalogue.CODE_LISTS | {"finding": catalogue.FINDINGS}
    parts = [f"### {key} {catalogue.CODE_TITLES[key]}\n\n" + _table(("代码", "中文"), [(f"`{code}`", title) for code, title in codes.items()]) for key, codes in lists.items()]
    anyone = _table(("写法", "是谁"), [(f"`{key}`", title) for key, title in catalogue.ANYONE.items()])
    proofs = _table(("代码", "中文"), [(f"`{key}`", title) for key, title in catalogue.PROOFS.items()])
    return [*parts, f"### 谁可以看（seen_by）\n\n科室岗位的标识，或：\n\n{anyone}", f"### 核对程度（proof）\n\n{proofs}"]


def _periods() -> str:
    rows = [(f"`{key}`", title, f"`{PERIOD_KEYS[key]}`") for key, title in catalogue.PERIOD_TITLES.items()]
    return _table(("every", "中文", "例里的 period"), rows) + "\n\n一期由它第一天有效的版本判断；组织要在整期里都存在，否则不适用。"


def _classes() -> str:
    return "每个错误都写出文件、位置（英文键）和怎么改。\n\n" + _table(("类", "说法"), [(f"`{code}`", text) for code, text in faults.CLASSES.items()])
