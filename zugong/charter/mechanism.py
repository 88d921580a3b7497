"""A mechanism file as a whole: its words, and the examples that hold them to their meaning."""

from typing import Any

from pydantic import Field, model_validator

from .ledger_words import Check, Ledger
from .paper_words import Paper
from .values import Day, Rows, Strict, Text, refuse
from .words import Basis, Checklist, Codes, Duty, Group, Indicator, Office, Record, Word


class Example(Strict):
    """Given these facts, as of this day, expect these answers."""

    name: Text = Field(description="一句话说明这个例")
    as_of: Day = Field(description="站在哪一天看")
    given: list[dict[str, Any]] = Field(description="已知：组织、人、纪实、场次和台账行，按先后写")
    expect: Rows = Field(description="应得：一条或几条任务、核对、指标的答案")


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
    ledger: list[Ledger] = Field([], description="台账：保存着什么")
    check: list[Check] = Field([], description="核对：不得怎样")
    duty: list[Duty] = Field([], description="任务：欠什么")
    checklist: list[Checklist] = Field([], description="清单：编了号的一组任务")
    indicator: list[Indicator] = Field([], description="指标：到多少了")
    paper: list[Paper] = Field([], description="文书：印什么")
    example: list[Example] = Field([], description="例：会自动运行")

    @model_validator(mode="after")
    def _in_order(self):
        if self.until and self.until <= self.since:
            raise refuse("dates_reversed", since=str(self.since), until=str(self.until))
        return self

    @property
    def words(self) -> list[tuple[str, Word]]:
        """All words that have editions, with the word's name; a list's lines as the duties they are."""
        lines = [("duty", line) for checklist in self.checklist for line in checklist.duties]
        alone = [(name, word) for name in ("record", "ledger", "check", "duty") for word in getattr(self, name)]
        return alone + lines + [(name, word) for name in ("indicator", "paper") for word in getattr(self, name)]
