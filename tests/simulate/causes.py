"""What changes, and to which provisions and amendments it is laid: texts, days, parts of rules, calendars."""

import json

from causes_together import causes_together
from runner import causes_of

PRESUMED = """# Visits

```acta
law presumed
  in force from 2020-01-01
  governed by day

facts
  day : date
  number : integer, 1 to 100

answers
  notice "How long?"
  fee "How much?"

population usual of presumed
  day is 2021-05-05
  number is uniform 1 to 100
```

## Article 1. Notice

```acta
rule notice : days
  is 9 days when number > 50
```

## Article 2. What is presumed

```acta
presumption usually for notice is 4 days
```

## Article 3. Fees

```acta
table fee : integer
  | number | is |
  | < 20   | 1  |
  | >= 20  | 2  |
```
"""


def what_is_no_clause(runner):
    """Presumptions and values of tables are named where they are why, and a parameter that an amendment puts in for them is not."""
    amendment = ('amendment later to presumed\n  in force from 2021-01-01\n  substitute "4 days" with "6 days" in usually\n'
                 '  substitute "1" with "3" in fee\n')
    for name, citation in (("notice", "Article 2"), ("fee", "Article 3")):
        causes = [[one["citation"] for one in cause["provisions"]]
                  for cause in causes_of(runner, "presumed", PRESUMED, amendment, 500, name)]
        runner.expect(causes == [[citation]], f"{name} because of {causes}")
    for instruction in ("repeal usually", "insert in [Article 3] { presumption big for notice is 5 days when number > 9 }\n  repeal usually"):
        amendment = f"amendment later to presumed\n  in force from 2021-01-01\n  {instruction}\n"
        causes = {tuple(sorted(one["citation"] for one in cause["provisions"]))
                  for cause in causes_of(runner, "presumed", PRESUMED, amendment, 500, "notice")}
        expected = {("Article 2",)} if "insert" not in instruction else {("Article 2",), ("Article 2", "Article 3")}
        runner.expect(causes == expected, f"{instruction}: because of {causes}")


WORDS = """# A law

```acta
law words
  in force from 2020-01-01

facts
  number : integer, 1 to 100
  said   : text

answers
  grade "Which grade?"
  note  "What is noted?"
  mark  "Which mark?"

population usual of words
  number is uniform 1 to 100
  said is "b" 50%, "c" 50%
  as_of is day of 2021
```

## Article 1. Grades

```acta
rule grade : text
  is "a" when number > 50
  is "b" unless number > 50
```

## Article 2. Notes

```acta
rule note : text
  is said when number > 50
  is grade unless number > 50
```

## Article 3. Marks

```acta
rule mark : optional text
  is grade when number > 90
  is absent unless number > 90
```
"""


def words(runner):
    """Texts are the same where their words are, whatever number a law gives them."""
    def changed(amendment):
        law, with_it = runner.folder / "words.acta.md", runner.folder / "words.acta"
        law.write_text(WORDS, encoding="utf-8")
        with_it.write_text(f"amendment other to words\n  {amendment}\n", encoding="utf-8")
        done = runner.run("simulate", law, "--with", with_it, "--population", "usual", "--size", 4000, "--json")
        return {answer["name"]: answer["changed"] / 4000 for answer in json.loads(done.stdout)["comparisons"][0]["answers"]}

    def expect(what, amendment, **shares):
        found = changed(amendment)
        runner.expect(all(abs(found[name] - share) < (0.03 if share not in (0, 1) else 1e-9) for name, share in shares.items()),
                      f"{what}: {found}, not {shares}")

    expect("two texts in each other's place", 'replace grade with { rule grade : text\n is "b" when number > 50\n is "a" unless number > 50 }',
           grade=1, note=0.5, mark=0.1)
    expect("another text", 'substitute "\\"a\\"" with "\\"c\\"" in grade', grade=0.5, note=0, mark=0.1)
    expect("a text before the others", 'replace grade with { rule grade : text\n is "z" when number = 7\n'
           ' is "a" when number > 50\n is "b" when number <= 50 and number != 7 }', grade=0.01, note=0.01, mark=0)
    # The words of a constant may be those of the case.
    expect("a text of the case", 'substitute "said" with "\\"c\\"" in note', grade=0, note=0.25, mark=0)


DATED = """# A law

```acta
law dated
  in force from 2020-01-01
  governed by day

facts
  day : date
  number : integer, 1 to 100

answers
  big "Is it big?"

population usual of dated
  day is day of 2021
  number is uniform 1 to 100
```

## Article 1. Limit

```acta
parameter limit : integer
  from 2020-01-01 is 50

rule big : boolean
  is yes when number > limit
```
"""


def what_is_not_in_force(runner):
    """A value or a clause is never why an outcome changes on a day on which it is not in force."""
    amendment = ("amendment decrees to dated\n  add to limit {\n    from 2021-04-01 is 40 [Decree 1]\n"
                 "    from 2021-09-01 is 60 [Decree 2]\n  }\n")
    seen = set()
    for cause in causes_of(runner, "dated", DATED, amendment, 2000, "big"):
        decrees = {one["citation"] for one in cause["provisions"]} - {"Article 1"}
        days = {example["case"]["day"] for example in cause["examples"]}
        wanted = {"Decree 1" if day < "2021-09-01" else "Decree 2" for day in days}
        seen |= decrees
        runner.expect(decrees == wanted, f"on {days} because of {decrees}")
    runner.expect(seen == {"Decree 1", "Decree 2"}, f"because of {seen}")


CAUSES = """# A law

```acta
law causes
  in force from 2020-01-01
  governed by day

facts
  day, paid : date
  guests : integer, 1 to 100
  member : boolean
  banned : boolean
  kind : Kind

unit EUR
enum Kind is child, adult, old

answers
  fee     "What is to be paid?"
  price   "What is to be paid at the door?"
  welcome "May they come?"
  open    "Is the garden open?"
  fine    "What is the fine?"
  hall    "May the hall be used?"
  deposit "What is left behind?"

population usual of causes
  day is day from 2020-01-01 to 2022-12-31
  paid is day from 2020-01-01 to 2022-12-31
  guests is uniform 1 to 100
  member is yes 50%, no 50%
  banned is missing
  kind is child 40%, adult 40%, old 20%
```

## Article 1. Members
```acta
rule member_fee : money in EUR
  is 5 EUR
```

## Article 2. Others
```acta
rule usual_fee : money in EUR
  is 10 EUR
```

## Article 3. The fee
```acta
rule fee : money in EUR
  is if member then member_fee else usual_fee

rule price : money in EUR
  is match kind { child: member_fee; adult or old: usual_fee }
```

## Article 4. Numbers
```acta
rule welcome
  clause few is yes when guests <= 80
```

## Article 5. Members in number
```acta
exception members to welcome
  is no when member and guests > 10
```

## Article 6. The garden
```acta
rule limit : integer
  is 20
```

## Article 7. Who is banned
```acta
rule open
  is yes when not banned and guests < limit
```

## Article 8. The index
```acta
parameter index : money in EUR
  from 2020-01-01 is 10 EUR [Decree 1]
  from 2021-01-01 is 20 EUR [Decree 2]
  from 2022-01-01 is 30 EUR [Decree 3]

rule fine : money in EUR
  is index on paid
```

## Article 9. The hall
```acta
rule hall
  clause small is yes when guests <= 50
```

## Article 10. Deposits
```acta
rule deposit : money in EUR
  is 5 EUR when member
```

## Article 11. Who says nothing
```acta
presumption usual_deposit for deposit
  is 50 EUR when guests > 10
  is 20 EUR when guests <= 10
```
"""


def what_is_a_cause(runner):
    """A provision or amendment is a cause only where its change is felt in the case."""
    def expect(what, amendments, answer, wanted, comparison=0):
        causes = causes_of(runner, "causes", CAUSES, amendments, 2000, answer, comparison)
        runner.expect(bool(causes), f"{what}: nothing changes")
        for cause in causes:
            laid = (sorted(one["citation"] for one in cause["provisions"]), cause["amendments"])
            for example in cause["examples"]:
                runner.expect(laid == wanted(example["case"], example), f"{what}: {example['case']} laid to {laid}")

    fees = 'substitute "5 EUR" with "6 EUR" in member_fee\n  substitute "10 EUR" with "12 EUR" in usual_fee\n'
    expect("of a choice the branch that was taken", f"amendment one to causes\n  {fees}", "fee",
           lambda case, _: (["Article 1" if case["member"] else "Article 2"], ["one"]))
    numbers = 'substitute "guests <= 80" with "guests <= 85" in welcome.few\n'
    expect("of a match the branch that was taken", f"amendment one to causes\n  {fees}", "price",
           lambda case, _: (["Article 1" if case["kind"] == "child" else "Article 2"], ["one"]))
    expect("a clause that holds in both laws", f'amendment one to causes\n  {numbers}  substitute "guests > 10" with "guests > 20" in members\n',
           "welcome", lambda case, _: (["Article 4" if case["guests"] > 80 else "Article 5"], ["one"]))
    expect("an exception that becomes open",
           f'amendment one to causes\n  {numbers}amendment other to causes\n  substitute "member and" with "banned and" in members\n',
           "welcome", lambda case, _: (["Article 5"], ["other"]) if case["guests"] <= 80 else (["Article 4", "Article 5"], ["one", "other"]), 2)
    expect("a number that is met in both laws",
           'amendment one to causes\n  substitute "20" with "30" in limit\namendment other to causes\n'
           '  substitute "not banned and " with "" in open\n', "open",
           lambda case, _: (["Article 7"], ["other"]) if case["guests"] < 20 else (["Article 6", "Article 7"], ["one", "other"]), 2)
    expect("a version that is not read", 'amendment one to causes\n  substitute "10 EUR" with "11 EUR" in index\n'
           '  substitute "20 EUR" with "22 EUR" in index\n', "fine",
           lambda case, _: (["Decree 1" if case["paid"] < "2021-01-01" else "Decree 2"], ["one"]))
    expect("a presumption of some cases", 'amendment one to causes\n  substitute "5 EUR" with "6 EUR" in deposit\n'
           '  substitute "50 EUR" with "60 EUR" in usual_deposit\n', "deposit",
           lambda case, _: (["Article 10" if case["member"] else "Article 11"], ["one"]))
    # One builds on the other; two in one clause.
    expect("an amendment that builds on another",
           'amendment one to causes\n  in force from 2021-01-01\n  substitute "guests <= 50" with "guests <= 40" in hall.small\n'
           'amendment other to causes\n  in force from 2022-01-01\n  substitute "guests <= 40" with "guests <= 60" in hall.small\n', "hall",
           lambda case, _: (["Article 9"], ["one" if case["day"] < "2022-01-01" else "other"]), 1)
    expect("two amendments of one clause",
           'amendment one to causes\n  substitute "guests > 10" with "guests > 20" in members\n'
           'amendment other to causes\n  substitute "member and" with "not member and" in members\n', "welcome",
           lambda case, _: (["Article 5"], ["one", "other"] if case["guests"] <= 20 else ["other"]), 2)


REASONS = """# A law

```acta
law reasons
  in force from 2020-01-01
  governed by day

facts
  day : date
  first, second : boolean
  number : integer, 1 to 100

answers
  open "Is it open?"
  wait "How long?"

population usual of reasons
  day is day of 2021
  first is yes
  second is yes 50%, missing 50%
  number is uniform 1 to 100
```

## Article 1. What is open

```acta
rule open
  is yes when first and second

rule wait : days
  is 5 days
```
"""


def what_an_example_keeps(runner):
    """An example is open for the reasons for which the case is, and no others."""
    amendment = "amendment one to reasons\n  replace wait with { rule wait : days is if first and second then 5 days else 6 days }\n"
    causes = causes_of(runner, "reasons", REASONS, amendment, 400, "wait")
    runner.expect(bool(causes), "nothing changes")
    for cause in causes:
        for example in cause["examples"]:
            runner.expect(example["case"].get("first") is True, f"an example that is open for more than its case: {example['case']}")


def what_is_not_compared(runner):
    """An answer that an amendment gives another type is not compared, and that is told."""
    law, other = runner.folder / "reasons.acta.md", runner.folder / "other_type.acta"
    law.write_text(REASONS, encoding="utf-8")
    other.write_text("amendment other to reasons\n  replace wait with { rule wait : integer is 5 }\n", encoding="utf-8")
    text = runner.run("simulate", law, "--with", other, "--population", "usual", "--size", 100).stdout
    runner.expect("not compared: wait" in text, text)


RESTS = """# A law

```acta
law rests
  in force from 2020-01-01
  governed by day
  working days by rest

facts
  day : date

answers
  due "By when?"

population usual of rests
  day is day of 2021
```

## Article 1. Five days

```acta
rule due : date
  is 5 working days after day
```

## Article 9. Days of rest

```acta
calendar rest
  covers 2020-01-01 to 2023-12-31
  weekend saturday, sunday
  holiday "Founding day" on 2021-05-05
```
"""


def what_stands_in_a_calendar(runner):
    """A change of the calendar is laid to where the calendar stands, not to who reads it."""
    causes = causes_of(runner, "rests", RESTS, 'amendment more to rests\n  add to rest { holiday "Y" on 2021-06-09 }\n', 2000, "due")
    laid = [[one["citation"] for one in cause["provisions"]] for cause in causes]
    runner.expect(laid == [["Article 9"]], f"a calendar: {laid}")


NORMS = """# Act

```acta
law norms
  time zone "Europe/Berlin"
facts
  n : integer, 0 to 9
  moment : datetime
answers
  lawful "Lawful?"
  ends "When does it end?"

party owner "the owner"
party guest "the guest"

population usual of norms
  n is uniform 0 to 9
  moment is 2021-10-30 20:00
```

## Article 1. Night

```acta
prohibition loud on owner
  when n > 5
```

## Article 5. An hour is an hour

```acta
rule ends : datetime
  is 12 hours after moment
```

## Article 6. Results

```acta
rule lawful
  is yes when not any prohibition on owner
```
"""


def what_no_provision_says(runner):
    """`any prohibition` stands under no article: what it asks more, or no longer, does; the time zone stands in the header."""

    def laid(amendment, answer):
        causes = causes_of(runner, "norms", NORMS, amendment, 500, answer)
        return {tuple(one["citation"] for one in cause["provisions"]) for cause in causes}

    put_in = laid('amendment a to norms\n  insert provision "Article 1a" titled "Smoke" after [Article 1] as "No smoke." '
                  '{ prohibition smoke on owner\n    when n = 3 }\n'
                  '  insert provision "Article 1b" titled "Noise" after [Article 1] as "No noise." '
                  '{ prohibition noise on owner\n    when n = 4 }\n', "lawful")
    runner.expect(put_in == {("Article 1a",), ("Article 1b",)}, f"prohibitions put in: {put_in}")
    gone = laid("amendment a to norms\n  repeal loud\n", "lawful")
    runner.expect(gone == {("Article 1",)}, f"a prohibition repealed: {gone}")
    moved = laid('amendment a to norms\n  substitute "on owner" with "on guest" in [Article 1]\n', "lawful")
    runner.expect(moved == {("Article 1",)}, f"a prohibition on somebody else: {moved}")
    zone = laid('amendment a to norms\n  substitute "Europe/Berlin" with "Asia/Almaty" in [Act]\n', "ends")
    runner.expect(zone == {("Act",)}, f"another time zone: {zone}")


GROUNDS = """# Act

```acta
law grounds_law
facts
  a : boolean
  b : boolean
answers
  refused "Is it refused?"
  why     "On which grounds?"

population usual of grounds_law
  a is yes 50%, no 50%
  b is yes 50%, no 50%
```

## Article 1. Refusal

```acta
grounds refusal
  [(1)] ground one when a
  [(3)] ground three when a and b
```

## Article 2. Results

```acta
rule refused
  is yes when refusal.applies
rule why : set of refusal
  is refusal.grounds
```
"""


def what_each_ground_says(runner):
    """That any ground applies is said by each of them, as `acta run` cites them."""

    def laid(amendment, answer):
        causes = causes_of(runner, "grounds_law", GROUNDS, f"amendment a to grounds_law\n{amendment}\n", 500, answer)
        return {tuple(sorted(one["citation"] for one in cause["provisions"])) for cause in causes}

    put_in = laid("  add to refusal { [(2)] ground two when b }", "refused")
    runner.expect(put_in == {("Article 1(2)",)}, f"a ground put in: {put_in}")
    gone = laid("  repeal refusal.one", "refused")
    runner.expect(gone == {("Article 1(1)",)}, f"a ground repealed: {gone}")
    other = laid('  substitute "a and b" with "b" in refusal.three', "why")
    runner.expect(other == {("Article 1(3)",)}, f"a ground with other words: {other}")


def causes(runner):
    causes_together(runner)
    what_is_no_clause(runner)
    what_no_provision_says(runner)
    what_each_ground_says(runner)
    words(runner)
    what_is_not_in_force(runner)
    what_is_a_cause(runner)
    what_an_example_keeps(runner)
    what_is_not_compared(runner)
    what_stands_in_a_calendar(runner)
