#!/usr/bin/env python3
"""Turns cases in JSON into C that fills the structs of a header made by `acta build`, and comparisons of every answer.

Reads the schema that `acta schema` prints. Writes the functions and tables that equality.inc.h expects.
"""

import argparse
import datetime
import json
import re
import subprocess
from decimal import Decimal
from pathlib import Path

EPOCH = datetime.date(1970, 1, 1).toordinal()


def plain(schema):
    """The schema without what makes it optional."""
    return schema["anyOf"][0] if schema.get("anyOf", [{}])[-1].get("type") == "null" else schema


def kind_of(schema):
    schema = plain(schema)
    if "$ref" in schema:
        return "entity"
    if "enum" in schema:
        return "enum"
    if "anyOf" in schema:
        return "money" if "x-unit" in schema else "decimal"
    if schema["type"] == "array":
        return "set" if schema.get("uniqueItems") else "list"
    if schema["type"] == "object":
        return "period"
    if schema["type"] == "string":
        pattern = schema.get("pattern", "")
        return ("text" if not pattern else "datetime" if "[ T]" in pattern
                else "date" if pattern.startswith("^-?") else "time")
    return schema["type"]


def day(text):
    return datetime.date.fromisoformat(text).toordinal() - EPOCH


def second(text):
    parts = [int(part) for part in text.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)


def moment(text):
    date, time = re.split("[ T]", text)
    return day(date) * 86400 + second(time)


def quoted(text):
    return json.dumps(text)


class Writer:
    def __init__(self, name, schema):
        self.name = name
        self.definitions = schema["$defs"]
        self.lines = []
        self.lists = 0

    def put(self, line):
        self.lines.append(line)

    def value(self, schema, value):
        """A scalar as C."""
        schema = plain(schema)
        kind = kind_of(schema)
        if kind == "set":
            members = schema["items"]["enum"]
            return f"UINT64_C({sum(1 << members.index(member) for member in value)})"
        return {
            "boolean": lambda: str(value).lower(),
            "integer": lambda: f"INT64_C({value})",
            "decimal": lambda: f"INT64_C({int(Decimal(str(value)) * 1000000)})",
            "money": lambda: f"INT64_C({int(Decimal(str(value)) * 100)})",
            "date": lambda: str(day(value)),
            "time": lambda: str(second(value)),
            "datetime": lambda: f"INT64_C({moment(value)})",
            "text": lambda: quoted(value),
            "enum": lambda: f"{schema['enum'].index(value)}",
        }[kind]()

    def field(self, at, name, schema, value):
        member = f"{at}{SPELT.get(name, name)}"
        state = f"{at}{BASE.get(name, name)}_state"
        kind = kind_of(schema)
        if value is None:
            self.put(f"{state} = {self.name}_absent;")
            return
        if kind == "entity":
            self.fields(f"{member}.", self.definitions[plain(schema)["$ref"].rpartition("/")[2]], value)
            if "anyOf" in schema:
                self.put(f"{state} = {self.name}_given;")
            return
        if kind == "list":
            self.list(member, plain(schema), value)
        elif kind == "period":
            ends = plain(schema)["properties"]["start"]
            self.put(f"{member}.start = {self.value(ends, value['start'])};")
            self.put(f"{member}.end = {self.value(ends, value['end'])};")
        else:
            self.put(f"{member} = {self.value(schema, value)};")
        self.put(f"{state} = {self.name}_given;")

    def list(self, member, schema, items):
        self.lists += 1
        name = f"list_{self.lists}"
        element = schema["items"]
        kind = kind_of(element)
        entity = element.get("$ref", "").rpartition("entity.")[2]
        # The struct of a list of enums would need the name of the enum, which the schema does not know.
        kinds = {"date": "int32_t", "time": "int32_t", "datetime": "int64_t", "integer": "int64_t",
                 "text": "const char*", "entity": f"{self.name}_{entity}"}
        if not items:
            return
        self.put(f"static {kinds[kind]} {name}[{len(items)}];")
        for position, item in enumerate(items):
            if kind == "entity":
                self.fields(f"{name}[{position}].", self.definitions[f"entity.{entity}"], item)
            else:
                self.put(f"{name}[{position}] = {self.value(element, item)};")
        self.put(f"{member} = {name};")
        self.put(f"{member}_count = {len(items)};")

    def fields(self, at, schema, values):
        for name, value in values.items():
            if name == "$readings":
                for reading, choice in value.items():
                    names = schema["properties"][name]["properties"][reading]["enum"]
                    self.put(f"{at}readings.{reading} = {names.index(choice)};")
                    self.put(f"{at}readings.{reading}_state = {self.name}_given;")
            elif name != "$id":
                self.field(at, name, schema["properties"][name], value)

    def write(self, cases):
        for number, case in enumerate(cases):
            self.put(f"static void fill_{number}({self.name}_case* to) {{")
            self.put("(void)to;")
            self.fields("to->", self.definitions["case"], case)
            self.put("}")
        self.put("static const struct { const char* json; void (*fill)(ACT(case)*); } cases[] = {")
        for number, case in enumerate(cases):
            self.put(f"  {{{quoted(json.dumps(case))}, fill_{number}}},")
        self.put("};")
        self.put("static void compare(const ACT(answers)* answers, acta_outcome* outcome) {")
        shape = self.definitions["answers"]["oneOf"][0]["properties"]["answers"]["prefixItems"]
        for number, answer in enumerate(shape):
            name = answer["properties"]["name"]["const"]
            kind = kind_of(answer["properties"]["value"])
            how = {"period": "COMPARE_PERIOD", "text": "COMPARE_TEXT"}.get(kind, "COMPARE_NUMBER")
            self.put(f"  {how}({number}, {BASE.get(name, name)});")
        self.put("}")
        return "\n".join(self.lines) + "\n"


# Names that the header spells otherwise: values, and what the states are made of.
BASE = {"colour_state": "colour_state_2", "größe": "gru00F6u00DFe",
        "the_colour_state": "the_colour_state_2", "the_größe": "the_gru00F6u00DFe"}
SPELT = {**BASE, "class": "class_", "default": "default_", "signed": "signed_"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acta", required=True)
    parser.add_argument("--act", required=True)
    parser.add_argument("--name", required=True, help="what the act is called in its header")
    parser.add_argument("--out", required=True)
    parser.add_argument("cases", nargs="+", help="JSON, one case or JSON Lines")
    arguments = parser.parse_args()
    schema = json.loads(subprocess.run([arguments.acta, "schema", arguments.act], check=True, capture_output=True).stdout)
    cases = []
    for path in arguments.cases:
        text = Path(path).read_text(encoding="utf-8")
        if path.endswith(".jsonl"):
            cases += [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            cases.append(json.loads(text))
    Path(arguments.out).write_text(Writer(arguments.name, schema).write(cases), encoding="utf-8")


if __name__ == "__main__":
    main()
