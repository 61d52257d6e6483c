"""The Python files of the documents, as whoever follows them has them: `python -m tests.examples` checks their types.

Their style is looked at by the tests, and each is run there.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
_NAMED = re.compile(r"^```python (\S+\.py)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each Python file that a document shows."""
    for page in sorted((ROOT / "docs").glob("*.md")):
        yield from _NAMED.findall(page.read_text("utf-8"))


def write(folder: Path) -> list[Path]:
    """Write the files into a folder."""
    made = []
    for name, text in examples():
        made.append(folder / name)
        made[-1].parent.mkdir(parents=True, exist_ok=True)
        made[-1].write_text(text, "utf-8")
    return made


def main() -> int:
    """Check the types of all of them, strictly."""
    with TemporaryDirectory() as folder:
        write(Path(folder))
        checked = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache"), "."]
        return subprocess.run(checked, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
