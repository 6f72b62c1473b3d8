#!/usr/bin/env python3
"""What explanations say of the author's words is so.

An explanation quotes conditions and values with what came of them: "`guests > 90` is no". Each quoted expression is put into the act as a rule of
its own, by an amendment, and answered for the same case: it must come to the same. Words that mean nothing by themselves (cells of tables, parameters, elements of lists, fields of what may be
absent) do not compile and are left out; so many must be left. Every case says its governing date: without it nobody knows whether the law is in force.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OTHER_TYPE = re.compile("expected `boolean`, found `(.*)`")


class Quotes:
    """What the explanations of some cases quote: (kind, words) with what each case made of them."""

    def __init__(self):
        self.said = {}

    def add(self, case, part):
        if part["kind"] in ("condition", "unless", "value", "withdrawal") and "…" not in part.get("source", "…"):
            outcomes = self.said.setdefault((part["kind"], part["source"]), {}).setdefault(case, set())
            outcomes.add((part["status"], json.dumps(part.get("value"))))
        for inner in part.get("parts", []):
            self.add(case, inner)


def acta(tool, *arguments):
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, check=False)


def outcomes(tool, act, cases, *more):
    """One object for each case, in their order."""
    done = acta(tool, "run", act, "--case", cases, "--json", *more)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def amendment(law, rule, quotes, types):
    """The amendment that asks for each of them, and the line on which each begins."""
    text = [f"amendment probes to {law}", f"  insert after {rule} {{"]
    line_of = {}
    for number, (_, words) in quotes.items():
        line_of[len(text) + 1] = number
        text.append(f"    rule probe_{number} : {types.get(number, 'boolean')} is ({words})")
    text.append("    answers")
    text += [f'      asked_{number} "?" is probe_{number}' for number in quotes]
    return "\n".join([*text, "  }", ""]), line_of


def those_that_compile(tool, act, law, rule, quotes, path):
    """Leaves out what is reported, but for what is of another type than boolean: that is told."""
    types = {}
    while True:
        text, line_of = amendment(law, rule, quotes, types)
        path.write_text(text, encoding="utf-8")
        done = acta(tool, "check", act, "--with", path, "--diagnostics", "json")
        if done.returncode == 0:
            return quotes
        wrong = set()
        for one in json.loads(done.stdout or done.stderr)["diagnostics"]:
            number = line_of.get(one["location"]["begin"]["line"])
            found = OTHER_TYPE.fullmatch(one["message"])
            if one["severity"] != "error" or number is None:
                continue
            if found and number not in types:
                types[number] = found.group(1)
            else:
                wrong.add(number)
        assert wrong or types, done.stdout + done.stderr
        quotes = {number: quote for number, quote in quotes.items() if number not in wrong}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acta", required=True)
    parser.add_argument("--law", required=True, help="the name of the act")
    parser.add_argument("--rule", required=True, help="a rule of the act, behind which they are put")
    parser.add_argument("--least", type=int, required=True, help="how many expressions must be compared")
    parser.add_argument("--population", help="draw a few cases of it, in place of a file of cases")
    parser.add_argument("act")
    parser.add_argument("cases", nargs="?")
    given = parser.parse_args()

    quotes = Quotes()
    with tempfile.TemporaryDirectory() as folder:
        cases = given.cases or Path(folder) / "cases.jsonl"
        if given.population:
            drawn = acta(given.acta, "draw", given.act, "--population", given.population, "--size", 6, "--seed", 5)
            cases.write_text(drawn.stdout, encoding="utf-8")
        for case, outcome in enumerate(outcomes(given.acta, given.act, cases, "--explain")):
            for explained in outcome["explanations"]:
                quotes.add(case, explained["explanation"])
        path = Path(folder) / "probes.acta"
        probes = those_that_compile(given.acta, given.act, given.law, given.rule, dict(enumerate(quotes.said)), path)
        answered = outcomes(given.acta, given.act, cases, "--with", path)

    faults = 0
    for number, (kind, words) in probes.items():
        for case, said in quotes.said[(kind, words)].items():
            answer = next(one for one in answered[case]["answers"] if one["name"] == f"asked_{number}")
            if said != {(answer["status"], json.dumps(answer.get("value")))}:
                faults += 1
                print(f"case {case}: `{words}` is said to be {said}, but is {answer['status']} {answer.get('value')}")
    print(f"{len(probes)} of {len(quotes.said)} expressions compared, {faults} faults")
    return 0 if faults == 0 and len(probes) >= given.least else 1


if __name__ == "__main__":
    sys.exit(main())
