"""The command line is a contract: JSON on stdout and nothing else, one plain line and status 2 on faults."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from bot.cli.main import main, shitu
from bot.settings import settings
from data import samples
from data.db import clock
from data.db.clock import ZONE
from data.db.engine import open_sessions
from data.imports import files
from data.imports.service import listing_of
from matching.search.indexing import build_rows_in_memory

Run = Callable[..., Result]
TIEXI = "我在铁西，干过三年电焊，没证，想学厨师，最好包住"
TIEXI_EN = "I'm in Tiexi, did welding for three years, no certificate, want to become a cook, housing if possible"


@pytest.fixture(scope="session")
def vector_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of the samples are made once for all workers: the commands read the same listings again and again."""
    found = samples.load_samples(datetime.now(ZONE).date())
    listings = [listing_of(row, 0, datetime.now(ZONE)) for row in (*found.openings, *found.courses)]
    folder = tmp_path_factory.getbasetemp().parent / "sample_vectors"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        build_rows_in_memory(listings, folder)
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, vector_cache: Path) -> Run:
    """A command, in this process, with a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(vector_cache, target_is_directory=True)
    monkeypatch.setenv("SHITU_HOME", str(home))
    settings.cache_clear()

    def invoke(*arguments: str, database: str | None = None) -> Result:
        if database:
            monkeypatch.setenv("SHITU_DATABASE_URL", database)
            settings.cache_clear()
        return CliRunner().invoke(shitu, list(arguments))

    yield invoke
    settings.cache_clear()


@pytest.fixture
def listing_file(tmp_path: Path) -> Path:
    """The sample listings as a file."""
    found = samples.load_samples(datetime.now(ZONE).date())
    path = tmp_path / "listings.jsonl"
    files.write(path, [*found.openings, *found.courses])
    return path


def _places(answer: dict) -> set[str]:  # type: ignore[type-arg]
    return {code for place in answer["facets"]["places"] for code in (place["candidates"] or [place["code"]])}


def test_understand_prints_the_contracts_keys(run: Run) -> None:
    answer = json.loads(run("understand", "--json", "我在海城，三十岁，干过两年保安，想学电工").stdout)
    assert {"language", "intent", "age", "education", "majors", "places", "occupations", "certificates", "groups",
            "wage_min", "constraints", "skills", "ask_next"} <= set(answer)  # fmt: skip
    assert answer["age"] == 30
    assert answer["education"] is None


def test_of_a_very_long_text_the_beginning_is_read_and_that_is_said(run: Run) -> None:
    result = run("understand", "--json", "我三十岁，想学电工。" + "哈" * 20_000 + "我五十岁")
    assert "first 4,096 characters" in result.stderr
    assert json.loads(result.stdout)["age"] == 30


def test_acts_are_told_with_their_kind_and_what_they_are_about(run: Run) -> None:
    (act, *_) = json.loads(run("understand", "--json", "给我报名第二个").stdout)["acts"]
    assert (act["act"], act["kind"], act["about"]) == ("apply", "do", "2")


def test_understand_batch_answers_line_by_line(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [{"text": "沈阳", "question": "place"}, {"text": "没有", "question": "certificates"}, {"text": ""}]
    batch.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    answers = [json.loads(line) for line in run("understand", "--batch", str(batch)).stdout.splitlines()]
    assert answers[0]["places"][0]["code"] == "210100"
    assert answers[1]["certificates"] == []
    assert answers[2]["places"] == []


def test_both_tiexi_are_searched_and_asked_for(run: Run, listing_file: Path) -> None:
    result = run("match", "--json", "--say", TIEXI, "--listings", str(listing_file))
    answer = json.loads(result.stdout)
    assert "place" in answer["ask_next"]
    assert _places(answer) == {"210106", "210303"}
    assert {"210100", "210300"} <= {one["city"] for kind in ("openings", "courses") for one in answer[kind]}
    assert {"rank", "score", "parts", "reasons", "gaps"} <= set(answer["openings"][0])


def test_naming_the_city_leaves_one_tiexi(run: Run, listing_file: Path) -> None:
    answer = json.loads(run("match", "--json", "--say", TIEXI, "--say", "沈阳", "--listings", str(listing_file)).stdout)
    assert _places(answer) == {"210106"}
    assert "place" not in answer["ask_next"]
    assert {listing["city"] for listing in answer["openings"]} == {"210100"}


def test_english_says_the_same(run: Run, listing_file: Path) -> None:
    chinese = json.loads(run("match", "--json", "--say", TIEXI, "--listings", str(listing_file)).stdout)
    english = json.loads(run("match", "--json", "--say", TIEXI_EN, "--listings", str(listing_file)).stdout)
    assert _places(chinese) == _places(english)

    def occupations(answer: dict) -> set[tuple[str, str]]:  # type: ignore[type-arg]
        return {(item["code"], item["role"]) for item in answer["facets"]["occupations"]}

    assert occupations(chinese) == occupations(english)
    assert all(ord(letter) < 0x2E80 for letter in "".join(english["openings"][0]["reasons"]))


def test_database_and_file_give_the_same_matches(run: Run, listing_file: Path, sample_database: str) -> None:
    from_file = json.loads(
        run("match", "--json", "--say", "我在大连，想学焊工", "--listings", str(listing_file)).stdout
    )
    stored = json.loads(run("match", "--json", "--say", "我在大连，想学焊工", database=sample_database).stdout)
    assert [one["id"] for one in from_file["openings"]] == [one["id"] for one in stored["openings"]]


def test_facts_file_is_read_with_understands_keys(run: Run, listing_file: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    understood = run("understand", "--json", "我在鞍山，想学电工").stdout
    facts.write_text(understood, "utf-8")
    answer = json.loads(run("match", "--json", "--facts", str(facts), "--listings", str(listing_file)).stdout)
    assert answer["openings"]


def test_a_child_gets_no_listing(run: Run, listing_file: Path) -> None:
    answer = json.loads(run("match", "--json", "--say", "我15岁，想学电焊", "--listings", str(listing_file)).stdout)
    assert answer["openings"] == []
    assert answer["courses"] == []


def test_import_reports_bad_rows_and_takes_good_ones(run: Run, database_url: str, tmp_path: Path) -> None:
    found = samples.load_samples(datetime.now(ZONE).date())
    path = tmp_path / "mixed.jsonl"
    files.write(path, found.openings[:3])
    lines = path.read_text("utf-8").splitlines()
    broken = json.loads(lines[1]) | {"headcount": 0, "city": "北京"}
    path.write_text("\n".join([lines[0], json.dumps(broken, ensure_ascii=False), lines[2]]), "utf-8")
    dry = run("import", "--dry-run", str(path), database=database_url)
    assert dry.exit_code == 1
    result = run("import", str(path), database=database_url)
    assert result.exit_code == 1
    assert "2 rows imported, 1 refused" in result.stdout
    assert "headcount" in result.stderr
    out = tmp_path / "out.csv"
    assert run("export", str(out), database=database_url).exit_code == 0
    assert len(files.read(out, datetime.now(ZONE).date()).rows) == 2


def test_stats_are_json(run: Run, sample_database: str) -> None:
    figures = json.loads(run("stats", "--json", database=sample_database).stdout)
    assert figures


def test_doctor_names_what_is_missing(run: Run, database_url: str) -> None:
    result = run("doctor", database=database_url)
    assert result.exit_code == 1
    assert "SHITU_BOT_TOKEN" in result.stdout
    assert "ok    database" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("match",),
        ("match", "--say", "x", "--listings", "missing.jsonl"),
        ("understand",),
        ("evaluate", "missing-folder"),
        ("run",),
        ("db", "reset"),
        ("staff", "invite", "--role", "emperor"),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_faults_are_one_plain_line_and_status_2(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["shitu", *arguments])
    monkeypatch.setenv("SHITU_HOME", str(tmp_path))
    monkeypatch.delenv("SHITU_BOT_TOKEN", raising=False)
    settings.cache_clear()
    with pytest.raises(SystemExit) as left:
        main()
    settings.cache_clear()
    printed = capsys.readouterr()
    assert left.value.code == 2
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"say": 5}, "say: a string or a list of strings is needed."),
        ({"say": ["沈阳", None]}, "say: a string or a list of strings is needed."),
        ({"facts": ["沈阳"]}, "facts: a JSON object is needed."),
        ({"facts": {"hobby": 1}}, "facts: unknown key hobby."),
    ],
)
def test_a_bad_line_of_a_batch_is_named(run: Run, tmp_path: Path, line: object, fault: str) -> None:
    batch = tmp_path / "people.jsonl"
    batch.write_text("\n" + json.dumps(line), "utf-8")
    result = run("match", "--batch", str(batch))
    assert isinstance(result.exception, SystemExit)
    assert f"people.jsonl, line 2: {fault}" in result.stderr
    assert result.stdout == ""


def test_text_that_is_no_text_is_a_fault(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "texts.jsonl"
    batch.write_text('{"text": null}', "utf-8")
    result = run("understand", "--batch", str(batch))
    assert "texts.jsonl, line 1: text: a string is needed." in result.stderr


def test_one_string_is_one_message(run: Run, tmp_path: Path, listing_file: Path) -> None:
    batch = tmp_path / "people.jsonl"
    batch.write_text(json.dumps({"say": "我在鞍山，想学电工"}), "utf-8")
    answer = json.loads(run("match", "--batch", str(batch), "--listings", str(listing_file)).stdout)
    assert _places(answer) == {"210300"}


def test_the_products_clock_tells_the_day(run: Run, sample_database: str) -> None:
    async def move_on() -> None:
        async with open_sessions(sample_database) as sessions, sessions() as session, session.begin():
            await clock.advance(session, 400 * 86_400)

    asyncio.run(move_on())
    answer = json.loads(run("match", "--json", "--say", "我在沈阳，想学焊工", database=sample_database).stdout)
    assert answer["openings"] == []


def test_lint_prints_the_contracts_findings(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "advert.txt"
    file.write_bytes("招焊工学徒\r\n限男性".encode())
    (finding,) = json.loads(run("lint", "--json", str(file)).stdout)["findings"]
    assert set(finding) == {"rule", "category", "severity", "span", "text", "why", "rewrite"}
    assert (finding["span"], finding["text"]) == ([7, 10], "限男性")
    assert "《妇女权益保障法》" in finding["why"]


def test_lint_reads_standard_input_and_batches(run: Run, tmp_path: Path) -> None:
    shown = CliRunner().invoke(shitu, ["lint", "--json"], input="男女不限，包吃住")
    assert json.loads(shown.stdout) == {"findings": []}
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"text": "只招女工\\ud800"}\n{"text": "招女装缝纫工"}\n', "utf-8")
    answers = [json.loads(line) for line in run("lint", "--batch", str(batch)).stdout.splitlines()]
    assert [[one["category"] for one in answer["findings"]] for answer in answers] == [["gender"], []]


def test_what_is_no_text_is_one_plain_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "advert.txt"
    file.write_bytes(b"\xff\xfe\x00")
    result = run("lint", str(file))
    assert result.exit_code != 0
    assert "not UTF-8" in str(result.exception or result.stderr) + result.output


def test_a_listing_that_the_law_check_blocks_waits_for_a_reviewer(
    run: Run, listing_file: Path, sample_database: str
) -> None:
    rows = [json.loads(line) for line in listing_file.read_text("utf-8").splitlines()][:2]
    rows[0] |= {"id": "new-1", "description": "跟师傅学手艺，限男性，入职交押金三百元。"}
    rows[1] |= {"id": "new-2"}
    listing_file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    result = run("import", str(listing_file), database=sample_database)
    assert "new-1 needs a reviewer: description" in result.stderr
    run("export", str(listing_file), database=sample_database)
    live = {json.loads(line)["id"] for line in listing_file.read_text("utf-8").splitlines()}
    assert "new-2" in live
    assert "new-1" not in live
