"""Rows that are none of their table: each is rejected alone, in its place, and the rest are answered."""

import gzip
from csv import DictReader, reader

from runner import LAW

GOOD = "lunch,2021-05-10,2021-05-09\n"
HEADER = "kind,visit,told\n"


def broken_rows(runner):
    of_csv(runner)
    of_json(runner)
    none_that_only_look_so(runner)
    of_many(runner)
    in_several_files(runner)


def rejects_of(runner, path, cases, fed=None):
    """The rejected rows of `path`, as text; `cases`: how many rows it has in all."""
    out, rejects = runner.folder / "broken_answers.csv", runner.folder / "broken_rejects.csv"
    rejects.unlink(missing_ok=True)
    done = runner.run("eval", LAW, "--cases", fed or path, "--out", out, "--rejects", rejects, status=1)
    rows = read(out)
    runner.expect([row["case"] for row in rows] == [str(i + 1) for i in range(cases)], f"{path}: cases {rows[:10]}\n{done.stderr}")
    rejected = read(rejects) if rejects.exists() else []
    left_out = {row["case"] for row in rejected}
    for row in rows:
        runner.expect(row["case"] not in left_out or set(list(row.values())[1:]) == {""}, f"{path}: an answer to what was rejected: {row}")
    runner.expect(f"{len(left_out):,} case{'s were' if len(left_out) > 1 else ' was'} rejected" in done.stderr, f"{path}: {done.stderr}")
    return [f"{row['place'].removeprefix(str(runner.folder) + '/')}, {row['fact']}: {row['expected']}, {row['found']}" for row in rejected]


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def of_csv(runner):
    few = "few.csv, row 2, visit: a row of 3 cells, lunch"
    never_closed = "quotes that close where the cell ends, a quote that is open to the end of the file"
    for name, text, cases, wanted in (
            ("few.csv", HEADER + GOOD + "lunch\n" + GOOD, 3, [few]),
            # An empty cell is missing; a cell that is not there is none.
            ("few.csv", HEADER + "lunch,,\nlunch\n", 2, [few]),
            ("many.csv", HEADER + "lunch,,,yes\n" + GOOD + "lunch,,,5,6,7\n", 3,
             ["many.csv, row 1, column 4: a row of 3 cells, lunch,,,yes", "many.csv, row 3, column 4: a row of 3 cells, lunch,,,5,6,7"]),
            # Cells behind the last hold nothing where they are empty.
            ("more.csv", HEADER + "lunch,,,,\nlunch,,,,5\n", 2, ["more.csv, row 2, column 4: a row of 3 cells, lunch,,,,5"]),
            ("quote.csv", HEADER + GOOD + '"lunch"x,,\n' + GOOD, 3, ['quote.csv, row 2, kind: quotes that close where the cell ends, "lunch"x,,']),
            ("open.csv", HEADER + GOOD + '"lunch,2021-05-10,\n' + GOOD, 2, ["open.csv, row 2, : " + never_closed]),
            ("open.csv", HEADER + "lunch\n" + GOOD + 'lunch,,"', 3,
             ["open.csv, row 1, visit: a row of 3 cells, lunch", "open.csv, row 3, : " + never_closed]),
            # Rows are counted, and neither blank lines nor line breaks within a cell.
            ("few.csv", HEADER + "\n\n" + GOOD + "\nlunch\n\n" + GOOD + "\n", 3, [few]),
            ("breaks.csv", HEADER + '"lu\n\nnch",,\n' + GOOD + "lunch\n\n", 3,
             ["breaks.csv, row 1, kind: Kind, lu\n\nnch", "breaks.csv, row 3, visit: a row of 3 cells, lunch"]),
            ("one.csv", "kind\nlunch\n\nlunch,\n\"\"\nlunch,dinner\n", 5, ["one.csv, row 5, column 2: a row of 1 cell, lunch,dinner"]),
            ("few.csv", (HEADER + GOOD + "lunch\n" + GOOD).replace("\n", "\r\n"), 3, [few]),
            ("few.csv", "\ufeff" + HEADER.replace("kind", '"kind"') + GOOD + "lunch", 2, [few]),
            ("all.csv", HEADER + "lunch\n" * 3000, 3000, [f"all.csv, row {i + 1}, visit: a row of 3 cells, lunch" for i in range(3000)]),
            ("bytes.csv", HEADER + "lunch,\udcff,\n\0\n" + GOOD, 3,
             ["bytes.csv, row 1, visit: text in UTF-8, lunch,?,", "bytes.csv, row 2, visit: a row of 3 cells, \0"])):
        path = runner.folder / name
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        found = rejects_of(runner, path, cases)
        runner.expect(found == wanted, f"{name}, {text[:200]!r}: {found[:5]}")
    packed = runner.folder / "few.csv.gz"
    packed.write_bytes(gzip.compress((HEADER + GOOD + "lunch\n").encode()))
    runner.expect(rejects_of(runner, packed, 2) == [few.replace("few.csv", "few.csv.gz")], "compressed")


def of_json(runner):
    wanted = "an object of facts by name"
    path = runner.folder / "rows.jsonl"
    path.write_text('{"kind": "lunch"}\n5\n\n[1]\nnull\n"x"\n{}\n', encoding="utf-8")
    found = rejects_of(runner, path, 6)
    runner.expect(found == [f"rows.jsonl, row {row}, : {wanted}, {text}" for row, text in ((2, "5"), (3, "[1]"), (4, "null"), (5, '"x"'))], f"{found}")
    path.write_text('{"kind": "lunch"}\n{"kind":\n{"kind": "supper"}\n', encoding="utf-8")
    found = rejects_of(runner, path, 3)
    runner.expect(found == [f"rows.jsonl, row 2, : {wanted}, no JSON", "rows.jsonl, row 3, kind: Kind, supper"], f"{found}")
    path = runner.folder / "rows.json"
    path.write_text("[1, {}, [2]]", encoding="utf-8")
    runner.expect(rejects_of(runner, path, 3) == [f"rows.json, row 1, : {wanted}, 1", f"rows.json, row 3, : {wanted}, [2]"], "a list of no objects")
    path.write_text('[{"kind": "lunch"}, {', encoding="utf-8")
    done = runner.run("eval", LAW, "--cases", path, "--out", runner.folder / "no.csv", status=1)
    runner.expect("rows.json:1: this case never ends" in done.stderr, f"no JSON: {done.stderr}")
    # What names no fact says nothing of any: all of them are missing.
    for name, text, cases in (("empty.jsonl", "{}\n{}\n", 2), ("empty.json", "[{}]", 1), ("empty.json", "[]", 0)):
        path, out = runner.folder / name, runner.folder / "empty_answers.csv"
        path.write_text(text, encoding="utf-8")
        runner.run("eval", LAW, "--cases", path, "--out", out)
        rows = read(out)
        runner.expect(len(rows) == cases and all(set(list(row.values())[1:]) == {""} for row in rows), f"{name}, {text!r}: {rows}")


def none_that_only_look_so(runner):
    """Lines within quotes are no rows, however many there are and however much they look like such."""
    act, path, out = runner.folder / "notes.acta.md", runner.folder / "notes.csv", runner.folder / "notes_answers.csv"
    act.write_text("```acta\nlaw notes\n  in force from 2020-01-01\n  governed by day\nfacts\n  day : date\n  note, place : text\n"
                   'answers\n  said "What is noted?"\n```\n## Article 1. Notes\n```acta\nrule said : text\n  is note\n```\n', encoding="utf-8")
    note = "\n".join(["2021-01-01,wrong,there"] * 200)
    path.write_text("day,note,place\n" + f'2021-01-01,"{note}",here\n' * 5000, encoding="utf-8")
    runner.run("eval", act, "--cases", path, "--out", out)
    with out.open(encoding="utf-8", newline="") as file:
        said = [row[1] for row in reader(file)][1:]
    runner.expect(len(said) == 5000 and set(said) == {note}, f"{len(said)} notes")


def of_many(runner):
    """The rows of a large file keep their places, whatever the number of threads."""
    path, rejects = runner.folder / "much.csv", []
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for i in range(400_000):
            is_broken = i % 997 == 5 or 100_000 < i < 105_000
            file.write("lunch,2021-05-10\n" if is_broken else GOOD)
            rejects += [f"much.csv, row {i + 1}, told: a row of 3 cells, lunch,2021-05-10"] if is_broken else []
    runner.expect(rejects_of(runner, path, 400_000) == rejects, "rows of a large file")
    found = [runner.simulate("--with", LAW, "--cases", path, "--threads", threads, status=1) for threads in (1, 4)]
    runner.expect(found[0] == found[1] and found[0]["rejected"] == len(rejects), f"threads: {found[0]['cases']}, {found[1]['cases']}")


def in_several_files(runner):
    """Cases are counted through all files, rows in their own."""
    for name, text in (("of1.csv", HEADER + GOOD + "lunch\n"), ("of2.csv", HEADER + "lunch\nsupper,,\n"), ("of3.csv", HEADER + GOOD)):
        (runner.folder / name).write_text(text, encoding="utf-8")
    found = rejects_of(runner, "of?.csv", 5, runner.folder / "of?.csv")
    runner.expect(found == ["of1.csv, row 2, visit: a row of 3 cells, lunch", "of2.csv, row 1, visit: a row of 3 cells, lunch",
                            "of2.csv, row 2, kind: Kind, supper"], f"{found}")
    for name, text in (("of1.jsonl", '{"kind": "lunch"}\n'), ("of2.jsonl", '{}\n5\n{"told": "x"}\n')):
        (runner.folder / name).write_text(text, encoding="utf-8")
    found = rejects_of(runner, "of?.jsonl", 4, runner.folder / "of?.jsonl")
    runner.expect(found == ["of2.jsonl, row 2, : an object of facts by name, 5", "of2.jsonl, row 3, told: date, x"], f"{found}")
