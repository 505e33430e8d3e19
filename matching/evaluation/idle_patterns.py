"""Which lines of the pattern files read no text of the corpus, or one only: candidates for deletion.

`python -m matching.evaluation.idle_patterns [FILE …]`; a line that nobody's words need is a line too many.
"""

import argparse
import re

from matching.language.pattern_sets import load_pattern_sets
from matching.language.training.corpus import FOLDER, read
from matching.understanding.message import normalise

_WORDS = FOLDER.parent / "words"
_OF_ADVERTS = "adverts/"
_KINDS = {True: frozenset({"adverts", "law"}), False: frozenset({"messages", "acts"})}


def fired(name: str, texts: list[str]) -> list[tuple[str, str, int]]:
    """Section, line and the number of texts it reads, of one pattern file; a second text is enough to stop counting."""
    found = []
    for section, patterns in load_pattern_sets(name).items():
        for line, needed in patterns.lines:
            count = 0
            for text in texts:
                if (needed is None or not needed.isdisjoint(text)) and line.search(text):
                    count += 1
                    if count > 1:
                        break
            found.append((section, line.pattern, count))
    return found


def main() -> None:
    """Print the lines that read at most one text, file by file."""
    options = argparse.ArgumentParser(description="Find patterns that read next to nothing.")
    options.add_argument("files", nargs="*", help="names below matching/language/words; all when none is given")
    chosen = options.parse_args()
    rows = list(read(FOLDER))
    names = chosen.files or sorted(str(path.relative_to(_WORDS)) for path in _WORDS.rglob("*.ini"))
    for name in names:
        kinds = _KINDS[name.startswith(_OF_ADVERTS)]
        texts = [clause for row in rows if row.kind in kinds for clause in _clauses(row.text)]
        lines = fired(name, texts)
        idle = [one for one in lines if one[2] == 0]
        once = [one for one in lines if one[2] == 1]
        print(f"{name}: {len(lines)} lines; {len(idle)} read no text, {len(once)} one")
        for section, line, count in (*idle, *once):
            print(f"  [{section}] {count} {line[:100]}")


def _clauses(text: str) -> list[str]:
    """A text whole and in clauses: some patterns look at the one, some at the other."""
    plain = normalise(text)
    return [plain, *filter(None, re.split(r"[,。!?;\n]", plain))]


if __name__ == "__main__":
    main()
