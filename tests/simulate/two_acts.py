"""Two acts over one population."""

import json

from runner import answer_of


OLD_ACT = """law old
enum Site is park, square
facts
  site : Site
  big : boolean
rule allowed
  is yes when site = park or big
answers
  allowed "May it be held?"
population usual of old
  site is park 50%, square 50%
  big is no
  as_of is missing
"""
NEW_ACT = """law new
enum Site is square, street
facts
  site : Site
reading strictness "How strictly?"
  strict "so"
  lenient "or so"
rule allowed
  is yes when site = square and under strictness lenient
answers
  allowed "May it be held?"
"""


def two_acts(runner):
    """Acts that share some words and not others, and numbers that are none of either."""
    out_of_range(runner)
    old, new = runner.folder / "old.acta", runner.folder / "new.acta"
    old.write_text(OLD_ACT, encoding="utf-8")
    new.write_text(NEW_ACT, encoding="utf-8")
    common = ("--population", "usual", "--size", "1000", "--json")
    done = runner.run("compare", old, new, *common, "--under", "strictness=lenient", status=1)
    found = json.loads(done.stdout)
    runner.expect("site: expected Site of new, found `park`" in done.stderr, f"the member is named in\n{done.stderr}")
    runner.expect(400 < found["rejected"] < 600 and found["cases"] + found["rejected"] == 1000, f"rejected: {found['rejected']}")
    # Where both know the square: no before, yes after.
    change = answer_of(found["comparisons"][0], "allowed")
    runner.expect(change["changed"] == found["cases"], f"changed: {change['changed']} of {found['cases']}")
    for choice, words in (("strictness=odd", "has no alternative `odd`"), ("stricktness=strict", "did you mean `strictness`")):
        done = runner.run("compare", old, new, *common, "--under", choice, status=2)
        runner.expect(words in done.stderr, f"`{words}` in\n{done.stderr}")
    # Amendments are to the first act, and the population speaks of it as amended.
    lent = runner.folder / "lent.acta"
    lent.write_text('amendment lends to old\n  substitute "park, square" with "park, square, street" in Site\n'
                    '  substitute "site is park 50%, square 50%" with "site is street" in usual\n', encoding="utf-8")
    found = json.loads(runner.run("compare", old, new, *common, "--with", lent).stdout)
    runner.expect(found["rejected"] == 0 and "as amended by" in found["path"], f"{found['rejected']} rejected, {found['path']}")
    runner.run("compare", old, new, *common, "--with", runner.folder / "nowhere.acta", status=1)
    cited_alike(runner)


# Two acts with articles of one number. Neither what they are called nor the days that are asked of them changes an answer.
NUMBERED = """# Act {name}

```acta
law {name}
  in force from {first}
  governed by day

facts
  day : date
  number : integer, 1 to 100

answers
  small "Is it small?"
  told "Is it told?"

population usual of {name}
  day is 2021-05-05
  number is uniform 1 to 100
```

## Article 2. {title}

```acta
rule small
  is yes when number < {limit}

rule told
  is yes when number > 7
```
"""


def cited_alike(runner):
    """A provision is named with its act, and neither headings over questions nor days that were asked for are named."""
    old, new = runner.folder / "first.acta.md", runner.folder / "second.acta.md"
    old.write_text(NUMBERED.format(name="first", first="2000-01-01", title="Small", limit=50), encoding="utf-8")
    new.write_text(NUMBERED.format(name="second", first="2020-01-01", title="Larger", limit=60), encoding="utf-8")
    common = ("--population", "usual", "--size", "1000", "--json")
    pinned = ("--governing-date", "2010-06-01", "--other-governing-date", "2020-06-01")

    def responsible(*more):
        answers = json.loads(runner.run("compare", old, new, *common, *more).stdout)["comparisons"][0]["answers"]
        return {answer["name"]: [[(one["act"], one["citation"], one["title"]) for one in cause["provisions"]] for cause in answer["responsible"]]
                for answer in answers if answer["responsible"]}

    both = {("first", "Article 2", "Small"), ("second", "Article 2", "Larger")}
    for more in (pinned, ()):
        found = responsible(*more)
        named = {one for causes in found.get("small", []) for one in causes}
        runner.expect(set(found) == {"small"} and named <= both and named, f"because of {found}")
    # Where one of the laws is not in force it gives no answer, and that is why.
    found = responsible("--governing-date", "1999-06-01", "--other-governing-date", "2020-06-01")
    named = {one[1] for causes in found["told"] for one in causes}
    runner.expect("Article 2" not in named and named, f"not in force: because of {found}")


WIDE = """law wide
  in force from 2020-01-01
facts
  number : integer, 1 to 100
rule small
  is yes when number < 50
answers
  small "Is it small?"
population far of wide
  let drawn : integer is uniform 257 to 300
  number is drawn
  as_of is 2021-01-01
"""


def out_of_range(runner):
    """A number that is too large for its fact is refused: in the eight bits of its column 257 would be 1."""
    wide = runner.folder / "wide.acta"
    wide.write_text(WIDE, encoding="utf-8")
    done = runner.run("compare", wide, wide, "--population", "far", "--size", "500", "--json", status=1)
    found = json.loads(done.stdout)
    runner.expect(found["rejected"] == 500 and found["cases"] == 0, f"{found['rejected']} rejected")
    runner.expect("number: expected integer, 1 to 100" in done.stderr, done.stderr)
