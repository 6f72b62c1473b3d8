#!/usr/bin/env python3
"""The counter of a permit office: asks for what is missing, one fact at a time, until it can say which form an event has.

    counter.py libassemblies.so
"""

import sys

from acta import Act, Refused

# What the visitor knows, should the office ask.
KNOWN = {"purpose": "expression", "participants": 250, "moves": False, "starts": "2021-03-29 12:00", "notification": None}


def main():
    act = Act(sys.argv[1])
    case = {}
    while True:
        with act.ask(case) as outcome:
            form = outcome.answers["form"]
            if form["status"] == "known":
                print(f"This is a {form['value']}: {', '.join(form['citations'])}\n")
                print(outcome.explain("form"), end="")
                break
            missing = next(reason["subject"] for reason in form["reasons"] if reason["kind"] == "missing")
            print(f"Not known yet; the office asks for {missing}: {KNOWN[missing]}")
            case[missing] = KNOWN[missing]

    with act.ask(case) as outcome:
        question = outcome.next_question()
        print(f"\nMost of what is still open waits for {question['path']}.")

    try:
        act.ask({"particpants": 250})
    except Refused as refused:
        print(f"A slip is noticed: {refused}")
    try:
        act.ask({"participants": 0})
    except Refused as refused:
        print(f"So is a number: {refused}")
    act.close()


if __name__ == "__main__":
    main()
