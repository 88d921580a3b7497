"""The words of what is kept, and of what must not be."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .values import Free, Keep, Keys, Ratio, Strict, Text, Texts, Where, as_list, refuse, short_field
from .words import FieldTable, Tally, Word


class Sum(Strict):
    """A column that is worked out from others of the same row; never typed."""

    title: Text = Field(description="中文名称")
    adds: Keys = Field(description="把哪几栏相加")


class Ledger(Word):
    """A kind of thing that is kept, one row each, from a day until a day."""

    one: Text | None = Field(None, description="一行叫什么；不写就是名称")
    of: str = Field(description="属于哪个组织人群：一行在哪个组织的页上")
    kept_by: Literal["own", "above"] = Field("own", description="谁管：own 各组织自己和它的上级，above 只有上级")
    named: str | None = Field(None, description="哪一栏是一行的名称；不写就是第一栏")
    fields: dict[Free, Annotated[FieldTable, short_field]] = Field(description="栏目，“类型 中文名”或长写法")
    sums: dict[Free, Sum] = Field({}, description="自动相加的栏目")
    unique: Annotated[list[str], BeforeValidator(as_list)] = Field([], description="哪几栏合起来不能重复")
    one_at_a_time: Annotated[list[str], BeforeValidator(as_list)] = Field([], description="这几栏相同的行，起止日期不能重叠")
    opt_in: Text | None = Field(None, description="自愿加入的：本人同意的话；退出时立即删除")
    seen_by: Texts = Field(description="谁可以看；只会收窄权限，不会放宽")
    keep: Keep = Field(description="保存多久")

    @model_validator(mode="after")
    def _has_fields(self):
        if not self.fields:
            raise refuse("blank")
        return self

    @property
    def noun(self) -> str:
        """What one row is called."""
        return self.one or self.title

    @property
    def name_field(self) -> str:
        """The field that names a row."""
        return self.named or next(iter(self.fields))


class Check(Word):
    """What must not be: judged when a row is saved, and listed as findings to mend."""

    basis: Text = Field(description="依据：[[basis]] 的标识加条款，或 local、unverified；必须写")
    each: str = Field(description="每一行都要看的台账")
    where: Where = Field({}, description="其中符合条件的行才看")
    must: Where | None = Field(None, description="这一行自己的栏目要怎样；没填的栏目不判，除非写 given")
    ratio: Ratio | None = Field(None, description='几栏的比例，从前往后不能突破，例如 "a : b : c <= 1 : 3 : 6"')
    expects: Tally | None = Field(None, description="和这一行有关的事要有几件：一个数加 at_least、at_most 或 exactly")
    otherwise: Literal["block", "warn"] = Field("warn", description="不合时：block 不予保存，warn 说明理由后可以保存")

    @model_validator(mode="after")
    def _one_demand(self):
        if sum(demand is not None for demand in (self.must or None, self.ratio, self.expects)) != 1:
            raise refuse("one_shape", names="must（自己的栏目）、ratio（比例）、expects（有几件）")
        if self.expects and len(self.expects.bounds) != 1:
            raise refuse("one_bound")
        return self
