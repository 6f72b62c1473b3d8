#!/usr/bin/env python3
"""Reads the #include lines of the tree and holds the floors of the house.

A room sees the rooms on lower floors, never its neighbours: what two rooms on one floor share
belongs a floor below, and the driver brings them together. A third-party library is seen by the
rooms that own it, and by nobody through their headers.
"""

import re
import sys
from pathlib import Path

FLOORS = {
    "base": 1,
    "diagnostics": 2,
    "syntax": 3,
    "ir": 3,
    "semantics": 4,
    "format": 4,
    "plan": 5,
    "descriptor": 5,
    "amend": 5,
    "cases": 2,
    "findings": 2,
    "interpreter": 6,
    "codegen": 6,
    "header": 6,
    "measure": 6,
    "analysis": 6,
    "docgen": 6,
    "engine": 7,
    "lsp": 7,
    "blocks": 7,
    "tables": 8,
    "population": 8,
    "simulate": 9,
    "report": 9,
    "driver": 10,
}

# Beginning of the included path -> rooms that may include it. "runtime" is the library without JSON.
OWNERS = {
    "antlr4-runtime": {"syntax"},
    "ActaLexer": {"syntax"},
    "ActaParser": {"syntax"},
    "llvm/": {"codegen"},
    "llvm-c/": {"codegen"},
    "z3": {"analysis"},
    "duckdb": {"tables"},
    "CLI/": {"driver"},
    "date/": {"ir", "semantics"},
    "gmp": {"interpreter"},
    "utf8proc": {"base", "syntax"},
    "nlohmann/": {"diagnostics", "driver", "docgen", "lsp", "json", "report", "simulate", "tables"},
    "tl/": {"base"},
    "fmt/": set(FLOORS),
}

# The private headers of a room may name these; a header that other rooms include may not.
HEAVY = ("antlr4-runtime", "ActaLexer", "ActaParser", "llvm/", "llvm-c/", "z3", "duckdb", "CLI/")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SUFFIXES = {".h", ".hpp", ".c", ".cpp", ".def"}


def room_of(path):
    """The room that a path within the repository belongs to, or None for what has no floor."""
    parts = path.parts
    if parts[0] == "compiler" and len(parts) > 2:
        return parts[1]
    if parts[0] == "runtime":
        return "json" if parts[1] == "json" else "runtime"
    return None


def includes_of(file):
    return [target for _, target in INCLUDE.findall(file.read_text(encoding="utf-8"))]


def fault_in(room, target):
    """What is wrong with `room` including `target`, or None."""
    for beginning, owners in OWNERS.items():
        if target.startswith(beginning) and room not in owners:
            return f"only {', '.join(sorted(owners))} may see it"
    in_runtime = room in ("runtime", "json")
    if target.startswith("compiler/"):
        if in_runtime:
            return "the runtime is a product of its own and never sees the compiler"
        other = target.split("/")[1]
        if other not in FLOORS:
            return f"the room `{other}` has no floor"
        if other != room and FLOORS[other] >= FLOORS[room]:
            return (f"`{room}` stands on floor {FLOORS[room]}, `{other}` on floor {FLOORS[other]}; "
                    "a room sees only lower floors")
    if target.startswith("tests/"):
        return "tests are not part of the product"
    is_runtime_inside = target.startswith("runtime/") and not target.endswith(".def")
    if is_runtime_inside and not in_runtime and not target.startswith("runtime/include/"):
        return "the compiler sees of the runtime what runtime/include offers"
    if room == "runtime" and target.startswith("runtime/json/"):
        return "the JSON library stands on the runtime, not the other way round"
    return None


def private_headers(includes):
    """Headers that name a heavy library, themselves or through a header of their room."""
    private = {name for name, targets in includes.items()
               if name.endswith(".h") and any(t.startswith(HEAVY) for t in targets)}
    while True:
        more = {name for name, targets in includes.items()
                if name.endswith(".h") and private.intersection(targets)} - private
        if not more:
            return private
        private |= more


def faults(root):
    includes = {}
    for top in ("compiler", "runtime"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix in SUFFIXES:
                includes[file.relative_to(root).as_posix()] = includes_of(file)
    private = private_headers(includes)
    for name, targets in includes.items():
        room = room_of(Path(name))
        if room is None:
            continue
        if room not in FLOORS and room not in ("runtime", "json"):
            yield f"{name}: the room `{room}` has no floor"
            continue
        for target in targets:
            fault = fault_in(room, target)
            if target in private and room_of(Path(target)) != room:
                fault = "this header names a library that stays inside its room"
            if fault:
                yield f"{name}: includes {target}: {fault}"


def main():
    found = list(faults(Path(sys.argv[1])))
    for fault in found:
        print(fault)
    print(f"{len(found)} faults" if found else "every room keeps to its floor")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
