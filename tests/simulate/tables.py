"""Cases in tables: CSV, JSON, Parquet and SQL over them, and what is wrong with such."""

import json
import sys
from csv import DictReader

from broken_rows import broken_rows
from cells import cells
from runner import ACT, LAW, ROOT, SAVED, SKIPPED, answer_of, check_sums


def has_tables(runner):
    done = runner.run("eval", LAW, "--sql", "SELECT 1", "--out", runner.folder / "x.csv", status=1)
    runner.faults.clear()
    return "DuckDB, which reads tables" not in done.stderr


def tables(runner):
    if not has_tables(runner):
        print("DuckDB is not there")
        sys.exit(SKIPPED)
    folder = runner.folder
    csv = folder / "visits.csv"
    csv.write_text("kind,visit,told,gift,cheerful\n"
                   "lunch,2021-05-10,2021-05-01,5,yes\n"
                   "supper,2021-05-10,2021-05-01,,yes\n"
                   "dinner,2021-05-10,2021-05-09,absent,no\n"
                   "party,2021-02-30,2021-05-09,7,\n"
                   "party,2021-05-10,,66536,\n", encoding="utf-8")
    done = runner.run("eval", LAW, "--cases", csv, "--out", folder / "answers.csv", "--rejects", folder / "rejects.csv", status=1)
    rows = (folder / "answers.csv").read_text(encoding="utf-8").splitlines()
    runner.expect(rows == ["case,late,fee,seat,welcome,known_by", "1,false,10,hall,,2021-05-05", "2,,,,,", "3,true,20,hall,false,2021-05-05",
                           "4,,,,,", "5,,,,,"], f"answers {rows}")
    for words in (f"{csv}, row 2, kind: expected Kind, found `supper`", f"{csv}, row 4, visit: expected date, found `2021-02-30`", f"{csv}, row 5, gift: expected optional integer, 1 to 1000, found `66536`", "3 cases were rejected"):
        runner.expect(words in done.stderr, f"`{words}` in\n{done.stderr}")
    runner.expect("supper" in (folder / "rejects.csv").read_text(encoding="utf-8"), "the rejects")

    # The same cases as JSON Lines, as Parquet, and from a query have the same answers.
    lines = folder / "visits.jsonl"
    lines.write_text(runner.run("draw", LAW, "--population", "usual", "--size", 3000).stdout, encoding="utf-8")
    runner.run("eval", LAW, "--cases", lines, "--out", folder / "drawn.csv")
    runner.run("eval", LAW, "--sql", f"SELECT * FROM read_json('{lines}')", "--out", folder / "query.csv")
    first = (folder / "drawn.csv").read_text(encoding="utf-8")
    runner.expect(first == (folder / "query.csv").read_text(encoding="utf-8"), "a query over the same file answers otherwise")
    by_run = [json.loads(line) for line in
              runner.run("run", LAW, "--case", lines, "--json").stdout.splitlines()]
    for row, one in list(zip(first.splitlines()[1:], by_run))[:300]:
        late = row.split(",")[1]
        wanted = next(answer for answer in one["answers"] if answer["name"] == "late")
        runner.expect(json.dumps(wanted.get("value")) == (late or "null"), f"eval and run differ: {row}, {wanted}")

    # A member is the one that was named, however many there are.
    large = folder / "large.acta"
    large.write_text("law large\nenum Place is " + ", ".join(f"e{i}" for i in range(40_000)) +
                     "\nfacts\n  place : Place\nanswers\n  spot \"?\"\nrule spot : Place\n  is place\n", encoding="utf-8")
    places = folder / "places.jsonl"
    places.write_text('{"place": "e39999"}\n{"place": "e32768"}\n{"place": "e0"}\n', encoding="utf-8")
    runner.run("eval", large, "--cases", places, "--out", folder / "spots.csv")
    rows = (folder / "spots.csv").read_text(encoding="utf-8").splitlines()
    runner.expect(rows == ["case,spot", "1,e39999", "2,e32768", "3,e0"], f"members {rows}")

    # What is counted equals a count over what was saved.
    changes = folder / "changes.parquet"
    found = runner.simulate("--with", LAW, "--cases", lines, "--save-changes", changes)
    check_sums(runner, found)
    runner.expect(not found["drawn"] and found["cases"] == 3000, "cases of a file are not drawn")
    runner.expect(changes.read_bytes()[:4] == b"PAR1", "Parquet")
    counted = folder / "counted.jsonl"
    runner.run("eval", SAVED, "--as-of", "2021-01-01", "--out", counted, "--sql",
               "SELECT comparison, answer, before AS was, after AS becomes, count(*) AS times "
               f"FROM read_parquet('{changes}') GROUP BY ALL")
    rows = [json.loads(line) for line in counted.read_text(encoding="utf-8").splitlines()]
    counts = {(row["comparison_said"], row["answer_said"], row["was_said"], row["becomes_said"]): row["times_said"] for row in rows}
    runner.expect(len(counts) == len(rows) > 10, f"{len(rows)} rows of counts")
    for comparison in found["comparisons"]:
        for answer in comparison["answers"]:
            if "known" in answer["outcomes"]:
                # There each value stands by itself.
                own = [(key, times) for key, times in counts.items() if key[:2] == (comparison["name"], answer["name"])]
                runner.expect(sum(times for _, times in own) == answer["changed"] and all(was != becomes for (_, _, was, becomes), _ in own),
                              f"{comparison['name']}, {answer['name']}: saved {own[:3]}")
                continue
            for i, before in enumerate(answer["outcomes"]):
                for k, after in enumerate(answer["outcomes"]):
                    own = counts.get((comparison["name"], answer["name"], before, after), 0)
                    runner.expect(i == k or own == answer["matrix"][i][k], f"{comparison['name']}, {answer['name']}: {before} to {after}")

    # Cases are counted from one wherever people read of them.
    saved = folder / "changes.csv"
    runner.simulate("--with", LAW, "--cases", lines, "--save-changes", saved)
    first_of = {}
    for row in saved.read_text(encoding="utf-8").splitlines()[1:]:
        number, comparison, answer, _, _ = row.split(",")
        first_of.setdefault((comparison, answer), int(number))
    answers = {row.split(",")[0]: row for row in first.splitlines()[1:]}
    for comparison in found["comparisons"]:
        for answer in comparison["answers"]:
            numbers = [example["number"] for responsible in answer["responsible"] for example in responsible["examples"]]
            runner.expect(not numbers or min(numbers) == first_of[comparison["name"], answer["name"]], f"the first case of {answer['name']}")
    late = first_of["shorter", "late"]
    runner.expect(answers[str(late)].split(",")[1] == "true", f"case {late} is late before the amendment: {answers[str(late)]}")

    # A table may hold what only an amendment asks about.
    asks = folder / "asks.acta"
    asks.write_text("amendment asks to visits\n  insert in [Article 1] {\n    facts\n      expected : boolean\n"
                    "    exception awaited to late\n      is no when expected\n  }\n", encoding="utf-8")
    csv.write_text("kind,visit,told,expected\nlunch,2021-05-10,2021-05-09,yes\nlunch,2021-05-10,2021-05-09,no\n"
                   "lunch,2021-05-10,2021-05-09,perhaps\n", encoding="utf-8")
    found = runner.simulate("--with", asks, "--cases", csv, status=1)
    runner.expect(answer_of(found["comparisons"][0], "late")["changed"] == 1 and found["cases"] == 2 and found["rejected"] == 1,
                  f"a fact that an amendment adds: {found}")

    # What is wrong with a table as a whole is told before anything is written.
    for content, words in (("knid\nlunch\n", "did you mean `kind`"), ("kind.of\nlunch\n", "has no fields"),
                           ("kind,visit,kind\nlunch,,dinner\n", "the column `kind` stands there twice"), ("kind,,visit\n", "column 2 has no name"),
                           ("", "it is empty"), ("\nkind\nlunch\n", "the first line is blank"),
                           ('kind,"visit\nlunch,\n', "its quotes do not close where a name ends"), ("k\0nd,visit\n", "holds a zero byte"),
                           ("kind,visit\r\nlunch,2021-05-10\ndinner,\r\n", "its lines do not all end alike")):
        csv.write_text(content, encoding="utf-8")
        runner.expect(words in runner.run("eval", LAW, "--cases", csv, "--out", folder / "no.csv", status=1).stderr, words)
    for name, content, words in (("none.json", "", "there is no case in here"), ("none.jsonl", " \n\n", "there is no case in here"),
                                 ("wrong.json", '[{"kind": "lunch"},\n  {"kind": "lunch" "visit": null}]\n', "wrong.json:2:20: a comma or } is expected here"),
                                 ("wrong.json", '{"kind":\n "lunch"}\n{"kind" "lunch"}\n', "wrong.json:3:9: a colon is expected here"),
                                 ("wrong.json", '[{"kind": "lunch"}\n', "a `]` is missing")):
        (folder / name).write_text(content, encoding="utf-8")
        for command, arguments in (("eval", ["--out", folder / "no.csv"]), ("simulate", ["--with", LAW])):
            runner.expect(words in runner.run(command, LAW, "--cases", folder / name, *arguments, status=1).stderr, f"{command}: {words}")
    (folder / "none.json").write_text("[]\n", encoding="utf-8")
    runner.run("simulate", LAW, "--with", LAW, "--cases", folder / "none.json")
    runner.run("eval", LAW, "--cases", folder / "missing.csv", "--out", folder / "no.csv", status=1)
    runner.run("eval", LAW, "--cases", csv, "--out", folder / "no.txt", status=2)
    runner.run("simulate", LAW, "--with", LAW, "--cases", folder / "missing.csv", status=1)
    runner.run("simulate", LAW, "--with", LAW, "--cases", csv, "--save-changes", folder / "no.txt", status=2)
    runner.expect(not (folder / "no.csv").exists(), "something was written")

    # What is asked for in vain is told, and who is at fault.
    csv.write_text("kind,visit,told\nlunch,2021-05-10,2021-05-09\n", encoding="utf-8")
    for command, arguments in (("eval", ["--out", folder / "no.csv"]), ("simulate", ["--with", LAW])):
        done = runner.run(command, LAW, "--cases", csv, *arguments, "--under", "nosuch=x", status=2)
        runner.expect("reading `nosuch`" in done.stderr, f"{command}: a reading that there is not: {done.stderr}")
    runner.run("eval", LAW, "--cases", csv, "--out", folder / "nowhere/no.csv", status=2)
    runner.run("simulate", LAW, "--with", LAW, "--cases", csv, "--save-changes", folder / "nowhere/no.csv", status=2)
    runner.run("eval", LAW, "--cases", csv, "--out", folder / "no.csv", "--rejects", folder / "nowhere/no.csv", status=2)
    for page in (folder / "nowhere/no.html", csv / "no.html", folder):
        done = runner.run("simulate", LAW, "--with", LAW, "--cases", csv, "--save-changes", folder / "no.csv", "--out", page, status=2)
        runner.expect(not done.stdout and "error[A0006]" in done.stderr, f"{page} cannot be written, which is told too late: {done.stdout}")
    runner.expect(not (folder / "no.csv").exists(), "something was written")

    # Of two acts the table may hold what only the first asks about, though the second asks about more.
    wider = folder / "wider.acta.md"
    wider.write_text("```acta\nlaw wider\n  in force from 2020-01-01\n  governed by visit\nfacts\n  visit, told : date\n"
                     + "".join(f"  more{n} : boolean\n" for n in range(40)) + 'answers\n  late "Was it too late?"\n```\n'
                     "## Article 1. Notice\n```acta\nrule late : boolean\n  is yes when told > visit\n```\n", encoding="utf-8")
    runner.run("compare", LAW, wider, "--cases", csv)

    # All that is wrong with a case is told, whoever reads it.
    csv.write_text("kind,visit,told\nsupper,soon,2021-05-09\n", encoding="utf-8")
    for command, arguments in (("eval", ["--out", folder / "no.csv"]), ("simulate", ["--with", LAW])):
        done = runner.run(command, LAW, "--cases", csv, *arguments, status=1)
        runner.expect("found `supper`" in done.stderr and "found `soon`" in done.stderr, f"{command}: one of two cells: {done.stderr}")

    # Every reject is written that is counted, whatever number is shown.
    csv.write_text("kind\n" + "supper\n" * 5000, encoding="utf-8")
    runner.run("eval", LAW, "--cases", csv, "--out", folder / "no.csv", "--rejects", folder / "rejects.csv", status=1)
    runner.expect(len((folder / "rejects.csv").read_text(encoding="utf-8").splitlines()) == 5001, "rejects are lost")
    as_it_stands(runner)
    what_null_says(runner)
    what_a_number_says(runner)
    what_a_double_says(runner)
    what_is_no_table(runner)
    one_file_twice(runner)
    what_the_act_reads(runner)
    who_is_in_no_group(runner)
    broken_rows(runner)
    cells(runner)


def as_it_stands(runner):
    """A value is what its own cell says: nothing is guessed from those around it, nor from how a file begins."""
    lines, csv, out = runner.folder / "stands.jsonl", runner.folder / "stands.csv", runner.folder / "stands_answers.csv"
    for day in ("03-04-2021", "03/04/2021", "infinity", "epoch"):
        lines.write_text(json.dumps({"kind": "lunch", "visit": day, "told": "2021-05-09"}) + "\n", encoding="utf-8")
        done = runner.run("eval", LAW, "--cases", lines, "--out", out, status=1)
        runner.expect(f"visit: expected date, found `{day}`" in done.stderr, f"{day}: {done.stderr}")
    # A comma within quotes is no other column, though the first of them comes late.
    csv.write_text("kind,visit,told\n" + "lunch,2021-05-10,2021-05-09\n" * 30_000 + '"din,ner",2021-05-10,2021-05-09\n', encoding="utf-8")
    done = runner.run("eval", LAW, "--cases", csv, "--out", out, status=1)
    runner.expect(f"{csv}, row 30001, kind: expected Kind, found `din,ner`" in done.stderr, f"a late quote: {done.stderr}")
    # A name that is there is no pattern; one that is not may be.
    (runner.folder / "part1.csv").write_text("kind,visit,told\nlunch,2021-05-10,2021-05-09\n", encoding="utf-8")
    (runner.folder / "part[1].csv").write_text("kind,visit,told\n" + "lunch,2021-05-10,2021-05-09\n" * 2, encoding="utf-8")
    for name, cases in (("part[1].csv", 2), ("part?.csv", 1)):
        runner.run("eval", LAW, "--cases", runner.folder / name, "--out", out)
        runner.expect(len(out.read_text(encoding="utf-8").splitlines()) == cases + 1, f"{name} is not {cases} cases")
    runner.run("eval", LAW, "--cases", runner.folder / "part[1].csv", "--out", runner.folder / "part1.csv")
    (runner.folder / "part1.csv").write_text("kind,visit,told\nlunch,2021-05-10,2021-05-09\n", encoding="utf-8")
    # Files that are read together have the same columns in the same order.
    (runner.folder / "part2.csv").write_text("kind,told,visit\nlunch,2021-05-09,2021-05-10\n", encoding="utf-8")
    done = runner.run("eval", LAW, "--cases", runner.folder / "part?.csv", "--out", out, status=1)
    runner.expect("part2.csv: its columns are not those of" in done.stderr, done.stderr)
    # What stands between the names stands between the cells, and a sign of number is no comment.
    csv.write_text("kind;visit;told\nlunch;2021-05-10;2021-05-09\n#dinner;2021-05-10;2021-05-09\n", encoding="utf-8")
    done = runner.run("eval", LAW, "--cases", csv, "--out", out, status=1)
    runner.expect(f"{csv}, row 2, kind: expected Kind, found `#dinner`" in done.stderr, f"semicolons: {done.stderr}")


def what_null_says(runner):
    """In JSON a null says that an optional fact does not exist, as in the cases of `acta run`; what is left out is missing."""
    lines, out = runner.folder / "nulls.jsonl", runner.folder / "nulls.csv"
    population = ROOT / "examples/kazakhstan/population.acta.md"
    drawn = runner.run("draw", ACT, "--population", population, "--size", 300, "--seed", 3).stdout.splitlines()
    cases = [json.loads(line) for line in drawn]
    for i, case in enumerate(cases):
        if i % 3 == 0:
            del case["notification"], case["renounced"], case["place"]["occupancy"], case["organisers"][0]["conviction"]
    lines.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    runner.run("eval", ACT, "--cases", lines, "--out", out)
    by_run = [json.loads(line) for line in runner.run("run", ACT, "--case", lines, "--json").stdout.splitlines()]
    states = set()
    for row, one in zip(csv_rows(out), by_run, strict=True):
        for answer in one["answers"]:
            is_absent = answer.get("status") == "absent"
            is_open = row[answer["name"]] == "" and row.get(answer["name"] + "$absent") != "true"
            states.add(answer["status"])
            runner.expect(is_absent == (row.get(answer["name"] + "$absent") == "true") and is_open == (answer["status"] == "undetermined"),
                          f"case {row['case']}: {answer}, {row[answer['name']]}")
    runner.expect(states == {"known", "absent", "undetermined"}, f"{states}")
    # Names of cases are not answered; readings of their own are refused.
    lines.write_text('{"$id": "a", "kind": "lunch", "gift": null}\n', encoding="utf-8")
    runner.run("eval", LAW, "--cases", lines, "--out", out)
    lines.write_text('{"kind": "lunch", "$readings": {"way": "strict"}}\n', encoding="utf-8")
    done = runner.run("eval", LAW, "--cases", lines, "--out", out, status=1)
    runner.expect("readings are chosen for all, by --under" in done.stderr, done.stderr)
    csv = runner.folder / "nulls_in.csv"
    csv.write_text("kind,gift,gift$absent\nlunch,,true\nlunch,5,false\nlunch,5,\nlunch,,perhaps\n", encoding="utf-8")
    done = runner.run("eval", LAW, "--cases", csv, "--out", out, status=1)
    runner.expect("row 4, gift$absent: expected true or false, found `perhaps`" in done.stderr and "1 case was rejected" in done.stderr, done.stderr)
    # A file that says apart what is absent is taken at its word.
    lines.write_text('{"kind": "lunch", "gift": null, "gift$absent": false}\n{"kind": "lunch", "gift": null, "gift$absent": true}\n', encoding="utf-8")
    runner.run("eval", LAW, "--cases", lines, "--out", out)


def what_a_number_says(runner):
    """A number in JSON is what its digits say, and a period is written as `acta draw` writes it: as in the cases of `acta run`."""
    act, lines, out = runner.folder / "sums.acta", runner.folder / "sums.jsonl", runner.folder / "sums.csv"
    act.write_text("unit EUR\nentity Part\n  fee  : money in EUR\n  stay : period of dates\n"
                   "facts\n  share : decimal\n  count : integer\n  parts : list of Part, at most 3\n  note : text\n  hours : optional period of times\n"
                   "rule total : money in EUR\n  is sum of p.fee for p in parts\nrule ratio : decimal\n  is share\nrule so_many : integer\n  is count\n"
                   "rule last : optional date\n  is latest of p.stay.end for p in parts\nrule shift : optional period of times\n  is hours\n"
                   'answers\n  total "?"\n  ratio "?"\n  so_many "?"\n  last "?"\n  shift "?"\n', encoding="utf-8")
    lines.write_text('{"parts": [{"fee": 90071992547409.93, "stay": {"start": "2021-01-01", "end": "2021-01-03"}}, {"fee": 0.10, "stay": "2021-01-02 to 2021-01-05"}], '
                     '"share": 1234567890.123457, "count": 9007199254740993, "hours": {"end": "02:00", "start": "22:00"}, "note": "a \\"1.5\\" [2.5]"}\n'
                     '{"parts": [], "share": 1.25e2, "count": 1e3, "hours": null, "note": "\\\\"}\n'
                     '{"share": 0.1234567}\n{"count": 2.5}\n{"hours": {"start": "09:00"}}\n{"hours": {"start": "09:00", "end": "10:00", "pause": 1}}\n', encoding="utf-8")
    by_run = [json.loads(line) for line in runner.run("run", act, "--case", lines, "--json", status=1).stdout.splitlines()]
    done = runner.run("eval", act, "--cases", lines, "--out", out, status=1)
    for row, one in zip(csv_rows(out), by_run, strict=True):
        wanted = [str(answer["value"]) if answer.get("value") is not None else "" for answer in one.get("answers", [])]
        shown = [row["total"].removesuffix(" EUR"), row["ratio"], row["so_many"], row["last"]]
        runner.expect(shown == (wanted[:4] or [""] * 4), f"{shown} is not {wanted}")
    runner.expect([row["shift"] for row in csv_rows(out)][:2] == ["22:00 to 02:00", ""], out.read_text(encoding="utf-8"))
    for words in ("row 3, share: expected decimal, found `0.1234567`", "row 4, count: expected integer, found `2.5`",
                  'row 5, hours: expected optional period of times, found `{"start":"09:00"}`', "row 6, hours:"):
        runner.expect(words in done.stderr, f"`{words}` in\n{done.stderr}")
    # A price may be followed by what it is a price of, or by its currency alone.
    act.write_text("unit EUR\nunit visit\nfacts\n  rate : money in EUR per visit\nrule ratio : money in EUR per visit\n  is rate\n"
                   'answers\n  ratio "?"\n', encoding="utf-8")
    lines.write_text("".join(f'{{"rate": "5.50{unit}"}}\n' for unit in ("", " EUR", " EUR per visit", " EUR per day")), encoding="utf-8")
    runner.run("eval", act, "--cases", lines, "--out", out, status=1)
    runner.expect([row["ratio"] for row in csv_rows(out)] == ["5.50 EUR per visit"] * 3 + [""], out.read_text(encoding="utf-8"))


def what_a_double_says(runner):
    """A number of so many places, or none: what was computed in doubles may have lost it by a few of its last places."""
    act, out = runner.folder / "share.acta", runner.folder / "share.csv"
    act.write_text('facts\n  share : decimal\nrule ratio : decimal\n  is share\nanswers\n  ratio "?"\n', encoding="utf-8")
    for value, wanted in (("0.1::DOUBLE + 0.2::DOUBLE", "0.3"), ("1234567890.1234567::DOUBLE", ""), ("0.1::FLOAT", "0.1"), ("0.1234567::FLOAT", "")):
        runner.run("eval", act, "--sql", f"SELECT {value} AS share", "--out", out, status=0 if wanted else 1)
        runner.expect(csv_rows(out)[0]["ratio"] == wanted, f"{value}: {csv_rows(out)}")


def csv_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def what_the_act_reads(runner):
    """Nor of what is read without being named on the command line by itself."""
    folder = runner.folder / "read"
    folder.mkdir()
    module, act, amendment = folder / "words.acta", runner.folder / "colours.acta.md", runner.folder / "colours.acta"
    table, built = runner.folder / "told.csv", runner.folder / "shades.h"
    module.write_text("module words\n\nenum Colour is red, blue\n", encoding="utf-8")
    table.write_text("told\nred\n", encoding="utf-8")
    act.write_text("# Article 1\n\n```acta\nlaw colours\nuse words\n\nfacts\n  told : Colour\n\nrule days : integer\n  is 5\n\n"
                   'rule late\n  is yes when told = red and days > 4\n\nanswers\n  late "?"\n\n'
                   'population usual of colours\n  told is from "told.csv"\n```\n', encoding="utf-8")
    amendment.write_text('amendment other to colours\n  substitute "5" with "4" in days\n', encoding="utf-8")
    first = runner.folder / "first.acta.md"
    first.write_text(act.read_text(encoding="utf-8").replace("use words", "enum Colour is red, blue"), encoding="utf-8")
    built.write_text(act.read_text(encoding="utf-8").split("```")[1].removeprefix("acta"), encoding="utf-8")
    read = {path: path.read_bytes() for path in (module, table, built)}
    with_it = [act, "-I", folder, "--with", amendment]
    for command in (["simulate", *with_it, "--population", "usual", "--out", module], ["consolidate", *with_it, "-o", module],
                    ["compare", first, act, "-I", folder, "--population", "usual", "--out", module],
                    ["simulate", *with_it, "--population", "usual", "--save-changes", table],
                    ["simulate", *with_it, "--sql", f"SELECT * FROM read_csv('{table}')", "--save-changes", table],
                    ["eval", act, "-I", folder, "--sql", f"SELECT * FROM '{table}'", "--out", table],
                    ["eval", act, "-I", folder, "--cases", runner.folder / "tol?.csv", "--out", table],
                    ["build", built, "-I", folder, "-o", runner.folder, "--emit", "header"]):
        done = runner.run(*command, status=2)
        runner.expect("are one file" in done.stderr, f"{command}: {done.stderr}")
    runner.expect({path: path.read_bytes() for path in read} == read, "what is read was written over")


def what_is_no_table(runner):
    """A query reads; it neither writes, nor fetches, nor says a fact twice."""
    written = runner.folder / "written.csv"
    for arguments, words in ((["--sql", f"COPY (SELECT 1) TO '{written}'"], "a SELECT"), (["--sql", "SELECT 1; SELECT 2"], "statement"),
                             (["--sql", "SELECT true AS cheerful, false AS cheerful"], "another one holds `cheerful` already"),
                             (["--cases", "https://example.org/permits.csv"], "fetch it first")):
        done = runner.run("eval", LAW, *arguments, "--out", runner.folder / "unread.csv", status=1)
        runner.expect(words in done.stderr, f"{arguments}: {done.stderr}")
    runner.expect(not written.exists() and not (runner.folder / "unread.csv").exists(), "something was written")


def one_file_twice(runner):
    """What is written takes the place of nothing that is read or written as well."""
    csv, out, link = runner.folder / "once.csv", runner.folder / "once_answers.csv", runner.folder / "linked.csv"
    csv.write_text("kind,visit,told\nlunch,2021-05-10,2021-05-09\n", encoding="utf-8")
    link.symlink_to(csv)
    before = csv.read_bytes()
    for arguments in (["--out", csv], ["--out", link], ["--out", out, "--rejects", out], ["--out", out, "--rejects", csv]):
        done = runner.run("eval", LAW, "--cases", csv, *arguments, status=2)
        runner.expect("are one file" in done.stderr, f"{arguments}: {done.stderr}")
    done = runner.run("simulate", LAW, "--with", LAW, "--cases", csv, "--save-changes", csv, status=2)
    runner.expect("are one file" in done.stderr, f"--save-changes: {done.stderr}")
    runner.expect(csv.read_bytes() == before and not out.exists(), "something was written")
    act, amendments = runner.folder / "once.acta.md", runner.folder / "once.acta"
    act.write_text(LAW.read_text(encoding="utf-8"), encoding="utf-8")
    amendments.write_text('amendment other to visits\n  substitute "5 days" with "4 days" in notice\n', encoding="utf-8")
    # A name may have the sign that leads to one amendment of a file.
    numbered = runner.folder / "once#1.acta"
    numbered.write_text(amendments.read_text(encoding="utf-8"), encoding="utf-8")
    before = act.read_bytes(), amendments.read_bytes()
    with_it = [act, "--with", f"{amendments}#other"]
    for command in (["simulate", *with_it, "--population", "usual", "--size", 10, "--out", amendments],
                    ["compare", act, amendments, "--population", "usual", "--size", 10, "--out", amendments],
                    ["eval", *with_it, "--cases", csv, "--out", amendments.with_suffix(".csv"), "--rejects", amendments.with_suffix(".csv")],
                    ["consolidate", *with_it, "-o", amendments], ["consolidate", *with_it, "-o", act],
                    ["consolidate", act, "--with", numbered, "-o", numbered]):
        done = runner.run(*command, status=2)
        runner.expect("are one file" in done.stderr, f"{command}: {done.stderr}")
    runner.expect(numbered.read_bytes() == amendments.read_bytes(), "an amendment was written over")
    runner.expect((act.read_bytes(), amendments.read_bytes()) == before, "an act or an amendment was written over")
    for drawing in ("--size", "--seed"):
        done = runner.run("simulate", *with_it, "--cases", csv, drawing, 5, status=2)
        runner.expect("are of cases that are drawn" in done.stderr, f"{drawing}: {done.stderr}")


def who_is_in_no_group(runner):
    """What was rejected makes no group."""
    rows = runner.folder / "grouped.csv"
    rows.write_text("kind,visit,told\nlunch,2021-05-10,2021-05-06\nsupper,2021-05-10,2021-05-06\n", encoding="utf-8")
    found = runner.simulate("--with", LAW, "--cases", rows, "--by", "kind", status=1)
    groups = [group["label"] for group in answer_of(found["comparisons"][0], "late")["by"][0]["groups"]]
    runner.expect(groups == ["lunch"], f"groups {groups}")
