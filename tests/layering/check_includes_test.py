#!/usr/bin/env python3
"""The layering check itself: each kind of fault is found in a small tree made for it."""

import tempfile
import unittest
from pathlib import Path

from check_includes import faults


def faults_of(files):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list(faults(root))


class CheckIncludes(unittest.TestCase):
    def test_lower_floors_and_the_own_room_are_fine(self):
        self.assertEqual([], faults_of({
            "compiler/plan/plan.cpp": '#include "compiler/plan/plan.h"\n#include "compiler/ir/graph.h"\n',
            "compiler/codegen/jit.cpp": '#include <llvm/IR/Module.h>\n#include "acta/evaluator.h"\n',
            "runtime/json/facts.cpp": '#include <nlohmann/json.hpp>\n#include "runtime/values/value.h"\n',
        }))

    def test_a_neighbour_on_the_same_floor_is_a_fault(self):
        self.assertEqual(1, len(faults_of({
            "compiler/codegen/jit.cpp": '#include "compiler/interpreter/evaluate.h"\n'})))

    def test_a_higher_floor_is_a_fault(self):
        self.assertEqual(1, len(faults_of({"compiler/ir/print.h": '#include "compiler/plan/plan.h"\n'})))

    def test_the_runtime_does_not_see_the_compiler(self):
        self.assertEqual(1, len(faults_of({"runtime/core/a.cpp": '#include "compiler/base/span.h"\n'})))

    def test_the_compiler_does_not_see_the_inside_of_the_runtime(self):
        self.assertEqual(1, len(faults_of({"compiler/codegen/a.cpp": '#include "runtime/core/a.h"\n'})))

    def test_a_library_is_seen_by_its_owner_only(self):
        self.assertEqual(1, len(faults_of({"compiler/plan/a.cpp": "#  include <llvm/IR/Module.h>\n"})))

    def test_a_library_does_not_leave_its_room_through_a_header(self):
        self.assertEqual(1, len(faults_of({
            "compiler/codegen/module.h": "#include <llvm/IR/Module.h>\n",
            "compiler/codegen/jit.h": '#include "compiler/codegen/module.h"\n',
            "compiler/driver/run.cpp": '#include "compiler/codegen/jit.h"\n',
        })))

    def test_a_room_without_a_floor_is_a_fault(self):
        self.assertEqual(1, len(faults_of({"compiler/attic/a.cpp": "int x;\n"})))


if __name__ == "__main__":
    unittest.main()
