"""`shitu parse-ad` from a file, from standard input and for many."""

import json
from pathlib import Path

from click.testing import CliRunner

from bot.cli.main import shitu

ADVERT = "招聘电焊学徒3名，月薪4500-6000，包吃住，工作地点：大连市甘井子区"
KEYS = {
    "title", "occupation_code", "headcount", "wage_min", "wage_max", "education_min", "experience_years_min",
    "age_min", "age_max", "housing", "meals", "social_insurance", "night_shift", "city", "district", "missing",
}  # fmt: skip


def test_a_file_is_read_into_the_contracts_keys(tmp_path: Path) -> None:
    path = tmp_path / "advert.txt"
    path.write_text(ADVERT, encoding="utf-8")
    answer = json.loads(CliRunner().invoke(shitu, ["parse-ad", "--json", str(path)]).stdout)
    assert set(answer) >= KEYS
    assert answer["district"] == "210211"
    assert answer["education_min"] is None


def test_standard_input_is_read_without_a_file() -> None:
    answer = json.loads(CliRunner().invoke(shitu, ["parse-ad", "--json"], input=ADVERT).stdout)
    assert (answer["wage_min"], answer["wage_max"], answer["headcount"]) == (4500, 6000, 3)


def test_each_line_of_a_batch_gives_a_line_in_order(tmp_path: Path) -> None:
    path = tmp_path / "adverts.jsonl"
    rows = [{"text": ADVERT}, {"text": ""}, {"text": "诚聘保洁员2名，营口，五险"}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    lines = CliRunner().invoke(shitu, ["parse-ad", "--batch", str(path)]).stdout.splitlines()
    assert [json.loads(line)["city"] for line in lines] == ["210200", None, "210800"]
