"""Small workbooks that unpack to far more than a reader expects."""

import io
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook


def sharing_one_text(header: Iterable[str], *, rows: int, characters: int) -> bytes:
    """A workbook whose cells under the header all refer to the same long text, which begins with a blank."""
    names = [f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in header]
    cells = '<c t="s"><v>0</v></c>' * len(names)
    line = f"<row>{cells}</row>"
    data = f"<sheetData><row>{''.join(names)}</row>{line * rows}</sheetData>"
    sheet = f"<worksheet {_MAIN}>{data}</worksheet>"
    strings = f'<sst {_MAIN}><si><t xml:space="preserve"> {"a" * characters}</t></si></sst>'
    return _rewritten({"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings})


def with_styles(number: int) -> bytes:
    """A workbook that declares so many cell styles."""
    styles = f"<styleSheet {_MAIN}><cellXfs>{'<xf><alignment/><protection/></xf>' * number}</cellXfs></styleSheet>"
    return _rewritten({"xl/styles.xml": styles, "xl/sharedStrings.xml": f"<sst {_MAIN}/>"})


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

_STRINGS = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def _rewritten(parts: dict[str, str]) -> bytes:
    """A workbook in which these parts are replaced or added."""
    book = Workbook()
    plain, target = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        known = {name: old.read(name).decode() for name in old.namelist()}
        types = known["[Content_Types].xml"].replace("</Types>", f"{_STRINGS}</Types>")
        for name, content in (known | parts | {"[Content_Types].xml": types}).items():
            new.writestr(name, content)
    return target.getvalue()
