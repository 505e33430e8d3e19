"""Tables in adverts, written out as lines: `岗位<tab>人数` over `焊工<tab>5` becomes `岗位:焊工;人数:5`."""

import re

_BAR = re.compile(r"\s*\|\s*")
_TAB = re.compile(r"\s*\t+\s*|\s{3,}")
_RULE = re.compile(r"[\s|:+=-]+")
_HEADER = re.compile(
    r"(?:招聘)?(?:岗位|职位|工种|工作)(?:名称)?|(?:招聘|招收|需求|计划)?(?:人数|名额|数量)|(?:薪资|工资|薪酬|月薪|工资待遇|薪资待遇|薪酬待遇|待遇)(?:标准|范围)?(?:\(.{1,8}\))?"
    r"|(?:年龄|学历|经验|技能|任职|岗位|职位)?(?:要求|条件)|年龄|学历|性别|经验|工作地点|地点|地址|区域|备注|福利|食宿|吃住|工作时间|班次|序号|no\.?"
    r"|(?:job|position|post|title|openings|headcount|number|pay|wage|salary|age|education|location|place)",
    re.IGNORECASE,
)
_LEAST = 2
_LONGEST_CELL = 60
_SERIAL = re.compile(r"序号|no\.?", re.IGNORECASE)


def flatten_tables(text: str) -> str:
    """The text with every line of a table as `header:cell` pairs; lines of no table unchanged."""
    headers: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        cells = _cells(line)
        if len(cells) < _LEAST:
            headers = [] if line.strip() and not _RULE.fullmatch(line) else headers
            lines.append("" if line.strip() and _RULE.fullmatch(line) else line)
        elif sum(1 for cell in cells if _HEADER.fullmatch(cell)) >= max(_LEAST, len(cells) - 1):
            headers = cells
        elif headers and len(cells) <= len(headers):
            lines.append(_row(headers, cells))
        elif len(cells) == _LEAST and _HEADER.fullmatch(cells[0]):
            lines.append(f"{cells[0]}:{cells[1]}")
        else:
            lines.append(";".join(cells) if "|" in line or "\t" in line else line)
    return "\n".join(lines)


def _cells(line: str) -> list[str]:
    """The cells of a table's line; fewer than two when it is none."""
    if _RULE.fullmatch(line):
        return []
    bare = line.strip()
    if "|" in bare:
        return [cell for cell in _BAR.split(bare.strip("|").strip()) if cell]
    if "\t" in bare or re.search(r"\S\s{3,}\S", bare):
        return [cell for cell in _TAB.split(bare) if cell]
    return []


def _row(headers: list[str], cells: list[str]) -> str:
    pairs = zip(headers, cells, strict=False)
    return ";".join(f"{header}:{cell}" for header, cell in pairs if cell and not _SERIAL.fullmatch(header))
