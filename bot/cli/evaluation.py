"""`shitu evaluate`: how well texts are found (BEIR folders) and how well people are understood (gold files)."""

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("directories", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--split", type=click.Choice(["dev", "heldout", "all"]), default="dev", show_default=True)
@click.option("--method", "methods", type=click.Choice(["lexical", "dense", "hybrid"]), multiple=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(directories: tuple[Path, ...], split: str, methods: tuple[str, ...], *, as_json: bool) -> None:
    """Measure retrieval on folders in BEIR layout, and reading on gold files or folders of them.

    Retrieval: nDCG@10, recall@10 and MRR@10; all three methods when none is named. Gold: precision, recall and F1 a
    facet with 95 % bounds, and the texts read worst.
    """
    from matching.evaluation import gold  # noqa: PLC0415 - the encoder is slow to import
    from matching.evaluation.service import EvaluationError, Method  # noqa: PLC0415 - the encoder is slow to import
    from matching.evaluation.service import evaluate as measure  # noqa: PLC0415

    files = gold.files_of(path for path in directories if path.exists())
    folders = [path for path in directories if path not in files and not any(file.parent == path for file in files)]
    reports = [_report(file, as_json=as_json) for file in files]
    if not folders:
        if as_json:
            click.echo(json.dumps({"gold": reports}, ensure_ascii=False))
        return
    rows = []
    try:
        for result in measure(folders, split, [Method(name) for name in methods] or None):
            rows.append(result.as_json())
            if not as_json:
                click.echo(
                    f"{result.set:32} {result.method:8} nDCG@10 {result.ndcg:.3f} [{result.low:.3f}, {result.high:.3f}]"
                    f"  recall@10 {result.recall:.3f}  MRR@10 {result.mrr:.3f}  ({result.queries} queries)"
                )
    except EvaluationError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({"sets": rows} | ({"gold": reports} if reports else {}), ensure_ascii=False))


def _report(file: Path, *, as_json: bool) -> dict[str, Any]:
    """One gold file's figures, printed unless JSON is asked for."""
    from matching.evaluation.gold import evaluate_gold  # noqa: PLC0415 - the encoder is slow to import

    try:
        report = evaluate_gold(file)
    except (KeyError, ValueError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    if not as_json:
        empty, found = report.untouched
        click.echo(
            f"{report.file}: {report.texts} texts; {found} of {empty} that hold nothing were read as holding something"
        )
        for score in report.scores:
            precision, recall, f1 = score.precision_recall_f1()
            low, high = score.interval()
            click.echo(
                f"  {score.name:24} F1 {f1:.3f} [{low:.3f}, {high:.3f}]  precision {precision:.3f}  recall {recall:.3f}"
            )
        for text in report.worst:
            click.echo(f"  {text}")
    return report.as_json()
