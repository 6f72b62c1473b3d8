"""Each change of an amendment is undone, alone and with others, and the provisions named as causes are held against that."""

import json

ACT = """# Aid

```acta
law aid
  in force from 2020-01-01
  governed by filed
  working days by office

unit EUR

enum Grade is low, middle, high

entity Member
  age    : integer, 0 to 60
  income : money in EUR, 0 EUR to 2_000 EUR

facts
  filed   : date
  own     : money in EUR, 0 EUR to 3_000 EUR
  score   : integer, 0 to 20
  members : list of Member, at most 3
  north, pupil, veteran : boolean

answers
  eligible "Who gets aid?"
  amount   "How much?"
  grade    "Of which grade?"
  due      "Until when?"
  known_by "When is it known?"
  poor_one "Is one of them poor?"

population usual of aid
  filed is day from 2021-01-01 to 2021-12-20
  own is uniform 0 EUR to 3_000 EUR
  score is uniform 0 to 20
  members is list of uniform 0 to 3 each { age is uniform 0 to 60; income is uniform 0 EUR to 2_000 EUR }
  north is yes 40%, no 60%
  pupil is yes 30%, no 70%
  veteran is yes 30%, no 70%
  as_of is filed
```

## Article 1. Days

```acta
calendar office
  covers 2020-01-01 to 2023-12-31
  weekend saturday, sunday
  holiday "New Year" every year on 1 January
```

## Article 2. Poor

```acta
rule poor(sum: money in EUR, most: money in EUR)
  is yes when sum <= most
```

## Article 3. Grades

```acta
rule grade : Grade
  clause low is low when score < 8
  clause middle is middle when score >= 8 and score < 15
  clause high is high when score >= 15
```

## Article 4. Who

```acta
rule eligible
  clause poor_ones is yes when poor(own, 1_000 EUR)
  clause able is yes when grade = high and poor(own, 2_000 EUR)
```

## Article 5. Pupils

```acta
disapply eligible.able where pupil
```

## Article 6. Veterans

```acta
exception veterans to eligible
  is yes when veteran and score > 3
```

## Article 7. Rates

```acta
table rate : money in EUR
  | grade  | is      |
  | low    | 100 EUR |
  | middle | 120 EUR |
  | high   | 150 EUR |
rule amount : money in EUR
  is rate when eligible
  is 0 EUR unless eligible
```

## Article 8. Deadlines

```acta
rule due : date
  is if north then 12 working days after filed else 9 working days after filed
rule known_by : date
  is due + 3 days when eligible
  is due unless eligible
```

## Article 9. Families

```acta
rule poor_one
  is some m in members has (m.age < 18 and poor(m.income, 500 EUR))
```
"""

# By the provision that each stands under.
CHANGES = [
    [("2", 'substitute "sum <= most" with "sum <= most or north" in poor'),
     ("3", 'substitute "score >= 15" with "score >= 13" in grade.high\n  substitute "score < 15" with "score < 13" in grade.middle'),
     ("4", 'substitute "1_000 EUR" with "1_200 EUR" in eligible.poor_ones'),
     ("5", 'substitute "pupil" with "pupil and not north" in [Article 5]'),
     ("9", 'substitute "m.age < 18" with "m.age < 21" in poor_one')],
    [("1", 'add to office { holiday "Spring" every year on 22 March, 23 March }'),
     ("4", 'substitute "1_000 EUR" with "1_200 EUR" in eligible.poor_ones\n'
           '  substitute "poor(own, 2_000 EUR)" with "poor(own, 2_500 EUR)" in eligible.able'),
     ("5", 'insert in [Article 5] { disapply eligible.poor_ones where score < 5 }'),
     ("7", 'substitute "120 EUR" with "125 EUR" in rate'),
     ("8", 'substitute "12" with "10" in due')],
]
CASES = 150


class Undone:
    """What the act answers in each case with each choice of the changes, as bits."""

    def __init__(self, runner, changes, cases):
        self.runner, self.changes = runner, changes
        self.act = runner.folder / "aid.acta.md"
        self.everything = (1 << len(changes)) - 1
        self.answers = {chosen: self.answered(chosen, cases) for chosen in range(self.everything + 1)}

    def amendment(self, chosen):
        file = self.runner.folder / "changes.acta"
        instructions = [text for i, (_, text) in enumerate(self.changes) if chosen >> i & 1]
        file.write_text("amendment one to aid\n  " + "\n  ".join(instructions) + "\n", encoding="utf-8")
        return file

    def answered(self, chosen, cases):
        out = self.runner.folder / "answers.jsonl"
        amended = ["--with", self.amendment(chosen)] if chosen else []
        self.runner.run("eval", self.act, *amended, "--cases", cases, "--out", out)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    def value(self, chosen, case, answer):
        return self.answers[chosen][case].get(answer)

    def bits_of(self, citation):
        return sum(1 << i for i, (own, _) in enumerate(self.changes) if own == citation)

    def hold(self, case, answer, named):
        """Those without which nothing would change are named; and of those that are none never matters, whatever else is done."""
        everything = self.everything
        before = self.value(0, case, answer)
        for citation, _ in self.changes:
            bits = self.bits_of(citation)
            matters = any(self.value(chosen | bits, case, answer) != self.value(chosen & ~bits, case, answer)
                          for chosen in range(everything + 1))
            self.runner.expect(matters or citation not in named, f"case {case + 1}, {answer}: Article {citation} never matters, of {named}")
            is_needed = self.value(everything & ~bits, case, answer) == before
            self.runner.expect(not is_needed or citation in named, f"case {case + 1}, {answer}: nothing changes without Article {citation}, "
                                                                   f"but it is because of {named}")


def undoing(runner):
    act, drawn = runner.folder / "aid.acta.md", runner.folder / "drawn.jsonl"
    act.write_text(ACT, encoding="utf-8")
    drawn.write_text(runner.run("draw", act, "--population", "usual", "--size", CASES).stdout, encoding="utf-8")
    lines = drawn.read_text(encoding="utf-8").splitlines()
    one = runner.folder / "one.jsonl"
    for changes in CHANGES:
        undone = Undone(runner, changes, drawn)
        answers = [name for name in undone.answers[0][0] if name != "case"]
        looked_at = {}
        for case in range(CASES):
            for answer in answers:
                told_by = tuple(undone.value(chosen, case, answer) == undone.value(0, case, answer) for chosen in undone.answers)
                if not told_by[-1]:
                    looked_at.setdefault((answer, told_by), case)
        runner.expect(len(looked_at) > 15, f"{len(looked_at)} ways to change")
        amendment = undone.amendment(undone.everything)
        for case in sorted(set(looked_at.values())):
            one.write_text(lines[case] + "\n", encoding="utf-8")
            found = json.loads(runner.run("simulate", act, "--with", amendment, "--cases", one, "--json").stdout)
            for answer in found["comparisons"][0]["answers"]:
                named = [provision["citation"].removeprefix("Article ") for cause in answer["responsible"]
                         for provision in cause["provisions"]]
                if answer["changed"]:
                    undone.hold(case, answer["name"], named)
