#!/usr/bin/env python3
"""Reads the symbols of the runtime's archives: nothing of the C++ library, little of libc, a bounded size.

What an archive leaves undefined must be defined by another one on the command line, or be on the
list below. malloc and free belong to the default allocator alone, which a host need not link.
Nothing keeps state between calls: no variables, only constants.
"""

import argparse
import subprocess
import sys

LIBC = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen"}
# The compiler's own: 128 bit division, and what position-independent code names.
COMPILER = {"__divti3", "__modti3", "__divmodti4", "__udivti3", "__umodti3", "__udivmodti4",
            "__muloti4", "_GLOBAL_OFFSET_TABLE_", "__stack_chk_fail"}
ONLY_IN = {"malloc": "default_allocator.cpp", "free": "default_allocator.cpp"}
MOST_BYTES = 400_000


def members_of(nm, archive):
    """(object, class letter, section, symbol) for each symbol of the archive."""
    text = subprocess.run([nm, "--format=sysv", "-A", archive], check=True, text=True,
                          capture_output=True).stdout
    for line in text.splitlines():
        columns = [column.strip() for column in line.split("|")]
        if len(columns) == 7 and columns[0].startswith(archive):
            member, _, name = columns[0][len(archive) + 1:].partition(":")
            yield member, columns[2], columns[6], name


def code_size(size, archive):
    text = subprocess.run([size, archive], check=True, text=True, capture_output=True).stdout
    return sum(int(line.split()[0]) + int(line.split()[1]) for line in text.splitlines()[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nm", default="nm")
    parser.add_argument("archives", nargs="+")
    arguments = parser.parse_args()

    symbols = [entry for archive in arguments.archives for entry in members_of(arguments.nm, archive)]
    defined = {name for _, letter, _, name in symbols if letter not in "Uw"}
    faults = set()
    for member, letter, section, name in symbols:
        if letter in "Uw":
            only_in = ONLY_IN.get(name)
            allowed = name in defined or name in LIBC | COMPILER or (only_in and member.startswith(only_in))
            if not allowed:
                faults.add(f"{member} needs {name}")
        elif section.startswith((".bss", ".data", "*COM*")) and not section.startswith(".data.rel.ro"):
            faults.add(f"{member} keeps state in {name}")
    size = arguments.nm.replace("nm", "size")
    total = sum(code_size(size, archive) for archive in arguments.archives)
    if total > MOST_BYTES:
        faults.add(f"{total} bytes of code and data, more than {MOST_BYTES}")

    print("\n".join(sorted(faults)) or f"{len(defined)} symbols, {total} bytes, nothing foreign")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
