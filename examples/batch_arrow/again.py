"""Asks rows of columns once more, one by one and as JSON, and compares."""

from datetime import date, datetime

from columns import Refused


def as_json(value, type):
    """A value of a column as JSON has it: members of sets by name, null for what is absent."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [as_json(item, type.value_type) for item in value]
    if isinstance(value, dict):
        return case_of(value, type)
    return value


def case_of(row, fields):
    """Nulls are left out: nobody has said. `fields` are the act's own."""
    case = {}
    for name, value in row.items():
        if name.endswith("$absent"):
            if value:
                case[name.removesuffix("$absent")] = None
        elif value is not None:
            field = fields.field(name)
            is_set = field.metadata.get(b"acta.type", b"").startswith(b"set of")
            case[name] = members_of(value, field) if is_set else as_json(value, field.type)
    return case


def members_of(mask, field):
    names = field.metadata[b"acta.members"].decode().split(",")
    return [name for ordinal, name in enumerate(names) if mask >> ordinal & 1]


def differences(act, schema, cases, answers, rows, readings):
    """A line for each answer of these rows that JSON gives otherwise; `schema` is what the act takes."""
    for row in rows:
        (case,), (answered,) = cases.slice(row, 1).to_pylist(), answers.slice(row, 1).to_pylist()
        names = [name for name in answered if "$" not in name]
        try:
            with act.ask({**case_of(case, schema), "$readings": readings}) as outcome:
                expected = {name: said(outcome.answers[name]) for name in names}
        except Refused:
            expected = {name: (None, False, []) for name in names}
        for name in names:
            found = (as_json(answered[name], None), bool(answered.get(f"{name}$absent")), answered[f"{name}$reasons"] or [])
            if found != expected[name]:
                yield f"  row {row}, {name}: {found} in columns, {expected[name]} in JSON\n"


def said(answer):
    reasons = [f"{reason['kind']}: {reason['subject']}" for reason in answer.get("reasons", [])]
    return answer.get("value"), answer["status"] == "absent", reasons
