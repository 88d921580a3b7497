from django import forms

from .kinds import ACCEPT, MOST_FILES, TAKEN


class SeveralInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.Field):
    """One or more files at once; what they are is judged by the room of files."""

    widget = SeveralInput

    def has_changed(self, initial, data) -> bool:
        return bool(data)


class Attachments(forms.Form):
    files = SeveralFiles(
        label="文件", widget=SeveralInput(attrs={"accept": ACCEPT}), error_messages={"required": "请选择文件"},
        help_text=f"可以一次选几个。收 {TAKEN}；每个不超过 10 MB，每处最多 {MOST_FILES} 个。照片里的拍摄地点、时间和设备信息会自动去掉，文档里的作者等信息不会。",
    )  # fmt: skip
