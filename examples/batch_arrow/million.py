#!/usr/bin/env python3
"""A million filings of a permit office, as an Arrow record batch, answered through the columnar door.

    million.py libassemblies.so [FILINGS]

Needs pyarrow: `./dev fetch-arrow`, then PYTHONPATH=build/third_party/arrow. Prints what became of the filings, and on the error
stream how long it took. Some of them are then asked once more, one by one and as JSON: the answers must be the same.
"""

import sys
import time

try:
    import pyarrow
    import pyarrow.compute as compute
except ImportError:
    print("there is no Arrow here: `./dev fetch-arrow` fetches it", file=sys.stderr)
    sys.exit(3)

from again import differences
from columns import Act, Batch
from filings import filings

ANSWERS = ["applicable", "form", "procedure", "file_by", "filing_status", "all_eligible", "barred_organisers", "all_may_attend"]
READINGS = {"backward_count": "lenient", "forward_count": "next_day"}
ROWS_ASKED_AGAIN = 300
REJECTS_SHOWN = 3


def line(count, what, margin=""):
    print(f"  {count:9,} {margin}{what}")


def print_counts(answers, name, rejected):
    """How often each value, and what stood in the way of the others."""
    print(f"\n{name}")
    column = answers[name]
    if pyarrow.types.is_date(column.type):
        days = compute.min_max(column).as_py()
        line(len(column) - column.null_count, f"from {days['min']} to {days['max']}")
    else:
        counts = [count for count in column.value_counts().to_pylist() if count["values"] is not None]
        for count in sorted(counts, key=lambda count: -count["counts"]):
            line(count["counts"], count["values"])
    has_absent = f"{name}$absent" in answers.schema.names
    absent = compute.sum(answers[f"{name}$absent"]).as_py() if has_absent else 0
    if absent:
        line(absent, "absent")
    line(column.null_count - absent - rejected, "open")
    for reason in answers[f"{name}$reasons"].flatten().value_counts().to_pylist():
        line(reason["counts"], reason["values"], margin="  ")


def main():
    if len(sys.argv) not in (2, 3) or not all(number.isdigit() and int(number) > 0 for number in sys.argv[2:]):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    count = int(sys.argv[2]) if len(sys.argv) == 3 else 1_000_000
    act = Act(sys.argv[1])
    batch = Batch(act, ANSWERS, choices=READINGS, reasons=True)
    schema = pyarrow.schema(batch.input_schema())
    cases = filings(count, schema)

    begun = time.perf_counter()
    answers = pyarrow.record_batch(batch.evaluate(cases))
    seconds = time.perf_counter() - begun
    print(f"{seconds:.2f} s, {count / seconds:,.0f} cases a second, reasons included", file=sys.stderr)

    rejected = batch.reject_count()
    print(f"{len(answers):,} filings in {cases.num_columns} columns; {rejected:,} are no cases:")
    rejects = list(batch.rejects())
    for row, path, found, expected in rejects[:REJECTS_SHOWN]:
        print(f"  row {row}: {path} is {found}, not {expected}")
    for name in ANSWERS:
        print_counts(answers, name, rejected)

    rows = [*range(0, count, max(1, count // ROWS_ASKED_AGAIN)), *(row for row, *_ in rejects[:REJECTS_SHOWN])]
    different = list(differences(act, schema, cases, answers, rows, READINGS))
    print(f"\n{len(rows)} of them asked again as JSON: {len(different)} answered otherwise")
    print(*different[:10], sep="", end="")
    batch.close()
    act.close()
    sys.exit(3 if different else 0)


if __name__ == "__main__":
    main()
