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


def check_sums(runner, found):
    for comparison in found["comparisons"]:
        for answer in comparison["answers"]:
            name = f"{comparison['name']}, {answer['name']}"
            total = sum(map(sum, answer["matrix"]))
            same = sum(answer["matrix"][i][i] for i in range(len(answer["matrix"])))
            runner.expect(total == found["cases"], f"{name}: the matrix holds {total} cases")
            runner.expect(total - same + answer["other_value"] == answer["changed"], f"{name}: changes off the diagonal")
            runner.expect(sum(r["cases"] for r in answer["responsible"]) == answer["changed"], f"{name}: laid to provisions")
            for grouping in answer["by"]:
                runner.expect(sum(g["cases"] for g in grouping["groups"]) == found["cases"], f"{name}: cases of groups")
                runner.expect(sum(g["changed"] for g in grouping["groups"]) == answer["changed"], f"{name}: changes of groups")
            for responsible in answer["responsible"]:
                for example in responsible["examples"]:
                    runner.expect(example["before"]["value"] != example["after"]["value"], f"{name}: an example that does not change")


def causes_of(runner, name, law, amendment, size, answer, comparison=0):
    """Whom simulate holds responsible for the changes of an answer of `law`, over its population `usual`."""
    act, amendments = runner.folder / f"{name}.acta.md", runner.folder / f"{name}_amended.acta"
    act.write_text(law, encoding="utf-8")
    amendments.write_text(amendment, encoding="utf-8")
    done = runner.run("simulate", act, "--with", amendments, "--population", "usual", "--size", size, "--json")
    return answer_of(json.loads(done.stdout)["comparisons"][comparison], answer)["responsible"]
