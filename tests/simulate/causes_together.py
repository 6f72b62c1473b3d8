"""Several changes at once: which of them are felt in the same rule, in rules that are called, and in sums."""

from runner import causes_of

TWO_STEPS = """# Act

```acta
law steps
facts
  guests : integer, 1 to 10
answers
  fee "What is to be paid?"

population usual of steps
  guests is uniform 1 to 10
```

## Article 1. Small parties

```acta
rule small
  is yes when guests <= 4
```

## Article 2. The fee

```acta
rule fee : integer
  clause low  is 20 when small
  clause high is 20 when not small
```
"""


def what_takes_two_changes(runner):
    """A value that is new is a cause where it is given, whatever else had to change for that."""
    amendment = ('amendment a to steps\n  substitute "guests <= 4" with "guests <= 8" in small\n'
                 '  substitute "is 20 when small" with "is 15 when small" in fee.low\n')
    causes = causes_of(runner, "steps", TWO_STEPS, amendment, 500, "fee")
    laid = {tuple(sorted(one["citation"] for one in cause["provisions"])) for cause in causes}
    runner.expect(laid == {("Article 2",), ("Article 1", "Article 2")}, f"two changes: {laid}")


CALLED = """# Act

```acta
law called
facts
  number : integer, 1 to 10
  guests : list of integer, at most 3
  vet    : boolean
answers
  fee   "What is to be paid?"
  most  "What is paid at most?"
  dear  "Does a guest pay much?"

population usual of called
  number is uniform 1 to 10
  guests is list of uniform 1 to 2 each uniform 1 to 10
  vet is yes 50%, no 50%
```

## Article 1. The rate

```acta
rule rate(z: integer) : integer
  is z + 1
```

## Article 2. Veterans

```acta
exception veterans to rate
  is 3 when vet
```

## Article 3. Steps

```acta
table step(z: integer) : integer
  | z          | is |
  | < 5        | 11 |
  | 5 to 8     | 12 |
  | > 8        | 13 |
```

## Article 4. The fee

```acta
rule fee : integer
  is rate(number) + step(number)
rule most : integer
  is twice(number + 2)
rule dear
  is yes when some g in guests has rate(g) > 8
  is no unless some g in guests has rate(g) > 8
```

## Article 5. Twice

```acta
rule twice(z: integer) : integer
  is rate(z) when number > 5
  is step(z) unless number > 5
```
"""


def what_a_called_rule_is_asked(runner):
    """Of a rule with parameters that which is felt where it is asked; through folds all that changed of it."""

    def laid(amendment, answer):
        causes = causes_of(runner, "called", CALLED, "amendment a to called\n" + amendment, 1000, answer)
        return {tuple(sorted(one["citation"].removeprefix("Article ") for one in cause["provisions"])): cause["cases"]
                for cause in causes}

    both = '  substitute "z + 1" with "z + 2" in rate\n  substitute "3" with "4" in veterans\n'
    rates = laid(both, "fee")
    runner.expect(set(rates) == {("1",), ("2",)} and all(400 < cases < 600 for cases in rates.values()), f"two rates: {rates}")
    row = laid(both + '  substitute "13" with "17" in step\n', "fee")
    runner.expect(set(row) == {("1",), ("2",), ("1", "3"), ("2", "3")}, f"two rates and a row: {row}")
    nested = laid(both + '  substitute "12" with "19" in step\n', "most")
    runner.expect(set(nested) == {("1",), ("2",), ("3",)}, f"a rule that asks another: {nested}")
    runner.expect(set(laid(both, "dear")) == {("1", "2")}, "what is asked of each element")
    moved = laid(both + '  substitute "rate(number) + " with "rate(number + 1) + " in fee\n', "fee")
    runner.expect(set(moved) == {("1", "2", "4")}, f"it is asked about something else: {moved}")


CANCELLING = """# Act

```acta
law cancelling
facts
  adults : integer, 0 to 9
  own    : integer, 0 to 9000
  rich, very_rich, tardy, able : boolean
answers
  needy   "Is the household in need?"
  pays    "Must they pay?"
  refused "Is it refused?"

population usual of cancelling
  adults is 1
  own is 1280
  rich is yes
  very_rich is no
  tardy is yes
  able is yes
```

## Article 1. Adults

```acta
rule heads : integer
  is adults
```

## Article 2. The line

```acta
rule line : integer
  is 1200
```

## Article 3. Need

```acta
rule needy
  is yes when own + 50 * heads < line + 100 * heads
```

## Article 4. Late

```acta
rule late
  is yes when tardy
```

## Article 5. Refusal

```acta
rule refused
  is yes when very_rich or late
```

## Article 6. Paying

```acta
rule pays
  is yes when able and not refused
```
"""


def what_cancels(runner):
    """A sum is the same although its parts are not; and what only one law asks is a cause where it is as it is for a change."""

    def laid(amendment, answer):
        causes = causes_of(runner, "cancelling", CANCELLING, "amendment a to cancelling\n" + amendment, 10, answer)
        return {tuple(sorted(one["citation"].removeprefix("Article ") for one in cause["provisions"])) for cause in causes}

    sums = laid('  substitute "is adults" with "is adults - 1" in heads\n  substitute "1200" with "1300" in line\n', "needy")
    runner.expect(sums == {("1", "2")}, f"a sum that stays: {sums}")
    asked = laid('  substitute "not refused" with "not late" in pays\n  substitute "tardy" with "tardy and not rich" in late\n'
                 '  substitute "very_rich" with "rich" in refused\n', "pays")
    runner.expect(asked == {("4", "6")}, f"what one law asks: {asked}")


PUT_TO_BOTH = """# Act

```acta
law both
facts
  number : integer, 6 to 6
answers
  fee  "What is to be paid?"
  ban  "Is it forbidden?"
  over "Are they too many?"

population usual of both
  number is 6
  as_of is 2021-01-01
```

## Article 1. Weight

```acta
rule weight : integer
  is number
```

## Article 2. The fee

```acta
rule fee : integer
  clause small is 1 when weight <= 6
  [(2)] clause large is 2 when weight > 6
presumption usually for fee is 3
```

## Article 3. A ban

```acta
prohibition ban
  when weight > 5
```

## Article 4. Leave

```acta
permission leave lifts ban
  when weight > 7
```

## Article 5. Most

```acta
parameter most : integer
  from 2020-01-01 is 9
```

## Article 6. Many

```acta
parameter many : integer
  from 2020-01-01 is 9
```

## Article 7. Too many

```acta
rule over
  is yes when number > most
```
"""


def what_is_put_to_the_other_law(runner):
    """What is repealed is a cause where it would hold with the values of the new law; so is a table that only one law reads."""

    def laid(amendment, answer):
        causes = causes_of(runner, "both", PUT_TO_BOTH, f"amendment a to both\n{amendment}\n", 10, answer)
        return {tuple(sorted(one["citation"].removeprefix("Article ") for one in cause["provisions"])) for cause in causes}

    heavier = '  substitute "is number" with "is number + 3" in weight\n'
    clause = laid(heavier + "  repeal fee.large", "fee")
    runner.expect(clause == {("1", "2(2)")}, f"a clause repealed: {clause}")
    lighter = laid('  substitute "is number" with "is number - 3" in weight\n  substitute "> 7" with "> 2" in leave', "ban")
    runner.expect(lighter == {("1",)}, f"a ban that goes: {lighter}")
    lifted = laid('  substitute "> 5" with "> 8" in ban\n' + heavier + "  repeal leave", "ban")
    runner.expect(not lifted, f"a ban that stays: {lifted}")
    read = laid('  substitute "> most" with "> many" in over\n  substitute "is 9" with "is 5" in many', "over")
    runner.expect(read == {("6", "7")}, f"another parameter: {read}")


def what_asks_itself_out(runner):
    """Rules that only one law has, each of which asks the one before twice, are not written out for the other."""
    rules = "\n".join(f"rule r{i}\n  is yes when r{i - 1} or (r{i - 1} and number > {i})" for i in range(1, 40))
    amendment = ('amendment a to both\n  substitute "> most" with "> most or r39" in over\n  substitute "is number" with "is number + 3" in weight\n'
                 f'  insert in [Article 7] {{ rule r0\n  is yes when weight > 8\n{rules} }}\n')
    laid = [[one["citation"] for one in cause["provisions"]] for cause in causes_of(runner, "both", PUT_TO_BOTH, amendment, 10, "over")]
    runner.expect(laid == [["Article 7", "Article 1"]] or laid == [["Article 1", "Article 7"]], f"rules of one law: {laid}")


def causes_together(runner):
    what_is_put_to_the_other_law(runner)
    what_asks_itself_out(runner)
    what_cancels(runner)
    what_a_called_rule_is_asked(runner)
    what_takes_two_changes(runner)
