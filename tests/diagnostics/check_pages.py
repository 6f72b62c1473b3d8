#!/usr/bin/env python3
"""Holds the catalogue of diagnostics and its pages together.

Every row of compiler/diagnostics/catalogue.def has a page docs/diagnostics/CODE.md, and every page a
row. A page has a title `# CODE Name`, a paragraph that explains, and an example. With --acta the
example is run and must yield the code; it is the page's first fenced block marked `acta` (saved as
example.acta) or `markdown` (saved as example.acta.md). Further blocks marked `json` are saved as
case.json, those marked `amendment` as amendment.acta. A line `<!-- run: acta run %s --case case.json -->` replaces the command `acta check %s`.
A code that no short example can yield says why in a line `no-example: reason`.
"""

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = ROOT / "compiler" / "diagnostics" / "catalogue.def"
PAGES = ROOT / "docs" / "diagnostics"

ROW = re.compile(r"^DIAGNOSTIC\(\s*(A\d{4}),\s*k(?:Error|Warning|Note),\s*(\w+),", re.MULTILINE)
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"^<!--\s*run:\s*acta\s+(.*?)\s*-->$", re.MULTILINE)
NO_EXAMPLE = re.compile(r"^no-example: \S", re.MULTILINE)
FILE_OF = {"acta": "example.acta", "markdown": "example.acta.md", "json": "case.json", "amendment": "amendment.acta"}
LONGEST_RUN_IN_SECONDS = 60


def example_in(page):
    """The example's files by name, the program first, and the arguments to run it with."""
    files = {}
    for block in BLOCK.finditer(page):
        name = FILE_OF.get(block["kind"])
        is_further_program = block["kind"] in ("acta", "markdown") and any(n.startswith("example") for n in files)
        if name and not is_further_program:
            files.setdefault(name, block["text"])
    program = next((name for name in files if name.startswith("example")), None)
    run = RUN.search(page)
    arguments = shlex.split((run.group(1) if run else "check %s").replace("%s", program or ""))
    return files, program, arguments


def output_of(acta, files, arguments):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        run = subprocess.run([acta, *arguments], cwd=folder, stdin=subprocess.DEVNULL, text=True,
                             errors="replace", capture_output=True, timeout=LONGEST_RUN_IN_SECONDS)
        return run.stdout + run.stderr


def fault_in(code, name, acta):
    path = PAGES / f"{code}.md"
    if not path.exists():
        return "has no page in docs/diagnostics"
    page = path.read_text(encoding="utf-8")
    if not page.startswith(f"# {code} {name}\n"):
        return f"its page does not begin with `# {code} {name}`"
    if NO_EXAMPLE.search(page):
        return None
    files, program, arguments = example_in(page)
    if program is None:
        return "its page has neither an example nor a line `no-example: reason`"
    if acta is None:
        return None
    output = output_of(acta, files, arguments)
    if f"[{code}]" in output:
        return None
    return f"its example yields something else:\n$ acta {shlex.join(arguments)}\n{output}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acta", help="the compiler; without it only the pages are looked at")
    arguments = parser.parse_args()

    acta = str(Path(arguments.acta).resolve()) if arguments.acta else None
    rows = dict(ROW.findall(CATALOGUE.read_text(encoding="utf-8")))
    faults = {code: fault_in(code, name, acta) for code, name in rows.items()}
    for path in PAGES.glob("A*.md"):
        if path.stem not in rows:
            faults[path.stem] = "has a page but no row in the catalogue"
    found = {code: fault for code, fault in faults.items() if fault}
    for code, fault in sorted(found.items()):
        print(f"{code}: {fault}")
    print(f"{len(rows)} codes, {len(found)} faults")
    return 1 if found or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
