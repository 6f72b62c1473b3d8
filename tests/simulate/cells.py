"""Cells that are no values of their facts: each rejects its own row, whatever stands in the others."""

import json
from csv import DictReader

ACT = """# Act

```acta
law lists
unit EUR
enum K is red, blue
entity P
  kind : K
entity N
  told : optional date
  ks   : set of K
facts
  ps   : list of P, at most 3
  ds   : list of date, at most 3
  ks   : set of K
  note : optional N
  ii   : integer
  od   : optional date
  eu   : money in EUR
  sh   : decimal
  tx   : text
answers
  n "How many?"
  r "How many are red?"
  s "Which?"
  t "When told?"
  i "The number?"
  m "The money?"
```

## Article 1

```acta
rule n : integer
  is count of ps
rule r : integer
  is count of p in ps where p.kind = red
rule s : set of K
  is ks
rule t : optional date
  is note.told when note is present
  is absent when note is absent
rule i : integer
  is ii
rule m : money in EUR
  is eu
```
"""


def cells(runner):
    act = runner.folder / "lists.acta.md"
    act.write_text(ACT, encoding="utf-8")
    elements(runner, act)
    one_row_does_not_change_another(runner, act)
    what_contradicts_itself(runner, act)
    a_dot_between_thousands(runner, act)
    rows_that_hold_nothing(runner, act)
    names_that_differ_in_case(runner)
    what_is_shown(runner, act)


def answers(runner, act, *source, wanted, rejected=()):
    """The answers of each case, one text for a row, and the rejected cells, as people are told."""
    out, rejects = runner.folder / "cells.csv", runner.folder / "cells_rejected.csv"
    rejects.unlink(missing_ok=True)
    done = runner.run("eval", act, *source, "--out", out, "--rejects", rejects, status=1 if rejected else 0)
    found = [" ".join(f"{name}={row[name]}" for name in ("n", "r", "s", "t", "i", "m") if row[name]) for row in rows(out)]
    out.unlink(missing_ok=True)
    runner.expect(found == list(wanted), f"{source}: {found} is not {wanted}\n{done.stderr}")
    told = [f"{row['place'].split(', ')[-1]}, {row['fact']}: {row['expected']}, {row['found']}" for row in rows(rejects)] if rejects.exists() else []
    runner.expect(told == list(rejected), f"{source}: rejected {told} is not {rejected}\n{done.stderr}")


def rows(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def lines(runner, *texts):
    path = runner.folder / "cells.jsonl"
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return "--cases", path


def elements(runner, act):
    """What is wrong with an element is told of its own row, by its place in the list."""
    red, rot = '{"kind": "red"}', '{"kind": "rot"}'
    answers(runner, act, *lines(runner, f'{{"ps": [{red}, {rot}]}}', f'{{"ps": [{red}]}}'), wanted=["", "n=1 r=1"],
            rejected=["row 1, ps[1].kind: K, rot"])
    answers(runner, act, *lines(runner, f'{{"ps": [{red}, {red}, {red}, {red}]}}', f'{{"ps": [{red}]}}', '{"ps": [null]}'), wanted=["", "n=1 r=1", ""],
            rejected=["row 1, ps: list of P, at most 3, 4 elements", "row 3, ps[0]: P, null"])
    many = [json.dumps({"ps": [{"kind": "red"}, {"kind": "blue"}], "ds": ["2021-01-01", "2021-01-02"]})] * 5000
    many += [f'{{"ps": [{red}, {rot}], "ds": []}}', f'{{"ps": [{red}], "ds": ["2021-01-01", "2021-02-30"]}}']
    wanted = ["n=2 r=1"] * 5000 + ["", ""]
    rejected = ["row 5001, ps[1].kind: K, rot", "row 5002, ds[1]: date, 2021-02-30"]
    answers(runner, act, *lines(runner, *many), wanted=wanted, rejected=rejected)
    read = f"FROM read_json('{runner.folder / 'cells.jsonl'}', columns = {{'ps': 'STRUCT(kind VARCHAR)[]', 'ds': 'VARCHAR[]'}})"
    answers(runner, act, "--sql", f"SELECT * {read}", wanted=wanted, rejected=rejected)
    # One list may stand in many rows.
    answers(runner, act, "--sql", "SELECT [{'kind': 'rot'}] AS ps FROM range(2)", wanted=["", ""],
            rejected=["row 1, ps[0].kind: K, rot", "row 2, ps[0].kind: K, rot"])
    answers(runner, act, "--sql", "SELECT unnest([['x'], [], [NULL]]) AS ps", wanted=["", "n=0 r=0", ""], rejected=["row 1, ps[0]: P, x", "row 3, ps[0]: P, null"])
    done = runner.run("eval", act, "--sql", "SELECT [5] AS ps", "--out", runner.folder / "no.csv", status=1)
    runner.expect("--sql: the column `ps` is a list of INTEGER, and the fact is `list of P, at most 3`" in done.stderr, done.stderr)


def one_row_does_not_change_another(runner, act):
    """How a row of JSON is read does not depend on what stands in the others, and what can be no value rejects its row alone."""
    red = '{"ps": [{"kind": "red"}]}'
    for text, reject in (('{"ps": [5]}', "ps[0]: P, 5"), ('{"ps": ["red"]}', "ps[0]: P, red"), ('{"ps": [{"kind": "red"}, 5]}', "ps[1]: P, 5"),
                         ('{"ps": "none"}', "ps: list of P, at most 3, none"), ('{"ps": {}}', "ps: list of P, at most 3, an object"),
                         ('{"ks": "n/a"}', "ks: set of K, n/a"), ('{"ks": {}}', "ks: set of K, an object"), ('{"ks": ["red, blue"]}', "ks: set of K, [red, blue]"),
                         ('{"note": "n/a"}', "note: optional N, n/a"), ('{"note": {"ks": {}}}', "note.ks: set of K, an object"),
                         ('{"ii": {}}', "ii: integer, {}"), ('{"tx": 5}', "tx: text, 5"), ('{"ds": [[]]}', "ds[0]: date, []"),
                         ('{"ii": 1, "ii": 2}', "ii: one value, a second one"), ('{"note": {"told": null, "told": null}}', "note.told: one value, a second one"),
                         ('{"ps": [{"kind": "red", "kind": "blue"}]}', "ps[0].kind: one value, a second one")):
        answers(runner, act, *lines(runner, red, text, '{"ks": ["red", "blue"]}', '{"note": {"told": "2021-01-01", "ks": ["red"]}}', '{"note": null}'),
                wanted=["n=1 r=1", "", "s={red, blue}", "t=2021-01-01", ""], rejected=[f"row 2, {reject}"])
        answers(runner, act, *lines(runner, text, text), wanted=["", ""], rejected=[f"row {row}, {reject}" for row in (1, 2)])
    # What names nothing is there all the same.
    answers(runner, act, *lines(runner, '{"ps": [{}, {}], "note": {}, "ks": []}', '{"ps": []}'), wanted=["n=2 s={}", "n=0 r=0"])
    done = runner.run("eval", act, *lines(runner, '{"ps": "none"}', '{"ps": [{"kin": "red"}]}'), "--out", runner.folder / "no.csv", status=1)
    runner.expect("cells.jsonl: the column `ps`: there is no field `kin`; did you mean `kind`?" in done.stderr, done.stderr)


def table(runner, name, text):
    path = runner.folder / name
    path.write_text(text, encoding="utf-8")
    return "--cases", path


def what_contradicts_itself(runner, act):
    """A fact is given, or there is none: a row that says both says nothing."""
    both = "a value, or that there is none, both"
    answers(runner, act, *table(runner, "both.csv", "od,od$absent\n2021-01-01,true\nabsent,false\nabsent,true\n,true\n2021-01-01,false\nabsent,\n"),
            wanted=[""] * 6, rejected=[f"row 1, od: {both}", f"row 2, od: {both}"])
    for columns, swapped in (("note.told,note", False), ("note,note.told", True)):
        cells = [("2021-01-01", "absent"), ("absent", "absent"), ("2021-01-01", ""), ("", "absent")]
        text = "".join(",".join(reversed(row) if swapped else row) + "\n" for row in cells)
        answers(runner, act, *table(runner, "both.csv", f"{columns}\n{text}"), wanted=["", "", "t=2021-01-01", ""], rejected=[f"row 1, note: {both}"])
    answers(runner, act, *lines(runner, '{"note": {"told": "2021-01-01"}, "note$absent": true}', '{"od": "2021-01-01", "od$absent": true}',
                                '{"note": null, "note$absent": true}', '{"od": "absent"}'), wanted=[""] * 4, rejected=[f"row 1, note: {both}", f"row 2, od: {both}"])
    answers(runner, act, "--sql", "SELECT {'told': DATE '2021-01-01'} AS note, true AS note$absent", wanted=[""], rejected=[f"row 1, note: {both}"])


def a_dot_between_thousands(runner, act):
    """`1.000` may be one or a thousand: of a whole number and of money that is not guessed. JSON knows no such dots."""
    unclear = ", and no dot that may part thousands"
    text = "ii;eu;sh\n1.000;;\n;12.500 EUR;\n1000;12.50;1.125\n1000.000;0.500;\n-1.000;;\n1.0;12.5;\n;12,50;\n"
    rejected = [f"row 1, ii: integer{unclear}, 1.000", f"row 2, eu: money in EUR{unclear}, 12.500 EUR", f"row 5, ii: integer{unclear}, -1.000",
                "row 7, eu: money in EUR, 12,50"]
    wanted = ["", "", "i=1000 m=12.50 EUR", "i=1000 m=0.50 EUR", "", "i=1 m=12.50 EUR", ""]
    answers(runner, act, *table(runner, "dots.csv", text), wanted=wanted, rejected=rejected)
    answers(runner, act, *table(runner, "dots.csv", text.replace(",", "").replace(";", ",").replace("1250", '"12,50"')), wanted=wanted, rejected=rejected)
    answers(runner, act, "--sql", "SELECT '1.000' AS ii", wanted=[""], rejected=rejected[:1])
    answers(runner, act, *lines(runner, '{"ii": 1.000, "eu": 12.500}', '{"ii": "1.000"}'), wanted=["i=1 m=12.50 EUR", "i=1"])


def rows_that_hold_nothing(runner, act):
    """They are cases, for rows are counted; but nobody need have meant them, so it is said."""
    source = table(runner, "blank.csv", "ii;tx\n1;a\n;\n2;\n;\n;\n")
    answers(runner, act, *source, wanted=["i=1", "", "i=2", "", ""])
    told = "3 cases without a value in any cell, the first at " + str(runner.folder / "blank.csv, row 2") + ": counted, with all facts missing"
    done = runner.run("eval", act, *source, "--out", runner.folder / "cells.csv")
    runner.expect(told in done.stderr, done.stderr)
    done = runner.run("compare", act, act, *source)
    runner.expect(told in done.stderr and "5 cases" in done.stdout, done.stderr)
    done = runner.run("eval", act, *table(runner, "blank.csv", "ii;tx\n1;a\n"), "--out", runner.folder / "cells.csv")
    runner.expect("without a value" not in done.stderr, done.stderr)


NAMES = """# Act

```acta
law names
entity P
  k, K : integer
facts
  n, N : integer
  p    : P
answers
  a    "?"
  b    "?"
  c    "?"
  case "?"
```

## Article 1

```acta
rule a : integer
  is n
rule b : integer
  is N
rule c : integer
  is p.k
rule case : integer
  is p.K
```
"""


def names_that_differ_in_case(runner):
    """Acta tells them apart, whatever DuckDB does; so are the number of a case and an answer of that name."""
    act, out = runner.folder / "names.acta.md", runner.folder / "names.csv"
    act.write_text(NAMES, encoding="utf-8")
    for source in (lines(runner, '{"n": 1, "N": 2, "p": {"k": 3, "K": 4}}', '{"N": 7}'), table(runner, "names_in.csv", "n,N,p.k,p.K\n1,2,3,4\n,7,,\n")):
        runner.run("eval", act, *source, "--out", out)
        runner.expect(out.read_text(encoding="utf-8") == "$case,a,b,c,case\n1,1,2,3,4\n2,,7,,\n", f"{source}: {out.read_text(encoding='utf-8')}")
    done = runner.run("eval", act, *table(runner, "names_in.csv", "n,N\n1\n2,x\n"), "--out", out, status=1)
    runner.expect("row 1, N: expected a row of 2 cells" in done.stderr and "row 2, N: expected integer, found `x`" in done.stderr, done.stderr)
    act.write_text(NAMES.replace("case", "A"), encoding="utf-8")
    done = runner.run("eval", act, *table(runner, "names_in.csv", "n,N\n1,2\n"), "--out", out, status=2)
    runner.expect("`A` and another column have names that differ in case alone" in done.stderr, done.stderr)


def what_is_shown(runner, act):
    """What was found is shown as people see it."""
    for value in ("12.505", "-0.005"):
        answers(runner, act, "--sql", f"SELECT {value}::DECIMAL(10, 3) AS eu", wanted=[""], rejected=[f"row 1, eu: money in EUR, {value}"])
    other = runner.folder / "other.acta.md"
    other.write_text(ACT.replace("law lists", "law fewer").replace("red, blue", "red"), encoding="utf-8")
    done = runner.run("compare", act, other, *lines(runner, '{"ps": [{"kind": "red"}, {"kind": "blue"}]}'), status=1)
    runner.expect("ps[1].kind: expected K of fewer, found `blue`" in done.stderr, done.stderr)
