"""`shitu evaluate`: retrieval quality on folders in BEIR layout."""

import json
from pathlib import Path

import click


@click.command()
@click.argument("directories", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--split", type=click.Choice(["dev", "heldout", "all"]), default="dev", show_default=True)
@click.option("--method", "methods", type=click.Choice(["lexical", "dense", "hybrid"]), multiple=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(directories: tuple[Path, ...], split: str, methods: tuple[str, ...], *, as_json: bool) -> None:
    """Measure nDCG@10, recall@10 and MRR@10; all three methods when none is named."""
    from matching.evaluation.service import EvaluationError, Method  # noqa: PLC0415 - the encoder is slow to import
    from matching.evaluation.service import evaluate as measure  # noqa: PLC0415

    rows = []
    try:
        for result in measure(list(directories), split, [Method(name) for name in methods] or None):
            rows.append(result.as_json())
            if not as_json:
                click.echo(
                    f"{result.set:32} {result.method:8} nDCG@10 {result.ndcg:.3f} [{result.low:.3f}, {result.high:.3f}]"
                    f"  recall@10 {result.recall:.3f}  MRR@10 {result.mrr:.3f}  ({result.queries} queries)"
                )
    except EvaluationError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({"sets": rows}, ensure_ascii=False))


COMMANDS = (evaluate,)
