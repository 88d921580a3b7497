from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render

from zugong.charter.catalogue import FINDINGS
from zugong.desk import adoption
from zugong.door.methods import writes


class Upload(forms.Form):
    """One rule file, as a file or as text."""

    file = forms.FileField(label="机制文件（.toml）", required=False)
    name = forms.RegexField(r"^(?:[a-z]+/)?[a-z][a-z0-9_]*\.toml$", label="文件名", required=False, help_text="例如 grassroots/safety_inspection.toml；上传文件时不用填", error_messages={"invalid": "请用小写英文和下划线，以 .toml 结尾"})
    text = forms.CharField(label="或粘贴全文", required=False, widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}))
    note = forms.CharField(label="修改说明", required=False, max_length=400)

    def clean(self):
        data = super().clean()
        if upload := data.get("file"):
            if upload.size > 512 * 1024:
                raise forms.ValidationError("文件超过 512 KB，不像机制文件")
            try:
                data["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError("文件不是 UTF-8 文本，请另存为 UTF-8 再上传") from None
            data["name"] = data.get("name") or upload.name
        if not data.get("text") or not data.get("name"):
            raise forms.ValidationError("请选择文件，或粘贴全文并填写文件名")
        data["text"] = data["text"].replace("\r\n", "\n")
        return data


@writes("library.adopt")
def adopt(request: HttpRequest):
    """Upload, see what it would change, sign."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/adopt.html", {"form": form}, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    offered = {data["name"]: data["text"]}
    if "sign" in request.POST:
        signed, faults = adoption.adopt(offered, note=data["note"], today=request.today, by=request.user.pk, at=request.now)
        if not faults:
            messages.success(request, "已采用：" + "、".join(signed) if signed else "与现行文件相同，没有变化。")
            return redirect("library:show", data["name"].rsplit("/", 1)[-1].removesuffix(".toml"))
    trial = adoption.try_out(offered, request.today)
    context = {"form": form, "trial": trial, "shown": trial.differences[:100], "findings": FINDINGS, "data": data}
    return render(request, "desk/adopt.html", context, status=422 if trial.faults else 200)
