"""Benchmarks: `python -m tests.bench NAME --json`. Each compares the product with a baseline taken in the same run."""
