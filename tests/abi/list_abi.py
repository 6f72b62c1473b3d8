#!/usr/bin/env python3
"""Holds what hosts were compiled against: functions, constants and layouts of the C interface, as abi.txt lists them.

The headers are read for what they declare, a small C program is compiled to say how large it is and where, and the shared
libraries are asked what they export; each call must be on the page for hosts. `--update` rewrites the list. A line that changes
or goes breaks hosts that exist: then ACTA_ABI_VERSION must change too.
"""

import argparse
import difflib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNTIME = HERE.parent.parent / "runtime"
INCLUDE = RUNTIME / "include"
HEADERS = ["acta.h", "arrow_abi.h", "batch.h", "columns.h", "evaluator.h"]
LIST = HERE / "abi.txt"
PAGE = HERE.parent.parent / "docs/embedding.md"

STRUCT = re.compile(r"^(?:typedef )?struct (\w+) \{(.*?)\n\}", re.MULTILINE | re.DOTALL)
ENUM = re.compile(r"^typedef enum \w+ \{(.*?)\}", re.MULTILINE | re.DOTALL)
CONSTANT = re.compile(r"^#define (ACTA_\w+) \S", re.MULTILINE)
FUNCTION = re.compile(r"^ACTA_API ([^;]*);", re.MULTILINE)
KERNEL = re.compile(r"^ACTA_KERNEL\((\w+), ([^,]+), (\([^)]*\))", re.MULTILINE)
FUNCTION_TYPE = re.compile(r"^typedef ([^;{}]*\(\*\w+\)[^;]*);", re.MULTILINE)
NOT_CONSTANTS = {"ACTA_API"}


def read(header):
    text = (INCLUDE / "acta" / header).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def in_one_line(declaration):
    return " ".join(declaration.split())


def members_of(body):
    """The names that a struct's declarations declare: `uint32_t line, column;`, `char path[256];`, `void (*release)(…);`."""
    for declaration in filter(None, map(str.strip, body.split(";"))):
        pointer_to_function = re.search(r"\(\*(\w+)\)", declaration)
        if pointer_to_function:
            yield pointer_to_function.group(1)
            continue
        for declarator in declaration.split(","):
            yield re.search(r"(\w+)\s*(?:\[\w+\])?$", declarator.strip()).group(1)


def layout_program(texts):
    """C that prints the layout of every struct and the value of every constant."""
    lines = ["#include <stddef.h>", "#include <stdio.h>"]
    lines += [f'#include "acta/{header}"' for header in texts]
    lines.append("#define SIZE(type, member) sizeof(((type*)0)->member)")
    lines.append("int main(void) {")
    for text in texts.values():
        for name, body in STRUCT.findall(text):
            lines.append(f'printf("struct {name}: %zu bytes\\n", sizeof(struct {name}));')
            for member in members_of(body):
                lines.append(f'printf("  {member}: %zu bytes at %zu\\n", SIZE(struct {name}, {member}), '
                             f'offsetof(struct {name}, {member}));')
        constants = [name for body in ENUM.findall(text) for name in re.findall(r"\bACTA_\w+(?= =)", body)]
        constants += [name for name in CONSTANT.findall(text) if name not in NOT_CONSTANTS and not name.endswith("_H")]
        for name in constants:
            lines.append(f'printf("constant {name} = %lld\\n", (long long){name});')
    lines.append("return 0; }")
    return "\n".join(lines)


def layouts(compiler, texts):
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "layout.c", Path(folder) / "layout"
        source.write_text(layout_program(texts), encoding="utf-8")
        subprocess.run([compiler, "-std=c11", f"-I{INCLUDE}", source, "-o", program], check=True)
        return subprocess.run([program], check=True, text=True, capture_output=True).stdout.splitlines()


def exports(nm, library):
    text = subprocess.run([nm, "-D", "--defined-only", library], check=True, text=True, capture_output=True).stdout
    return {line.split()[-1] for line in text.splitlines()}


def abi(arguments):
    texts = {header: read(header) for header in HEADERS}
    lines = layouts(arguments.cc, texts)
    kernels = (RUNTIME / "kernels.def").read_text(encoding="utf-8")
    functions = {f"acta_k_{name}": f"{result} acta_k_{name}{parameters}" for name, result, parameters in KERNEL.findall(kernels)}
    for text in texts.values():
        lines += [f"type {in_one_line(declaration)}" for declaration in FUNCTION_TYPE.findall(text)]
        for declaration in map(in_one_line, FUNCTION.findall(text)):
            functions[re.search(r"(\w+)\(", declaration).group(1)] = declaration
    runtime, json = exports(arguments.nm, arguments.runtime), exports(arguments.nm, arguments.json)
    for symbol in sorted(runtime):
        lines.append(f"function {functions.get(symbol, symbol)}")
    for symbol in sorted(json - runtime):
        lines.append(f"function of acta_json {functions.get(symbol, symbol)}")
    faults = [f"{symbol} is declared but not exported" for symbol in sorted(set(functions) - runtime - json)]
    faults += [f"{symbol} is missing in acta_json, which brings the runtime" for symbol in sorted(runtime - json)]
    page = PAGE.read_text(encoding="utf-8")
    calls = page[page.index("## Every call"):]
    faults += [f"{symbol} is not in docs/embedding.md, \"Every call\"" for symbol in sorted(runtime | json)
               if not symbol.startswith("acta_k_") and f"`{symbol}`" not in calls]
    return lines, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--runtime", required=True, help="the shared library")
    parser.add_argument("--json", required=True, help="the shared library with the JSON door")
    parser.add_argument("--update", action="store_true", help="rewrite the list")
    arguments = parser.parse_args()

    lines, faults = abi(arguments)
    if arguments.update:
        LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")
    listed = LIST.read_text(encoding="utf-8").splitlines()
    faults += difflib.unified_diff(listed, lines, "abi.txt", "as built", n=0, lineterm="")
    print("\n".join(faults) or f"{len(lines)} lines, all as listed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
