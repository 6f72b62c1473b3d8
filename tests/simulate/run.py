#!/usr/bin/env python3
"""Runs acta simulate, compare, eval and draw, and holds what they find against an independent count.

    run.py --acta ACTA amendments   every recommendation in examples/kazakhstan applies, reads back and passes its own scenarios
    run.py --acta ACTA figures      sums, responsibility, threads, known counts
    run.py --acta ACTA undoing      each change undone, and what was named as its cause held against that
    run.py --acta ACTA two_acts     two acts over one population
    run.py --acta ACTA tables       CSV, JSON, Parquet, rejects; figures against a query over what was saved
    run.py --acta ACTA empirical    populations drawn from tables of what there was
    run.py --acta ACTA interruptions   stopped by Ctrl-C and killed: nothing half-written
    run.py --acta ACTA report       the page in a browser and on paper: no error, the figures of the JSON
"""

import argparse
import html
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from causes import causes
from groups import absent_and_missing
from runner import ACT, LAW, LONGEST_RUN_IN_SECONDS, ROOT, SKIPPED, Runner, answer_of, check_sums
from said import said
from tables import has_tables, tables
from two_acts import two_acts
from undoing import undoing


def amendments(runner):
    """Each recommendation, and the drafts."""
    files = sorted((ROOT / "examples/kazakhstan/recommendations").glob("*.acta.md"))
    runner.expect(len(files) >= 12, f"{len(files)} recommendations")
    for file in files:
        runner.run("check", ACT, "--with", file)
        # Its own scenarios hold; those of the act may fail, for it says otherwise.
        own = set(re.findall(r'scenario "([^"]*)"', file.read_text(encoding="utf-8")))
        done = subprocess.run([runner.acta, "test", ACT, "--with", file, "--no-coverage"], cwd=ROOT, capture_output=True,
                              text=True, timeout=LONGEST_RUN_IN_SECONDS)
        failed = set(re.findall(r'FAIL "([^"]*)"', done.stdout))
        runner.expect(not own & failed, f"{file.name}: its own scenarios fail: {own & failed}\n{done.stdout[-2000:]}")
        runner.expect(done.returncode in (0, 1), done.stderr)
    # Consolidated, the act compiles and says what the amended one says.
    spontaneous = ROOT / "examples/kazakhstan/recommendations/spontaneous.acta.md"
    whole = runner.folder / "consolidated.acta.md"
    runner.run("consolidate", ACT, "--with", spontaneous, "-o", whole)
    runner.run("check", whole, "-I", ROOT / "examples/kazakhstan")
    amended = runner.run("dump", ACT, "--with", spontaneous, "--stage=plan").stdout
    runner.expect(amended == runner.run("dump", whole, "-I", ROOT / "examples/kazakhstan", "--stage=plan").stdout,
                  "the consolidated act compiles to something else")
    # The chain of drafts leads to the adopted act.
    drafts = ROOT / "examples/kazakhstan/drafts_2020.acta.md"
    runner.expect(runner.run("changes", ACT, "--with", drafts).stdout == "Both say the same.\n", "the drafts do not end in the act")
    runner.expect("250 persons" in runner.run("changes", ACT, "--with", f"{drafts}#february_2020").stdout, "the draft of February")


def figures(runner):
    causes(runner)
    absent_and_missing(runner, has_tables(runner))
    said(runner)
    cases = 20_000
    common = ["--with", LAW, "--population", "usual", "--size", cases, "--by", "kind", "--by", "lead"]
    found = runner.simulate(*common)
    check_sums(runner, found)
    by_name = {comparison["name"]: comparison for comparison in found["comparisons"]}
    runner.expect(list(by_name) == ["shorter", "cheaper", "grown_ups", "all amendments", "all but shorter", "all but cheaper",
                                    "all but grown_ups"], f"comparisons {list(by_name)}")
    # Leads of 2, 3 and 4 days are late before and not after: three in ten, by Article 1.
    late = answer_of(by_name["shorter"], "late")
    runner.expect(abs(late["changed"] / cases - 0.3) < 0.02, f"late: {late['changed']}")
    groups = {group["label"]: group for group in late["by"][1]["groups"]}
    runner.expect(groups["2 to 4 days"]["changed"] == late["changed"], f"late, by lead: {groups}")
    fee = answer_of(by_name["shorter"], "fee")
    runner.expect([[p["citation"] for p in r["provisions"]] for r in fee["responsible"]] == [["Article 1"]], "fee is laid to Article 1")
    # With both, who is still late pays less by Article 2 alone, who no longer is by Article 1.
    fee = answer_of(by_name["all amendments"], "fee")
    laid = {tuple(p["citation"] for p in r["provisions"]): (r["cases"], r["amendments"]) for r in fee["responsible"]}
    runner.expect({citations: amendments for citations, (_, amendments) in laid.items()} ==
                  {("Article 2",): ["cheaper"], ("Article 1",): ["shorter"]}, f"fee, all amendments: {laid}")
    welcome = answer_of(by_name["grown_ups"], "welcome")
    runner.expect({r["subject"] for r in welcome["undetermined"]} == {"cheerful"}, "who must judge")
    runner.expect(welcome["undetermined"][0]["judged_by"] == "host", "who must judge")
    runner.expect([[p["citation"] for p in r["provisions"]] for r in welcome["responsible"]] == [["Article 4"]], "welcome")
    # Neither the number of threads nor anything else but seed and size decides.
    texts = {threads: runner.run("simulate", LAW, "--json", *common, "--threads", threads).stdout for threads in (1, 2, 8)}
    runner.expect(texts[1] == texts[2] == texts[8], "the number of threads changes the findings")
    runner.expect(texts[1] != runner.run("simulate", LAW, "--json", *common, "--seed", 2).stdout, "the seed changes nothing")
    # An amendment that changes nothing changes nothing.
    same = runner.folder / "same.acta"
    same.write_text('amendment same to visits\n  substitute "5 days" with "5 days" in notice\n', encoding="utf-8")
    found = runner.simulate("--with", same, "--population", "usual", "--size", 5000)
    runner.expect(found["comparisons"][0]["changed_cases"] == 0, "an amendment that changes nothing")
    # Members of an enum are the same by their names, wherever they stand in it; a member that is gone is refused.
    same.write_text("amendment turned to visits\n  replace Kind with { enum Kind is party, tea, dinner, lunch }\n"
                    "  replace Seat with { enum Seat is garden, hall }\n", encoding="utf-8")
    found = runner.simulate("--with", same, "--population", "usual", "--size", 5000)
    runner.expect(found["comparisons"][0]["changed_cases"] == 0, "enums in another order")
    same.write_text("amendment turned to visits\n  replace Kind with { enum Kind is party, lunch }\n"
                    '  substitute "{lunch, dinner}" with "{lunch}" in seat\n', encoding="utf-8")
    found = runner.simulate("--with", same, "--population", "usual", "--size", 5000, status=1)
    runner.expect(found["comparisons"][0]["changed_cases"] == 0 and abs(found["rejected"] / 5000 - 0.3) < 0.03,
                  f"a member that is gone: {found['rejected']} rejected")
    # A sweep: leads are 0 to 9 days, and late is who is later than the notice.
    found = runner.simulate("--population", "usual", "--size", cases, "--sweep", "notice=0..10")
    curve = next(answer for answer in found["sweep"]["answers"] if answer["name"] == "late")
    yes = curve["outcomes"].index("yes")
    shares = [point["counts"][yes] / cases for point in curve["points"]]
    runner.expect(all(abs(share - n / 10) < 0.02 for n, share in enumerate(shares)), f"sweep {shares}")
    # With amendments the number is turned in the act as amended: of those who are late only those told on the day of the visit.
    same.write_text('amendment told to visits\n  substitute "told > known_by" with "told > known_by and told = visit" in late\n',
                    encoding="utf-8")
    found = runner.simulate("--with", same, "--population", "usual", "--size", cases, "--sweep", "notice=0..2")
    curve = next(answer for answer in found["sweep"]["answers"] if answer["name"] == "late")
    yes = curve["outcomes"].index("yes")
    shares = [point["counts"][yes] / cases for point in curve["points"]]
    runner.expect(found["sweep"]["amended"] and all(abs(share - min(n, 1) / 10) < 0.02 for n, share in enumerate(shares)),
                  f"a sweep of the act as amended {shares}")
    # What is asked wrongly is told.
    for wrong in (["--sweep", "notice=9..3"], ["--sweep", "notise=1..3"], ["--sweep", "known_by=1..3"]):
        runner.expect("--sweep" in runner.run("simulate", LAW, "--population", "usual", *wrong, status=2).stderr, wrong)
    runner.expect("no fact" in runner.run("simulate", LAW, "--with", LAW, "--population", "usual", "--by", "kinds", status=2).stderr, "--by")
    runner.run("simulate", LAW, "--with", LAW, "--population", "usual", "--by", "kind", "--by", "lead", "--by", "kind", status=2)
    runner.run("simulate", LAW, "--with", LAW, status=2)
    runner.run("simulate", LAW, "--population", "usual", status=2)
    runner.run("simulate", LAW, "--population", "usual", "--sweep", "notice=3..5", "--save-changes", runner.folder / "no.csv", status=2)
    runner.expect("did you mean `usual`" in runner.run("simulate", LAW, "--with", LAW, "--population", "usal", status=2).stderr, "a name")
    runner.run("compare", LAW, LAW, "--population", "usual", "--size", 1000)


PROBE = """
<script>
window.addEventListener('load', function () {
  setTimeout(function () {
    var names = Array.prototype.every.call(document.querySelectorAll('.chart'), function (chart) {
      return chart.getAttribute('role') === 'img' && chart.getAttribute('aria-label');
    });
    var main = document.querySelector('main');
    var edge = main.getBoundingClientRect().right + 1;
    var cut = Array.prototype.filter.call(main.querySelectorAll('.chart svg, .table, table, pre, dl'), function (one) {
      return one.getBoundingClientRect().right > edge || one.scrollWidth > one.clientWidth + 1;
    });
    var found = {
      errors: window.probeErrors,
      drawn: document.querySelectorAll('.chart svg').length,
      charts: document.querySelectorAll('.chart').length,
      names: names,
      wide: document.documentElement.scrollWidth > window.innerWidth,
      changed: Array.prototype.map.call(document.querySelectorAll('section[data-changed]'), function (s) { return +s.dataset.changed; }),
      cut: cut.map(function (one) { return one.outerHTML.slice(0, 80); }),
      shown: main.innerText
    };
    document.title = JSON.stringify(found);
  }, 500);
});
</script>
"""
# The rules for paper are made to hold on the screen, at the width of A4 between its margins.
PRINTING = """
<script>
window.addEventListener('load', function () {
  window.dispatchEvent(new Event('beforeprint'));
  Array.prototype.forEach.call(document.querySelectorAll('.chart svg'), function (chart) {
    if (chart.getBoundingClientRect().width > 673) window.probeErrors.push('a chart is not resized in time');
  });
  Array.prototype.forEach.call(document.styleSheets[0].cssRules, function (rule) {
    if (rule.media && rule.media.mediaText === 'print') rule.media.mediaText = 'all';
  });
  document.body.style.width = '673px';
});
</script>
"""
CATCHER = "<script>window.probeErrors = []; window.onerror = function (message) { window.probeErrors.push(message); };</script>"


COUNTED = """population known of visits
  visit is from "seen/visits.csv"
  told is from "announced" of "seen/visits.csv"
  kind is from "seen/visits.csv"
  gift is from "seen/visits.csv"
  guests is list of from "seats" of "seen/visits.csv" each {age is from "seen/guests.jsonl"; vip is from "seen/guests.jsonl"}
  cheerful is missing
  as_of is visit
"""


def empirical(runner):
    """What was counted is drawn row by row, and what cannot be drawn is named."""
    if not has_tables(runner):
        print("DuckDB is not there")
        sys.exit(SKIPPED)
    (runner.folder / "seen").mkdir()
    seen = runner.folder / "seen/visits.csv"
    rows = ["2021-05-10,2021-05-01,lunch,5,0", "2021-05-11,2021-05-09,dinner,absent,1", "2021-05-12,,party,,3"]
    seen.write_text("\n".join(["visit,announced,kind,gift,seats", *rows]) + "\n", encoding="utf-8")
    guests = runner.folder / "seen/guests.jsonl"
    guests.write_text('{"age": 20, "vip": false}\n{"age": 70, "vip": true}\n', encoding="utf-8")
    population = runner.folder / "known.acta"
    population.write_text(COUNTED, encoding="utf-8")
    drawn = [json.loads(line) for line in
             runner.run("draw", LAW, "--population", population, "--size", 3000).stdout.splitlines()]
    counts = {}
    for one in drawn:
        gift = "absent" if one.get("gift", "") is None else str(one.get("gift", ""))
        row = f"{one['visit']},{one.get('told', '')},{one['kind']},{gift},{len(one['guests'])}"
        counts[row] = counts.get(row, 0) + 1
        runner.expect(all((guest["age"] == 70) == guest["vip"] for guest in one["guests"]), f"a guest of two rows: {one}")
    # Five standard deviations of a third of 3,000.
    runner.expect(sorted(counts) == sorted(rows) and all(abs(count - 1000) < 130 for count in counts.values()), f"drawn: {counts}")
    texts = [runner.run("simulate", LAW, "--json", "--with", LAW, "--population", population, "--size", 20000, "--threads", threads).stdout
             for threads in (1, 8)]
    runner.expect(texts[0] == texts[1] != "", "the number of threads changes what is drawn from a table")

    def refuses(words, text=None):
        if text is not None:
            seen.write_text(text, encoding="utf-8")
        done = runner.run("draw", LAW, "--population", population, status=1)
        for word in words:
            runner.expect(word in done.stderr, f"`{word}` in\n{done.stderr}")
        runner.expect(done.stdout == "", "cases were drawn all the same")

    header = "visit,announced,kind,gift,seats\n"
    refuses(["visits.csv, row 1, column `kind`: expected Kind, found `supper`", "visits.csv, row 2, column `visit`: expected date, found `May`",
             "visits.csv, row 2, column `gift`: expected optional integer, 1 to 1000, found `5000`",
             "visits.csv, row 2, column `seats`: expected integer, 0 to 8, found `9`"],
            header + "2021-05-10,2021-05-01,supper,5,1\nMay,2021-05-01,lunch,5000,9\n")
    refuses(["expected date, found `x`", "9 cells in all"], header + "x,2021-05-01,lunch,5,1\n" * 9)
    refuses(["visits.csv, row 2, announced: expected a row of 5 cells, found `2021-05-10`"], header + "2021-05-10,,lunch,5,1\n2021-05-10\n")
    refuses(["has no rows"], header)
    refuses(["there is no column `announced`; there is `visit`, `kind`"], "visit,kind,gift,seats\n2021-05-10,lunch,5,1\n")
    refuses(["visits.csv"], "\0\1\2")
    seen.unlink()
    refuses(["there is no file", "seen/visits.csv"])


def report(runner):
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    page = runner.folder / "report.html"
    found = runner.simulate("--with", LAW, "--population", "usual", "--size", 5000, "--by", "kind", "--sweep", "notice=1..8", "--out", page)
    text = page.read_text(encoding="utf-8")
    for url in re.findall(r'(?:src|href)="([^"#][^"]*)"', text.split("<script>")[0]):
        runner.faults.append(f"the page needs {url}")
    for word in ("Method and assumptions", "drawn from assumptions", "Article 1. Notice", "visit is day of 2021"):
        runner.expect(word in text, f"`{word}` is not in the page")
    for comparison in found["comparisons"]:
        runner.expect(f"{comparison['changed_cases']:,}" in text, f"{comparison['name']}: its figure is not in the page")
    if browser is None:
        print("no browser: the page was read, not rendered")
        return
    for width in (390, 1200):
        seen = looked_at(runner, browser, text, width)
        if seen is None:
            return
        runner.expect(seen["errors"] == [], f"errors in the browser: {seen['errors']}")
        runner.expect(seen["names"], "a chart without a name")
        runner.expect(not seen["wide"], f"the page is wider than {width}")
        has_library = "Apache Software Foundation" in text
        runner.expect(seen["drawn"] == (seen["charts"] if has_library else 0), f"{seen['drawn']} of {seen['charts']} charts are drawn")
        wanted = [c["changed_cases"] for c in found["comparisons"] if c["kind"] != "left_out"]
        runner.expect(seen["changed"] == wanted, f"the page says {seen['changed']}, the JSON {wanted}")
    on_paper(runner, browser, text, found)


def looked_at(runner, browser, text, width):
    """What the probe says of the page in a window of this width; None if there is nothing to see."""
    probed = runner.folder / "probed.html"
    # The library's own text may speak of tags: the first and the last are the page's.
    end = text.rindex("</body>")
    probed.write_text((text[:end] + PROBE + text[end:]).replace("<head>", "<head>" + CATCHER, 1), encoding="utf-8")
    done = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},1000",
                           "--virtual-time-budget=8000", "--dump-dom", probed.as_uri()],
                          capture_output=True, text=True, timeout=LONGEST_RUN_IN_SECONDS)
    title = re.search(r"<title>(\{.*?\})</title>", done.stdout, re.DOTALL)
    if not title:
        runner.faults.append(f"the page was not rendered\n{done.stderr[-2000:]}")
        return None
    return json.loads(html.unescape(title[1]))


def on_paper(runner, browser, text, found):
    """As printed from a wide window in which nothing is unfolded."""
    end = text.rindex("</body>")
    seen = looked_at(runner, browser, text[:end] + PRINTING + text[end:], 1200)
    if seen is None:
        return
    runner.expect(seen["errors"] == [], f"errors while printing: {seen['errors']}")
    runner.expect(seen["cut"] == [], f"cut off on paper: {seen['cut']}")
    shown = " ".join(seen["shown"].split())
    wanted = found["assumptions"] + ["On paper the first case"]
    unexplained = 0
    for comparison in found["comparisons"]:
        if comparison["kind"] == "left_out":
            continue
        wanted.append(f"{comparison['changed_cases']:,} of {found['cases']:,} cases")
        for responsible in (one for answer in comparison["answers"] for one in answer["responsible"]):
            for i, example in enumerate(responsible["examples"]):
                wanted.append(f"Case {example['number']}: {example['before']['value']} → {example['after']['value']}")
                wanted += [f"{fact['path']} is {fact['value']}" for fact in example["facts"]]
                wanted += [example[side]["explanation"] for side in ("before", "after") if i == 0]
                unexplained += i > 0
    runner.expect(unexplained > 0, "no cause has two cases")
    for words in wanted:
        runner.expect(" ".join(words.split()) in shown, f"`{words}` is not on paper")
    runner.expect(shown.count("Method and assumptions") == 1, "links are on paper")
    runner.expect('{"visit"' not in shown, "JSON is on paper")


def wait_until_caught(process, wanted):
    """Until the process handles the signal: then its run is under way."""
    for _ in range(1200):
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        caught = int(re.search(r"^SigCgt:\s*(\w+)$", status, re.MULTILINE)[1], 16)
        if caught >> (wanted - 1) & 1:
            return
        time.sleep(0.05)


def interruptions(runner):
    """Whatever stops a run, what was there before is there still, whole."""
    page = runner.folder / "kept.html"
    page.write_text("as it was", encoding="utf-8")
    with open("/dev/full", "w", encoding="utf-8") as full:
        for command in (["simulate", LAW, "--with", LAW, "--population", "usual", "--size", "10"], ["consolidate", LAW, "--with", LAW], ["--help"]):
            done = subprocess.run([runner.acta, *command], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
            runner.expect(done.returncode == 3 and "standard output takes no more" in done.stderr, f"{command[0]}: {done.returncode}, {done.stderr}")
    simulate = ["simulate", LAW, "--with", LAW, "--population", "usual", "--size", "1000000000", "--out", page]
    evaluate = ["eval", LAW, "--sql", "SELECT DATE '2021-05-10' AS visit FROM range(1000000000)", "--out", runner.folder / "no.csv"]
    for stop, command in ((signal.SIGINT, simulate), (signal.SIGKILL, simulate), (signal.SIGINT, evaluate)):
        if command is evaluate and not has_tables(runner):
            continue
        running = subprocess.Popen([runner.acta, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_until_caught(running, signal.SIGINT)
        running.send_signal(stop)
        _, errors = running.communicate(timeout=LONGEST_RUN_IN_SECONDS)
        if stop == signal.SIGINT:
            runner.expect(running.returncode == 130 and "nothing was written" in errors, f"stopped: {running.returncode}, {errors}")
        runner.expect(page.read_text(encoding="utf-8") == "as it was", f"{stop.name}: the old page is gone")
        runner.expect(sorted(path.name for path in runner.folder.iterdir()) == ["kept.html"], f"{stop.name}: something is left over")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acta", required=True)
    parser.add_argument("part", choices=["amendments", "figures", "undoing", "two_acts", "tables", "empirical", "report", "interruptions"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(str(Path(arguments.acta).resolve()), folder)
        try:
            {"amendments": amendments, "figures": figures, "undoing": undoing, "two_acts": two_acts, "tables": tables, "empirical": empirical,
             "report": report, "interruptions": interruptions}[arguments.part](runner)
        except (KeyError, IndexError, OSError, StopIteration) as error:
            # What was not found was not made, and that has been noted.
            runner.faults.append(repr(error))
    for fault in runner.faults:
        print(fault)
    print(f"{len(runner.faults)} faults")
    return 1 if runner.faults else 0


if __name__ == "__main__":
    sys.exit(main())
