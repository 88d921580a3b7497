"""The words of the language as strict models: shape only, names are resolved by the linker. The descriptions make docs/language.md."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from . import notations
from .faults import Mistake
from .values import (
    Amount,
    DatedWhere,
    Day,
    Demand,
    DueDay,
    Every,
    Free,
    Keep,
    Key,
    Keys,
    Lead,
    Picks,
    Strict,
    Text,
    Texts,
    Titles,
    Where,
    as_list,
    refuse,
    short_field,
)


class Basis(Strict):
    """A document a rule rests on, and how far its text was checked."""

    key: Key = Field(description="标识，本文件内唯一")
    document: Text = Field(description="文件名称")
    articles: list[Text] = Field([], description="条款；词上的 basis 只能引用这里列出的")
    proof: Literal["verified", "secondary", "unverified", "local"] = Field(description="核对到什么程度")
    checked: Day | None = Field(None, description="哪天核对的")


class Word(Strict):
    """What all words that cover cells share."""

    key: Key = Field(description="标识，全部文件里唯一；同一个文件里可用另一个 since 再写一次")
    title: Text = Field(description="中文名称")
    covers: list[str] = Field([], description="承担目录里的哪几格，编号加类别")
    basis: Text | None = Field(None, description="依据：[[basis]] 的标识加条款，或 local、unverified")
    since: Day | None = Field(None, description="起日；不写就从文件的起日起")
    until: Day | None = Field(None, description="止日，不再有效的第一天")

    @model_validator(mode="after")
    def _in_order(self):
        if self.since and self.until and self.until <= self.since:
            raise refuse("dates_reversed", since=str(self.since), until=str(self.until))
        return self


class Office(Strict):
    """A seat that may be named as owner or reader."""

    key: Key = Field(description="标识")
    title: Text = Field(description="中文名称")
    at: Literal["department", "own"] = Field("department", description="在组织部门，还是在各自的组织里")
    role: str | None = Field(None, description="由哪个职务的人担任")


class Group(Strict):
    """Organizations or people that satisfy a condition."""

    key: Key = Field(description="标识")
    title: Text = Field(description="中文名称")
    of: str = Field(description="取自 organization、membership、post、term 或另一个人群")
    where: Where = Field({}, description="条件；不能带日期，也不能重复所取人群已有的条件")


class Codes(Strict):
    """A list of allowed answers; a value is ended, never removed."""

    key: Key = Field(description="标识，也是栏目的类型")
    title: Text = Field(description="中文名称")
    values: Titles = Field(description="代码和它的中文")
    ended: dict[Key, Day] = Field({}, description="哪天起不再用；代码不删除")


class FieldTable(Strict):
    """A field of a record kind or a ledger; the short form "type title" is read into it."""

    type: str = Field(description="类型，可不填的在后面加 ?")
    title: Text = Field(description="中文名称")
    seen_by: list[str] = Field([], description="只给谁看；不写就随纪实或台账")
    mask: Literal["none", "middle"] = Field("none", description="给别的组织看时遮住中间")
    keep: Keep | None = Field(None, description="比纪实或台账更短的保存期限")

    @model_validator(mode="after")
    def _is_field(self):
        try:
            notations.field("", f"{self.type} {self.title}")
        except Mistake as mistake:
            raise refuse(mistake.code, **mistake.details) from None
        return self


class Record(Word):
    """A kind of thing that happened."""

    by: str = Field(description="哪个组织人群记")
    roll: str | None = Field(None, description="按哪个党员或任职人群点名；不写就不点名")
    picks: Picks | None = Field(None, description="名单上只有参加的人，写几名；不写就是应到的人都在名单上，缺席的另注明")
    fields: dict[Free, Annotated[FieldTable, short_field]] = Field({}, description="栏目，“类型 中文名”或长写法")
    seen_by: Texts = Field(description="谁可以看；只会收窄权限，不会放宽")
    keep: Keep = Field(description="保存多久")


class Tally(Strict):
    """A number about facts: count, sum or distinct of some kinds, filtered, and (in a duty) bounded; or several such numbers added."""

    count: Keys | None = Field(None, description="数哪种纪实（可以是几种）或哪本台账；指标里还可以是任务或组织人群")
    sum: str | None = Field(None, description="把哪一栏加起来，要和 of 一起写")
    distinct: str | None = Field(None, description="数哪一栏有几个不同的值，要和 of 一起写")
    of: Keys | None = Field(None, description="sum 或 distinct 取自哪种纪实（可以是几种）或哪本台账")
    adds: list["Tally"] | None = Field(None, description="几个数相加；里面的每个数可以写 counted_up_to")
    where: DatedWhere = Field({}, description="只数符合条件的")
    dated: str | None = Field(None, description="台账：按哪一栏的日子数这段时间里的行；不写就数当天有效的行")
    together_with: str | None = Field(None, description="同场还有哪个人群的人；只用于一个人一个人欠的任务")
    counted_up_to: Amount = Field(None, description="相加时这个数最多算多少")
    at_least: Amount = Field(None, description="不少于；只用于任务")
    at_most: Amount = Field(None, description="不超过；只用于任务")
    exactly: Amount = Field(None, description="恰好；只用于任务")

    @model_validator(mode="after")
    def _one_head(self):
        heads = [name for name in ("count", "sum", "distinct", "adds") if getattr(self, name) is not None]
        if len(heads) != 1 or (heads[0] in ("sum", "distinct")) != (self.of is not None):
            raise refuse("one_shape", names="count，或 sum 加 of，或 distinct 加 of，或 adds")
        if self.adds is not None and (not self.adds or self.where or self.together_with or any(part.adds or part.bounds for part in self.adds)):
            raise refuse("one_shape", names="adds 里的几个数，各写各的条件，不写 at_least，也不再套 adds")
        return self

    @property
    def parts(self) -> list["Tally"]:
        """The numbers that are added: this one alone, unless `adds`."""
        return self.adds or [self]

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of all that is counted, each once."""
        return tuple(dict.fromkeys(key for part in self.parts for key in (part.count or part.of or ())))

    @property
    def fact(self) -> str:
        """The first key of what is counted."""
        return self.facts[0] if self.facts else ""

    @property
    def bounds(self) -> dict[str, Any]:
        """sign -> demanded number, plain or dated."""
        signs = {"at_least": ">=", "at_most": "<=", "exactly": "="}
        return {sign: getattr(self, name) for name, sign in signs.items() if getattr(self, name) is not None}


class Duty(Word):
    """What is owed by each holder in each period."""

    basis: Text = Field(description="依据：[[basis]] 的标识加条款，或 local、unverified；必须写")
    who: str = Field(description="谁欠这项任务：组织人群，或者一个人一个人欠的党员、任职人群，或者届次人群，或者台账的每一行")
    paired_with: str | None = Field(None, description="和谁两两成对，每一对欠一次；要和 who 是同一个人群")
    where: DatedWhere = Field({}, description="其中符合条件的才欠；看一期的最后一天")
    every: Every | None = Field(None, description="周期；只有一次的写 once")
    counted_from: Literal["since"] | None = Field(None, description="周期从各自的起日算起；不写就按公历")
    once: Key | None = Field(None, description="只有一次，到这一栏的那天为止；用于届次和任职（ends_on）、台账（日期栏目）")
    opens: Lead | None = Field(None, description="once 的那天之前多久开始要求")
    expects: Annotated[list[Tally], BeforeValidator(as_list)] | None = Field(None, description="要做几次：一个数加 at_least、at_most 或 exactly；写成列表就是样样都要")
    expects_one_of: list[Tally] | None = Field(None, description="几个数里做到一个就行")
    must: Demand | None = Field(None, description="要具备什么：对组织的条件")
    due: DueDay = Field(None, description="宽限到哪天；不写就是一期的最后一天")

    @model_validator(mode="after")
    def _one_demand(self):
        if sum(demand is not None for demand in (self.expects, self.expects_one_of, self.must)) != 1:
            raise refuse("one_shape", names="expects（要做几次）、expects_one_of（做到一个）、must（要具备什么）")
        if any(len(tally.bounds) != 1 for tally in self.tallies) or (self.must is None and not self.tallies):
            raise refuse("one_bound")
        if len(self.tallies) > 1 and any(not isinstance(value, int) and not str(value).endswith("hours") for tally in self.tallies for value in [tally.at_least]):
            raise refuse("only_at_least")
        return self

    @model_validator(mode="after")
    def _one_clock(self):
        if (self.every is None) == (self.once is None):
            raise refuse("wrong_clock", why="every 和 once 写一个，只写一个")
        if (self.once is None) != (self.opens is None):
            raise refuse("wrong_clock", why="once 要和 opens 一起写")
        if self.counted_from and self.once:
            raise refuse("wrong_clock", why="counted_from 只和 every 一起写")
        return self

    @property
    def tallies(self) -> list[Tally]:
        """The numbers that are demanded: all of them, or any one of `expects_one_of`; none for `must`."""
        return self.expects or self.expects_one_of or []

    @property
    def clock(self) -> str:
        """What its periods and due days follow from: duties of one clock share their windows."""
        every = f"once {self.opens}" if self.once else f"{self.every} of one's own" if self.counted_from else self.every
        return f"{every}, {self.due}" if self.due else every

    @property
    def facts(self) -> tuple[str, ...]:
        """Keys of all records that count, each once."""
        return tuple(dict.fromkeys(key for tally in self.tallies for key in tally.facts))


class Item(Strict):
    """One line of a numbered list: a duty of its own."""

    number: Text = Field(description="序号，例如 1-2")
    title: Text = Field(description="内容")
    who: str | None = Field(None, description="由谁做；不写就是整张清单的 who")
    every: Every | None = Field(None, description="周期；不写就是整张清单的 every")
    expects: Annotated[list[Tally], BeforeValidator(as_list)] = Field(description="要做几次，和任务里的写法一样")


class Checklist(Word):
    """A numbered list of duties, such as a "225" list: each line becomes a duty <key>_<place>."""

    basis: Text = Field(description="依据：[[basis]] 的标识加条款，或 local、unverified；必须写")
    who: str = Field(description="清单是谁的：哪个组织人群")
    every: Every = Field(description="周期")
    due: DueDay = Field(None, description="宽限到哪天；不写就是一期的最后一天")
    items: list[Item] = Field(description="各项，按先后写；换一年改几项，就用另一个 since 再写一次")

    @property
    def duties(self) -> list[Duty]:
        """The lines as duties, in their order."""
        shared = {name: value for name in ("covers", "basis", "since", "until", "due") if (value := getattr(self, name)) is not None}
        return [
            Duty(key=f"{self.key}_{place}", title=f"{item.number} {item.title}", who=item.who or self.who, every=item.every or self.every, expects=item.expects, **shared)
            for place, item in enumerate(self.items, 1)
        ]


class Indicator(Word):
    """A named number: a value, or a part of a whole. Targets belong to the year's plan."""

    per: str | None = Field(None, description="按哪个组织人群分列")
    unit: Text = Field("次", description="单位，只用于 value")
    value: Tally | None = Field(None, description="一个数")
    part: Tally | None = Field(None, description="分子，要和 whole 一起写")
    whole: Tally | None = Field(None, description="分母")

    @model_validator(mode="after")
    def _one_form(self):
        if (self.value is None) == (self.part is None) or (self.part is None) != (self.whole is None):
            raise refuse("one_shape", names="value，或 part 加 whole")
        if any(tally and tally.bounds for tally in (self.value, self.part, self.whole)):
            raise refuse("no_bound")
        return self
