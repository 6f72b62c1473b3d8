"""Runs acta and gathers what is not as it should be."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LAW = ROOT / "tests/simulate/visits.acta.md"
SAVED = ROOT / "tests/simulate/saved_changes.acta.md"
ACT = ROOT / "examples/kazakhstan/peaceful_assemblies_2020.acta.md"
SKIPPED = 77
LONGEST_RUN_IN_SECONDS = 300


class Runner:
    def __init__(self, acta, folder):
        self.acta = acta
        self.folder = Path(folder)
        self.faults = []

    def run(self, *arguments, status=0):
        done = subprocess.run([self.acta, *map(str, arguments)], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=LONGEST_RUN_IN_SECONDS)
        if done.returncode != status:
            self.faults.append(f"acta {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")
        return done

    def expect(self, holds, what):
        if not holds:
            self.faults.append(what)

    def simulate(self, *arguments, status=0):
        done = self.run("simulate", LAW, "--json", *arguments, status=status)
        return json.loads(done.stdout) if done.returncode == status else {"comparisons": [], "cases": 0}


def answer_of(comparison, name):
    return next(answer for answer in comparison["answers"] if answer["name"] == name)
