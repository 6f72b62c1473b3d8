#!/usr/bin/env python3
"""What `acta build` does when the world is not as it should be. Called as: build_command_test.py ACTA."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ACTA = Path(sys.argv.pop(1)).resolve()
ACT = """facts
  seats : integer, 1 to 500
rule quorum : integer
  is seats / 2 rounded down + 1
answers
  quorum "How many members must be present?"
"""


class BuildCommand(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.act = self.folder / "quorum.acta"
        self.act.write_text(ACT, encoding="utf-8")
        self.out = self.folder / "out"

    def build(self, *arguments, acta=ACTA, **environment):
        return subprocess.run([acta, "build", self.act, "-o", self.out, *arguments], text=True, timeout=60,
                              capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, **environment})

    def test_without_a_linker_it_says_so_and_writes_nothing(self):
        done = self.build("--emit", "schema,obj", PATH="")
        self.assertEqual(done.returncode, 3)
        self.assertIn("error[A7001]: the linker ld.lld is not on the PATH", done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertFalse(self.out.exists())

    def test_without_a_place_for_temporary_files_it_says_so(self):
        done = self.build(TMPDIR=str(self.folder / "none"))
        self.assertEqual(done.returncode, 3)
        self.assertIn("error[A7001]: there is no folder for temporary files", done.stderr)

    def test_without_the_runtime_it_says_where_it_should_lie(self):
        elsewhere = self.folder / "elsewhere" / "bin" / "acta"
        elsewhere.parent.mkdir(parents=True)
        shutil.copy(ACTA, elsewhere)
        done = self.build("--emit", "shared", acta=elsewhere)
        self.assertEqual(done.returncode, 2)
        self.assertIn("error[A0007]", done.stderr)
        self.assertIn(str(self.folder / "elsewhere" / "lib" / "acta_runtime.o"), done.stderr)

    def test_what_cannot_be_replaced_stays_and_nothing_lies_beside_it(self):
        (self.out / "quorum.o" / "kept").mkdir(parents=True)
        done = self.build()
        self.assertEqual(done.returncode, 2)
        self.assertIn("error[A0006]: cannot write", done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual([path.name for path in self.out.iterdir()], ["quorum.o"])

    def test_where_one_file_cannot_be_replaced_the_others_stay_as_they_were(self):
        self.build("--emit", "header,obj")
        header = (self.out / "quorum.h").read_bytes()
        self.act.write_text(ACT.replace("500", "900"), encoding="utf-8")
        (self.out / "quorum.o").unlink()
        (self.out / "quorum.o").mkdir()
        self.assertEqual(self.build("--emit", "header,obj").returncode, 2)
        self.assertEqual((self.out / "quorum.h").read_bytes(), header)
        self.assertEqual(sorted(path.name for path in self.out.iterdir()), ["quorum.h", "quorum.hpp", "quorum.o"])

    def test_it_says_what_it_read_wherever_that_lies(self):
        module = self.folder / "a b" / "majority.acta"
        module.parent.mkdir()
        module.write_text("module majority\nrule half(whole: integer) : integer\n  is whole / 2 rounded down\n", encoding="utf-8")
        self.act.write_text(f"use majority\n{ACT}", encoding="utf-8")
        done = self.build("--depfile", self.folder / "quorum.d", "-I", module.parent)
        self.assertEqual(done.returncode, 0, done.stderr)
        path = str(module).replace(" ", "\\ ")
        self.assertEqual((self.folder / "quorum.d").read_text(encoding="utf-8"), f"{self.out}/quorum.o: {self.act} {path}\n")

    def test_it_replaces_what_it_made_before(self):
        first = self.build()
        made = (self.out / "quorum.o").read_bytes()
        second = self.build()
        self.assertEqual((first.returncode, second.returncode), (0, 0))
        self.assertEqual((self.out / "quorum.o").read_bytes(), made)
        self.assertEqual(second.stdout, f"{self.out}/quorum.o\n")

    def test_scenarios_take_no_room_in_what_it_makes(self):
        self.build()
        without = (self.out / "quorum.o").stat().st_size
        expected = "".join(f'scenario "A house of {seats}"\n  given seats is {seats}\n  expect quorum is {seats // 2 + 1}\n'
                           for seats in range(100, 200))
        self.act.write_text(f"{ACT}rule half(whole: integer) : integer\n  is whole / 2 rounded down\n{expected}"
                            'scenario "Half of a house"\n  expect half(7) is 3\n', encoding="utf-8")
        done = self.build()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess((self.out / "quorum.o").stat().st_size - without, 1000)

    def test_the_name_of_the_file_becomes_a_name_for_symbols(self):
        self.act = self.act.rename(self.folder / "quorum-of-the.senate.acta.md")
        self.act.write_text(f"# Quorum Act\n\n```acta\n{ACT}```\n", encoding="utf-8")
        done = self.build()
        self.assertEqual(done.stdout, f"{self.out}/quorum_of_the.o\n", done.stderr)

    def test_a_file_without_a_name_for_symbols_asks_for_one(self):
        self.act = self.act.rename(self.folder / "1995.acta")
        done = self.build()
        self.assertEqual(done.returncode, 2)
        self.assertIn("error[A0005]: `1995` cannot name an act", done.stderr)
        self.assertIn("give one with --name", done.stderr)

    def test_an_act_may_be_called_like_a_namespace_but_not_like_the_library(self):
        include = Path(__file__).resolve().parents[2] / "runtime" / "include"
        self.act.write_text(ACT.replace("seats : integer, 1 to 500", "seats : integer, 1 to 500\n  std, acta : text"), encoding="utf-8")
        done = self.build("--emit", "header", "--name", "std")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run(["c++", "-std=c++17", "-fsyntax-only", "-x", "c++", "-I", include, self.out / "std.hpp"], text=True,
                              capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("acta", "acta_batch"):
            done = self.build("--emit", "header", "--name", name)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"error[A0005]: `{name}` cannot name an act", done.stderr)

    def test_a_header_leaves_no_less_room_than_a_case_needs(self):
        self.build("--emit", "header")
        include = Path(__file__).resolve().parents[2] / "runtime" / "include"
        for slots, status in ((2, 0), (1, 1)):
            done = subprocess.run(["cc", "-fsyntax-only", "-x", "c", f"-Dquorum_slots={slots}", "-I", include, self.out / "quorum.h"],
                                  text=True, capture_output=True)
            self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn("quorum_slots is less than quorum_case_slots", done.stderr)

    def test_a_header_has_room_for_as_many_texts_as_it_is_told_and_takes_them_quickly(self):
        self.act.write_text("""facts
  words : list of text, at most 300_000
rule found
  is yes when some w in words has w = "needle"
answers
  found "?"
""", encoding="utf-8")
        self.build("--emit", "header,obj")
        host = self.folder / "host.c"
        host.write_text(r"""#include <stdio.h>
#include <stdlib.h>
#include "quorum.h"
int main(void) {
  enum { kWords = 200000 };
  static char text[kWords][8];
  static const char* words[kWords];
  static quorum_workspace work;
  static quorum_answers answers;
  quorum_case facts = {0};
  quorum_status status;
  for (int i = 0; i < kWords; ++i) {
    sprintf(text[i], "%x", i / 2);
    words[i] = text[i];
  }
  words[kWords - 1] = "needle";
  facts.words = words;
  facts.words_count = kWords;
  facts.words_state = quorum_given;
  status = quorum_evaluate(&facts, &work, &answers);
  printf("%d %d %d\n", (int)status, (int)work.text_count, (int)answers.found);
  return 0;
}
""", encoding="utf-8")
        repository = ACTA.parents[3]
        for texts, said in ((100_000, "0 100000 1\n"), (99_999, "7 99999 0\n")):
            command = ["cc", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-O1", f"-Dquorum_texts={texts}",
                       "-Dquorum_slots=200100", "-I", repository / "runtime" / "include", "-I", self.out, host, self.out / "quorum.o",
                       ACTA.parents[1] / "lib" / "libacta_runtime.a", "-o", self.folder / "host"]
            subprocess.run(command, check=True)
            done = subprocess.run([self.folder / "host"], text=True, capture_output=True, timeout=5)
            self.assertEqual(done.stdout, said)


if __name__ == "__main__":
    unittest.main()
