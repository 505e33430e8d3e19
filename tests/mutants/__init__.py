"""A mutation run: `python -m tests.mutants` makes small faults in the rules that matter most, one at a time, and counts
how many of them the fast tests notice. What survives is listed: a missing test, or code that changes nothing.

Tests that set the whole stage are left out; a mutant that only they would notice counts as survived.
"""
