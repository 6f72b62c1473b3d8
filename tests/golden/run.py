#!/usr/bin/env python3
"""Runs the golden cases and compares what the compiler says with what it is expected to say.

A case is a file tests/golden/<stage>/NAME.acta or NAME.acta.md whose first lines say the commands:

    -- RUN: acta check %s
    <!-- RUN: acta dump --stage=plan %s -->

`%s` is the file itself, `%d` its folder, `%t` an empty folder to write into. NAME.acta.golden holds the expected output, errors and exit
status of each command. `--update` rewrites the expectations; the review of the diff is the test.
"""

import argparse
import difflib
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
RUN_LINE = re.compile(r"^(?:--|<!--)\s*RUN:\s*acta\s+(.*?)\s*(?:-->)?\s*$")
LONGEST_RUN_IN_SECONDS = 60


def commands_of(case):
    """The commands in the first lines of the file, as lists of arguments to acta; `%t` still stands in them."""
    commands = []
    for line in case.read_text(encoding="utf-8", errors="replace").splitlines():
        match = RUN_LINE.match(line)
        if not match:
            break
        relative = case.relative_to(ROOT)
        filled = match.group(1).replace("%s", str(relative)).replace("%d", str(relative.parent))
        commands.append(shlex.split(filled))
    return commands


def transcript_of(case, acta):
    """What the commands print, as the .golden file shows it, or None if the case names no command."""
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        for arguments in commands_of(case):
            filled = [argument.replace("%t", folder) for argument in arguments]
            run = subprocess.run([acta, *filled], cwd=ROOT, stdin=subprocess.DEVNULL,
                                 capture_output=True, timeout=LONGEST_RUN_IN_SECONDS)
            parts.append(f"$ acta {' '.join(arguments)}\n")
            for title, stream in (("", run.stdout), ("-- standard error\n", run.stderr)):
                text = stream.decode("utf-8", errors="backslashreplace").replace(folder, "%t")
                if text:
                    parts.append(title + text + ("" if text.endswith("\n") else "\n"))
            parts.append(f"-- exit status {run.returncode}\n")
    return "".join(parts) or None


def fault_in(case, acta, update):
    """Why the case fails, or None. With `update`, writes the expectation."""
    name = case.relative_to(ROOT)
    golden = case.with_name(case.name + ".golden")
    try:
        found = transcript_of(case, acta)
    except subprocess.TimeoutExpired:
        return f"{name}: took longer than {LONGEST_RUN_IN_SECONDS} s"
    if found is None:
        return f"{name}: its first line names no command (-- RUN: acta ... %s)"
    if update:
        golden.write_text(found, encoding="utf-8")
        return None
    if not golden.exists():
        return f"{name}: has no expectation; ./dev update-golden writes it"
    expected = golden.read_text(encoding="utf-8")
    if found == expected:
        return None
    diff = difflib.unified_diff(expected.splitlines(keepends=True), found.splitlines(keepends=True),
                                "expected", "found")
    return f"{name}: differs\n" + "".join(diff)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acta", required=True, help="the compiler to run")
    parser.add_argument("--update", action="store_true", help="rewrite the expectations")
    parser.add_argument("stages", nargs="*", help="folders below tests/golden; all when left out")
    arguments = parser.parse_args()

    acta = str(Path(arguments.acta).resolve())
    stages = arguments.stages or sorted(f.name for f in FOLDER.iterdir() if f.is_dir())
    cases = [case for stage in stages for pattern in ("*.acta", "*.acta.md")
             for case in sorted((FOLDER / stage).glob(pattern))]
    orphans = [golden for stage in stages for golden in sorted((FOLDER / stage).glob("*.golden"))
               if golden.with_suffix("") not in cases]

    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda case: fault_in(case, acta, arguments.update), cases))
    faults = [fault for fault in results if fault]
    faults += [f"{golden.relative_to(ROOT)}: belongs to no case" for golden in orphans]
    for fault in faults:
        print(fault)
    print(f"{len(cases)} golden cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
