"""`python -m tests.bench NAME [--json]`."""

import argparse
import importlib
import json
import sys

from tests.bench.figures import Figures

BENCHMARKS = {
    "embed": "tests.bench.embed",
    "files": "tests.bench.files",
    "search": "tests.bench.search",
    "startup": "tests.bench.startup",
    "statements": "tests.bench.statements",
    "talk": "tests.bench.talk",
    "understand": "tests.bench.understand",
}
"""Name → the module whose `run()` measures it; imported only when asked for."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure one part of the product.")
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument("--rows", type=int, help="how many listings the search is measured on")
    chosen = parser.parse_args()
    more = {} if chosen.rows is None else {"rows": chosen.rows}
    figures: Figures = importlib.import_module(BENCHMARKS[chosen.name]).run(**more)
    if chosen.json:
        print(json.dumps(figures.as_json(), ensure_ascii=False))
        return 0
    print(f"{figures.name}: {figures.what}")
    for title, values in (("measured", figures.measured), ("baseline", figures.baseline), ("ratio", figures.ratios)):
        print(f"  {title:9}", "  ".join(f"{key} {value:.3g}" for key, value in values.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
