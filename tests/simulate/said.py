"""What a report says of how it was made: whatever was asked for that changes the figures stands in all three forms of it."""

import json

from runner import LAW

TWO_ACTS = """law {name}
  in force from 2020-01-01
  governed by day
facts
  day : date
  old : boolean
rule fee : integer
  is {fee} when old
  is 1 when not old
answers
  fee "What is to be paid?"
population usual of {name}
  day is 2021-05-05
  as_of is day
  old is yes 50%, no 50%
"""
CHAIN = """amendment draft to {name}
  substitute "is 5" with "is 7" in fee
amendment committee to draft
  title "The committee"
  substitute "is 7" with "is 9" in draft
"""


def said(runner):
    one, other, chain = (runner.folder / name for name in ("one.acta", "other.acta", "chain.acta"))
    one.write_text(TWO_ACTS.format(name="one", fee=5), encoding="utf-8")
    other.write_text(TWO_ACTS.format(name="other", fee=6), encoding="utf-8")
    chain.write_text(CHAIN.format(name="one"), encoding="utf-8")
    cases = ["--population", "usual", "--size", 200]
    governed = ["--governing-date", "2021-01-02", "--other-governing-date", "2021-01-03"]

    def forms(command, *arguments):
        page = runner.folder / "page.html"
        text = runner.run(command, *arguments, "--out", page).stdout
        return text, page.read_text(encoding="utf-8"), json.loads(runner.run(command, *arguments, "--json").stdout)

    def expect(holds, what):
        runner.expect(holds, f"said: {what}")

    text, page, found = forms("compare", one, other, *cases, *governed, "--as-of", "2021-01-04")
    for form in (text, page):
        for words in ("Asked on 2021-01-04", "By the first act cases are judged by the law of 2021-01-02",
                      "By the second act cases are judged by the law of 2021-01-03"):
            expect(words in form, words)
        expect("as amended" not in form, "two acts are not the act and the act as amended")
    expect("put to both acts" in page, "put to both acts")
    expect(str(runner.folder) not in text, "the other act is called by its name, not its path")
    expect(found["comparisons"][0]["name"] == "other", "the other act is called by its name")
    expect((found["governing_date"], found["other_governing_date"], found["as_of"]) == ("2021-01-02", "2021-01-03", "2021-01-04"), "JSON")

    text, page, found = forms("simulate", one, "--with", chain, *cases, "--on", "2021-06-01")
    for form in (text, page):
        expect("The law as amended on 2021-06-01" in form, "--on")
        expect("draft as amended by committee" in form, "what amends an amendment")
    expect("The committee" in page, "the title of what amends an amendment")
    expect(found["on"] == "2021-06-01" and [(a["name"], a["amends"]) for a in found["amendments"]] ==
           [("draft", ""), ("committee", "draft")], "JSON of what amends an amendment")

    # Why answers are open is asked of 5,000 cases.
    for size, is_sample in ((4000, False), (6000, True)):
        text, page, found = forms("simulate", LAW, "--with", f"{LAW}#grown_ups", "--population", "usual", "--size", size)
        words = "a sample of 5,000 of the 6,000 cases"
        expect((words in text, words in page, found["looked_at_is_sample"]) == (is_sample,) * 3, f"a sample of {size} cases")
