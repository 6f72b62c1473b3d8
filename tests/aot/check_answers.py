#!/usr/bin/env python3
"""Holds what a host of a compiled act prints against what `acta run` says of the same cases.

Called as: check_answers.py --acta ACTA --act ACT --cases FILE... -- HOST [ARGUMENT...]
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

LONGEST_RUN_IN_SECONDS = 300


def cases_in(path):
    """Each case of a JSON or JSON Lines file on a line of its own."""
    text = Path(path).read_text(encoding="utf-8")
    try:
        cases = json.loads(text)
    except json.JSONDecodeError:
        cases = [json.loads(line) for line in text.splitlines() if line.strip()]
    return "".join(json.dumps(case) + "\n" for case in (cases if isinstance(cases, list) else [cases]))


def output_of(command, text):
    done = subprocess.run(command, input=text, text=True, capture_output=True, timeout=LONGEST_RUN_IN_SECONDS)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acta", required=True, help="the compiler to run")
    parser.add_argument("--act", required=True)
    parser.add_argument("--cases", required=True, nargs="+")
    parser.add_argument("host", nargs="+")
    arguments = parser.parse_args()

    cases = "".join(map(cases_in, arguments.cases))
    expected = output_of([arguments.acta, "run", arguments.act, "--case", "-", "--json", "--explain"], cases)
    found = output_of(arguments.host, cases)
    if len(expected) != len(found):
        sys.exit(f"{len(expected)} cases were answered, by the host {len(found)}")
    for number, (one, other) in enumerate(zip(expected, found), start=1):
        for part, mine, theirs in (("answers", one["answers"], other["outcome"]["answers"]),
                                   ("explanations", one["explanations"], other["explanations"])):
            if mine != theirs:
                sys.exit(f"case {number}: other {part}\nexpected {mine}\nfound    {theirs}")
    print(f"{len(found)} cases, the same answers and explanations")


if __name__ == "__main__":
    main()
