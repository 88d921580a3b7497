"""Adopting a template for a paper: here because what checks its placeholders and what keeps it are rooms that do not know each other."""

from django import forms
from django.http import HttpRequest

from zugong.charter.printed import declared
from zugong.door.acts import act
from zugong.door.methods import writes
from zugong.files.kinds import MOST_BYTES
from zugong.files.names import clean_name
from zugong.files.unfit import Unfit
from zugong.library.actions.adopt_template import adopt_template
from zugong.library.paper_screens import paper_or_404
from zugong.papers.templates import check


class Upload(forms.Form):
    """One .docx with placeholders; each wrong one is named."""

    file = forms.FileField(label="模板（.docx）", widget=forms.FileInput(attrs={"accept": ".docx"}))
    note = forms.CharField(label="说明", required=False, max_length=400)

    def __init__(self, *args, names: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = names

    def clean_file(self):
        given = self.cleaned_data["file"]
        data = given.read(MOST_BYTES + 1)
        given.seek(0)
        try:
            faults = check(data, self.names)
        except Unfit as unfit:
            raise forms.ValidationError(f"“{clean_name(given.name)}”{unfit}") from None
        if faults:
            raise forms.ValidationError(faults)
        return given


@writes("library.adopt")
def adopt(request: HttpRequest, key: str):
    """Upload a template; it is put in force when every placeholder is declared."""
    here, word = paper_or_404(key)
    form = Upload(*((request.POST, request.FILES) if request.method == "POST" else ()), names=declared(here, word))
    return act(
        request, form, lambda data: adopt_template(key, data["file"], note=data["note"], by=request.user.pk, at=request.now), title=f"“{word.title}”：上传模板", submit="检查并采用",
        back=f"/library/papers/{key}/", said="模板已采用，以后就照它印；旧模板仍可查看。", help_text="用 Word 或 WPS 做好，占位照文书页上列的写，例如 {{ title }}。写错的占位会逐个指出。",
    )  # fmt: skip
