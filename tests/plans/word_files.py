"""Small .docx files for tests, written as Word and WPS write them: XML in a zip."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""


def paragraph(text: str, level: int | None = None, *, num: str = "1", style: str = "", more: str = "") -> str:
    """One paragraph; with a level it is numbered by Word."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if level is not None else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r>{more}</w:p>'


def docx(body: str, *, numbering: str = NUMBERING, styles: str = "", extra: dict[str, bytes] | None = None, main: str = "word/document.xml") -> bytes:
    """The bytes of a file with this body."""
    folder, _, name = main.rpartition("/")
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="r1" Type="{RELATION}officeDocument" Target="{main}"/></Relationships>',
        main: f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        f"{folder}/_rels/{name}.rels": f'<Relationships {PACKAGE}><Relationship Id="r1" Type="{RELATION}numbering" Target="numbering.xml"/>'
        f'<Relationship Id="r2" Type="{RELATION}styles" Target="/{folder}/styles.xml"/></Relationships>',
        f"{folder}/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        f"{folder}/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**parts, **(extra or {})}.items():
            archive.writestr(path, content)
    return file.getvalue()
