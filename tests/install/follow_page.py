#!/usr/bin/env python3
"""Follows the section "With CMake" of docs/embedding.md with the act and the program that the page begins with.

Called as: follow_page.py TREE FOLDER, with an installed tree and a folder to work in.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "embedding.md"
PROJECT = "cmake_minimum_required(VERSION 3.25)\nproject(desk LANGUAGES C)\n"


def only(pattern, text):
    """The block that the pattern finds; there must be one."""
    (block,) = re.findall(pattern, text, re.MULTILINE | re.DOTALL)
    return block


def main():
    tree, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    page = PAGE.read_text(encoding="utf-8")
    section = page[page.index("## With CMake\n"):]
    says = only(r"^\$ \./desk\n(.*?)^```$", page)

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "library.acta.md").write_text(only(r"^<!-- file: library\.acta\.md -->\n````markdown\n(.*?)^````$", page))
    (folder / "desk.c").write_text(only(r"^<!-- file: desk\.c -->\n```c\n(.*?)^```$", page))
    (folder / "CMakeLists.txt").write_text(PROJECT + only(r"^```cmake\n(.*?)^```$", section))

    environment = {**os.environ, "PKG_CONFIG_PATH": str(tree / "lib" / "pkgconfig"), "LD_LIBRARY_PATH": str(tree / "lib")}

    def run(*command):
        return subprocess.run(command, cwd=folder, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout

    run("cmake", "-S", ".", "-B", "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={tree}")
    run("cmake", "--build", "build")
    run("sh", "-e", "-c", only(r"^```sh\n(.*?)^```$", section))
    for program in ("build/desk", "./desk"):
        said = run(program)
        if said != says:
            sys.exit(f"{program} says something else than the page:\n{said}")


if __name__ == "__main__":
    main()
