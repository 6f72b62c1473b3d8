#!/usr/bin/env python3
"""Runs the examples of the documentation, and holds what it shows against what acta prints today.

Every block of a page is looked at, in order, in one folder per page:

    ```acta          a bare document; ````markdown with ```acta blocks inside: a whole one. It must check without
                     any finding, and its scenarios must pass, compiled and interpreted. A population or an amendment
                     alone is only saved for the commands that follow.
    ```json ```csv   cases, saved for the commands that follow.
    ```c ```cpp ```python
                     a program, saved for the commands that follow.
    ```console       a transcript: after each `$ acta ...`, `$ cc ...`, `$ c++ ...`, `$ python3 ...` and `$ ./...` what it prints,
                     first output, then errors. Other commands are not run, nor is held against anything what needs
                     DuckDB where there is none. acta/include and acta/lib are the runtime's.

A comment on the line before a block says more: `<!-- file: NAME -->` saves it under that name (else example.acta,
example.acta.md, case.json); `<!-- fragment -->` leaves a block alone that is no whole document;
`<!-- finds: A3002 -->` expects just these findings. `--update` rewrites the transcripts.
"""

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ["README.md", "docs/language.md", "docs/semantics.md", "docs/embedding.md", "docs/performance.md", "docs/simulation.md"]
# What commands of a page may name beside the page's own files.
SHARED_FOLDERS = ["examples", "stdlib"]

BLOCK = re.compile(r"(?:^<!-- *(?P<mark>[^\n]*?) *-->\n)?"
                   r"^(?P<fence>`{3,})(?P<kind>\w*)[^\n`]*\n(?P<text>.*?)^(?P=fence) *$",
                   re.MULTILINE | re.DOTALL)
ABOUT_OTHERS = re.compile(r"(population|amendment)\b")
FINDING = re.compile(r"^(?:error|warning|note)\[(A\d{4})\]", re.MULTILINE)
SAVED_KINDS = ("json", "csv", "c", "cpp", "python")
DEFAULT_NAME = {"acta": "example.acta", "markdown": "example.acta.md", "json": "case.json", "csv": "cases.csv", "c": "example.c",
                "cpp": "example.cpp", "python": "example.py"}
LONGEST_RUN_IN_SECONDS = 60


class Page:
    """One page, its folder, and what is wrong with its examples."""

    def __init__(self, path, tools, folder):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.tools = tools
        self.folder = Path(folder)
        self.examples = 0
        self.faults = []
        for name in SHARED_FOLDERS:
            (self.folder / name).symlink_to(ROOT / name)
        runtime = self.folder / "acta"
        runtime.mkdir()
        (runtime / "include").symlink_to(ROOT / "runtime/include")
        (runtime / "lib").symlink_to(tools.libraries)

    def command(self, words):
        """What is run for a command of a transcript, or None."""
        program, *arguments = words
        if program == "acta":
            return [self.tools.acta, *arguments]
        if program in ("cc", "c++"):
            return [*(self.tools.cc if program == "cc" else self.tools.cxx), *arguments]
        if program == "python3":
            return self.tools.python and [self.tools.python, "-B", *arguments]
        return words if program.startswith("./") else None

    def run(self, arguments):
        return self.run_command([self.tools.acta, *arguments])

    def run_command(self, command):
        done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=LONGEST_RUN_IN_SECONDS)
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", errors="backslashreplace")

    def blame(self, at, what):
        line = self.text.count("\n", 0, at) + 1
        self.faults.append(f"{self.path.relative_to(ROOT)}:{line}: {what}")

    def take(self, block):
        """Looks at a block; returns the text that should stand in its place."""
        mark = block["mark"] or ""
        if block["kind"] == "console":
            return self.transcript_of(block)
        is_law = block["kind"] == "acta" or (block["kind"] == "markdown" and "```acta\n" in block["text"])
        if mark == "fragment" or not (is_law or block["kind"] in SAVED_KINDS):
            return block["text"]
        name = mark.removeprefix("file:").strip() if mark.startswith("file:") else DEFAULT_NAME[block["kind"]]
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block["text"], encoding="utf-8")
        if is_law and not ABOUT_OTHERS.match(block["text"]):
            self.examples += 1
            self.check(name, block, re.findall(r"A\d{4}", mark) if mark.startswith("finds:") else [])
        return block["text"]

    def check(self, name, block, expected):
        at = block.start("text")
        status, output = self.run(["check", name])
        found = FINDING.findall(output)
        if sorted(set(found)) != sorted(set(expected)) or (status != 0 and not expected):
            wanted = ", ".join(expected) or "no finding"
            self.blame(at, f"expected {wanted} of this example\n{output}")
        elif status == 0 and re.search(r"^scenario\b", block["text"], re.MULTILINE):
            for engine in ("native", "interpreter"):
                status, output = self.run(["test", "--no-coverage", "--engine", engine, name])
                if status != 0:
                    self.blame(at, f"a scenario of this example fails ({engine})\n{output}")
                    break

    def transcript_of(self, block):
        """The transcript as the commands make it today."""
        parts = []
        # Each command with what stands below it.
        for shown in re.split(r"^(?=\$ )", block["text"], flags=re.MULTILINE):
            command = shown.partition("\n")[0]
            run = self.command(shlex.split(command.removeprefix("$ "))) if command.startswith("$ ") else None
            if run is None:
                parts.append(shown)
                continue
            self.examples += 1
            _, output = self.run_command(run)
            if "DuckDB, which reads tables" in output:
                parts.append(shown)  # reading tables is optional
                continue
            found = f"{command}\n{output}".rstrip() + "\n"
            if found.rstrip() != shown.rstrip():
                self.blame(block.start("text") + block["text"].index(shown),
                           f"`{command.removeprefix('$ ')}` prints something else:\n{output}")
            # What separates it from the next command stays.
            parts.append(found + shown[len(shown.rstrip()) + 1:])
        return "".join(parts)

    def go_through(self, update):
        pieces = []
        end = 0
        for block in BLOCK.finditer(self.text):
            pieces.append(self.text[end:block.start("text")])
            pieces.append(self.take(block))
            end = block.end("text")
        pieces.append(self.text[end:])
        updated = "".join(pieces)
        if update and updated != self.text:
            self.path.write_text(updated, encoding="utf-8")
            self.faults = [fault for fault in self.faults if "prints something else" not in fault]


class Tools(NamedTuple):
    """What the commands of a page run."""

    acta: str
    cc: list
    cxx: list
    python: str  # or None
    libraries: Path


def page_done(path, tools, update):
    with tempfile.TemporaryDirectory() as folder:
        page = Page(path, tools, folder)
        page.go_through(update)
        return page


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acta", required=True, help="the compiler to run")
    parser.add_argument("--cc", default="cc", help="the C compiler, with what it must always be told")
    parser.add_argument("--cxx", default="c++", help="the same for C++")
    parser.add_argument("--no-python", action="store_true",
                        help="leave Python out: a sanitizer's library would have to be loaded into it first")
    parser.add_argument("--libraries", required=True, help="where the libraries of the runtime lie")
    parser.add_argument("--update", action="store_true", help="rewrite the transcripts")
    parser.add_argument("pages", nargs="*", help="all pages when left out")
    arguments = parser.parse_args()

    tools = Tools(str(Path(arguments.acta).resolve()), shlex.split(arguments.cc), shlex.split(arguments.cxx),
                  None if arguments.no_python else sys.executable, Path(arguments.libraries).resolve())
    paths = [ROOT / page for page in arguments.pages or PAGES]
    with ThreadPoolExecutor(max_workers=2) as pool:
        pages = list(pool.map(lambda path: page_done(path, tools, arguments.update), paths))
    faults = [fault for page in pages for fault in page.faults]
    for fault in faults:
        print(fault)
    print(f"{sum(page.examples for page in pages)} examples and commands, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
