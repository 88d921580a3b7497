"""The words of the language as strict models: shape only, names are resolved by the linker. The descriptions make docs/language.md."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

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
    Rows,
    Strict,
    Text,
    Texts,
    Titles,
    Where,
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
    """What record, duty and indicator share."""

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
    of: str = Field(description="取自 organization、membership、post 或另一个人群")
    where: Where = Field({}, description="条件；不能带日期，也不能重复所取人群已有的条件")


class Codes(Strict):
    """A list of allowed answers; a value is ended, never removed."""

    key: Key = Field(description="标识，也是栏目的类型")
    title: Text = Field(description="中文名称")
    values: Titles = Field(description="代码和它的中文")
    ended: dict[Key, Day] = Field({}, description="哪天起不再用；代码不删除")


class FieldTable(Strict):
    """A field of a record kind; the short form "type title" is read into it."""

    type: str = Field(description="类型，可不填的在后面加 ?")
    title: Text = Field(description="中文名称")
    seen_by: list[str] = Field([], description="只给谁看；不写就随纪实")
    mask: Literal["none", "middle"] = Field("none", description="给别的组织看时遮住中间")
    keep: Keep | None = Field(None, description="比纪实更短的保存期限")

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
    fields: dict[Free, Annotated[FieldTable, short_field]] = Field({}, description="栏目，“类型 中文名”或长写法")
    seen_by: Texts = Field(description="谁可以看；只会收窄权限，不会放宽")
    keep: Keep = Field(description="保存多久")


class Tally(Strict):
    """A number about facts: count, sum or distinct of one kind, filtered, and (in a duty) bounded."""

    count: str | None = Field(None, description="数哪种纪实；指标里还可以是任务或组织人群")
    sum: str | None = Field(None, description="把哪一栏加起来，要和 of 一起写")
    distinct: str | None = Field(None, description="数哪一栏有几个不同的值，要和 of 一起写")
    of: str | None = Field(None, description="sum 或 distinct 取自哪种纪实")
    where: DatedWhere = Field({}, description="只数符合条件的")
    at_least: Amount = Field(None, description="不少于；只用于任务")
    at_most: Amount = Field(None, description="不超过；只用于任务")
    exactly: Amount = Field(None, description="恰好；只用于任务")

    @model_validator(mode="after")
    def _one_head(self):
        heads = [name for name in ("count", "sum", "distinct") if getattr(self, name) is not None]
        if len(heads) != 1 or (heads[0] == "count") == (self.of is not None):
            raise refuse("one_shape", names="count，或 sum 加 of，或 distinct 加 of")
        return self

    @property
    def fact(self) -> str:
        """The key of what is counted."""
        return self.count or self.of or ""

    @property
    def bounds(self) -> dict[str, Any]:
        """sign -> demanded number, plain or dated."""
        signs = {"at_least": ">=", "at_most": "<=", "exactly": "="}
        return {sign: getattr(self, name) for name, sign in signs.items() if getattr(self, name) is not None}


class Duty(Word):
    """What is owed by each holder in each period."""

    basis: Text = Field(description="依据：[[basis]] 的标识加条款，或 local、unverified；必须写")
    who: str = Field(description="哪个组织人群欠这项任务")
    where: DatedWhere = Field({}, description="其中符合条件的才欠；看一期的最后一天")
    every: Every = Field(description="周期")
    expects: Tally | None = Field(None, description="要做几次：一个数加 at_least、at_most 或 exactly")
    must: Demand | None = Field(None, description="要具备什么：对组织的条件")
    due: DueDay = Field(None, description="宽限到哪天；不写就是一期的最后一天")

    @model_validator(mode="after")
    def _one_demand(self):
        if (self.expects is None) == (self.must is None):
            raise refuse("one_shape", names="expects（要做几次）、must（要具备什么）")
        if self.expects and len(self.expects.bounds) != 1:
            raise refuse("one_bound")
        return self


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


class Example(Strict):
    """Given these facts, as of this day, expect these answers."""

    name: Text = Field(description="一句话说明这个例")
    as_of: Day = Field(description="站在哪一天看")
    given: list[dict[str, Any]] = Field(description="已知：组织、纪实和场次，按先后写")
    expect: Rows = Field(description="应得：一条或几条任务、指标的答案")


class Mechanism(Strict):
    """One file."""

    title: Text = Field(description="名称")
    summary: str = Field("", description="一段话说明")
    covers: list[str] = Field([], description="目录里的编号")
    owner: str = Field(description="主管科室")
    since: Day = Field(description="起日")
    until: Day | None = Field(None, description="止日，不再有效的第一天")
    checked: Day = Field(description="哪天有人对照原文核对过")
    aliases: list[Text] = Field([], description="计划的句子里怎样称呼它")
    bounds: list[Text] = Field([], description="界限，写在填报页的上头")
    basis: list[Basis] = Field([], description="依据的文件")
    codes: list[Codes] = Field([], description="编码表")
    office: list[Office] = Field([], description="科室岗位")
    group: list[Group] = Field([], description="人群")
    record: list[Record] = Field([], description="纪实：发生了什么")
    duty: list[Duty] = Field([], description="任务：欠什么")
    indicator: list[Indicator] = Field([], description="指标：到多少了")
    example: list[Example] = Field([], description="例：会自动运行")

    @model_validator(mode="after")
    def _in_order(self):
        if self.until and self.until <= self.since:
            raise refuse("dates_reversed", since=str(self.since), until=str(self.until))
        return self

    @property
    def words(self) -> list[tuple[str, Word]]:
        """All words that cover cells, with the word's name."""
        return [(name, word) for name in ("record", "duty", "indicator") for word in getattr(self, name)]
