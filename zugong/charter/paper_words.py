"""The word of what is printed."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from . import notations
from .values import Key, Text, Texts, as_list, checked, refuse
from .words import Word

Sentence = Annotated[Text, AfterValidator(checked(notations.placeholders))]
Order = Annotated[str, AfterValidator(checked(notations.order))]
# layout -> as people call it
LAYOUTS = {
    "record": "会议记录", "sign_in": "签到表", "minutes": "纪要", "notice": "通知", "form": "登记表", "roster": "名册", "template": "上传的模板",
}  # fmt: skip
OF_RECORDS, OF_LEDGERS = ("record", "sign_in", "minutes", "notice", "template"), ("form", "roster", "notice", "template")
WITH_TEXT = ("minutes", "notice")


class Paper(Word):
    """What is printed of a record, of a row or of a list. It covers no cell."""

    covers: list[str] = Field([], description="不写：文书不承担目录里的格")
    of: str = Field(description="印什么：一种纪实，或一本台账")
    layout: Literal["record", "sign_in", "minutes", "notice", "form", "roster", "template"] = Field(
        description="版式。纪实：record 会议记录，sign_in 签到表，minutes 纪要；台账：form 一行的登记表，roster 名册；都可以：notice 通知，template 上传的模板"
    )
    columns: Annotated[list[Key], BeforeValidator(as_list)] = Field([], description="印哪几栏，按先后；不写就是自己的全部栏目")
    order: Order | None = Field(None, description="名册的顺序：一个栏目，或“strokes of 栏目”按姓氏笔画；不写就按组织顺序")
    text: list[Sentence] = Field([], description="通知和纪要的段落，{栏目} 处填上内容；通知第一段以冒号结尾的，是写给谁的")
    seen_by: Texts | None = Field(None, description="谁可以印；只会收窄，不写就随纪实或台账")

    @model_validator(mode="after")
    def _fits_its_layout(self):
        if self.covers:
            raise refuse("covers_nothing", name="paper")
        if self.layout in WITH_TEXT and not self.text:
            raise refuse("missing_key", name="text")
        idle = [("text", self.text and self.layout not in WITH_TEXT), ("order", self.order and self.layout != "roster"), ("columns", self.columns and self.layout in ("sign_in", *WITH_TEXT))]
        for name, is_idle in idle:
            if is_idle:
                raise refuse("not_in_layout", layout=LAYOUTS[self.layout], name=name)
        return self
