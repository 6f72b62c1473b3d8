"""Who changes, by a fact: groups are the same whether cases are drawn or read, whatever lies around the fact."""

import json

from runner import answer_of

NOTES = """law notes
  in force from 2020-01-01
entity Note
  told : date
  copy : optional date
facts
  note : optional Note
rule copied : boolean
  is yes when note is present and note.copy is present
  is no when note is absent or note.copy is absent
answers
  copied "Is there a copy?"
population usual of notes
  note is present 40%, absent 40%, missing 20%
  note.told is 2021-01-01
  note.copy is absent 50%, 2021-01-05 50%
"""
TURNED = """amendment turned to notes
  substitute "note.copy is present" with "note.copy is absent" in copied
"""


def absent_and_missing(runner, with_tables):
    """A field of what is absent is absent, and one of what is missing is missing."""
    act, amendment = runner.folder / "notes.acta", runner.folder / "turned.acta"
    act.write_text(NOTES, encoding="utf-8")
    amendment.write_text(TURNED, encoding="utf-8")
    drawn = runner.run("draw", act, "--population", "usual", "--size", 2000).stdout
    cases = [json.loads(line) for line in drawn.splitlines()]
    absent = sum("note" in case and (case["note"] is None or case["note"]["copy"] is None) for case in cases)
    missing = sum("note" not in case for case in cases)
    sizes = {"2021-01": len(cases) - absent - missing, "absent": absent, "missing": missing}
    table = runner.folder / "notes.jsonl"
    table.write_text(drawn, encoding="utf-8")
    sources = [["--population", "usual", "--size", 2000]] + ([["--cases", table]] if with_tables else [])
    for source in sources:
        found = json.loads(runner.run("simulate", act, "--with", amendment, "--by", "note.copy", "--json", *source).stdout)
        by = answer_of(found["comparisons"][0], "copied")["by"][0]
        runner.expect({one["label"]: one["cases"] for one in by["groups"]} == sizes, f"{source}: {by}, not {sizes}")
