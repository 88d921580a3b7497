from django import forms

from .kinds import ACCEPT
from .rosters import Roster


class Upload(forms.Form):
    """One table's file."""

    file = forms.FileField(label="表格文件", widget=forms.FileInput(attrs={"accept": ACCEPT}), help_text="xlsx、xls、ods 或 csv，最大 60 MB。先核对给您看，确认以前什么也不写入")


class Download(forms.Form):
    """What of a roster goes into the workbook: its filters and columns."""

    def __init__(self, *args, roster: Roster, **kwargs):
        super().__init__(*args, **kwargs)
        for each in roster.filters:
            self.fields[f"f_{each.key}"] = forms.ChoiceField(label=each.title, choices=[("", "全部"), *each.choices.items()], required=False)
        columns = [(column.key, column.title) for column in roster.columns()]
        self.fields["columns"] = forms.MultipleChoiceField(label="列", choices=columns, initial=[key for key, _ in columns], required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "zg-many"}))
        self.fields["go"] = forms.CharField(widget=forms.HiddenInput, initial="1")

    @property
    def chosen(self) -> dict[str, str]:
        return {name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("f_") and value}


class Row(forms.Form):
    """All cells of one line, as they stand in the file or were mended."""

    def __init__(self, *args, cells: list[tuple[str, str, str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.before = {}
        for key, title, text, said in cells:
            self.before[key] = text
            wide = len(text) > 60 or "\n" in text
            self.fields[key] = forms.CharField(label=title, initial=text, required=False, max_length=2000, help_text=said, strip=False, widget=forms.Textarea(attrs={"rows": 3}) if wide else forms.TextInput)

    @property
    def mended(self) -> dict[str, str]:
        """{key: text} of the cells that were typed anew."""
        return {key: self.cleaned_data[key].replace("\r\n", "\n") for key in self.before if self.cleaned_data[key].replace("\r\n", "\n") != self.before[key]}
