"""
sqlglot's own tests of lineage, with what it answers in them, and its fixtures of qualified queries as pairs of texts that mean the
same. Both come from its source distribution.
"""
import json
import os
import sys

from sdist import fetch

folder = fetch("sqlglot==30.17.0", sys.argv[1])
sys.path.insert(0, folder)
os.chdir(folder)

import pytest  # noqa: E402
import sqlglot.lineage  # noqa: E402
from sqlglot import exp  # noqa: E402
from sqlglot.schema import MappingSchema  # noqa: E402
from tests.helpers import TPCH_SCHEMA, load_sql_fixture_pairs  # noqa: E402

ask = sqlglot.lineage.lineage
asked = []


def leaves(node):
    found = set()
    for one in node.walk():
        if not one.downstream and isinstance(one.expression, exp.Table):
            table = ".".join(part.name for part in one.expression.parts)
            found.add(f"{table}.{one.name.split('.')[-1].strip(chr(34) + '`')}")
    return sorted(found)


def flat(schema):
    tables = {}

    def descend(path, inner):
        if all(not isinstance(one, dict) for one in inner.values()):
            tables[".".join(path)] = {name: str(type) for name, type in inner.items()}
        else:
            for name, one in inner.items():
                descend([*path, name], one)

    given = schema.mapping if isinstance(schema, MappingSchema) else schema
    if given:
        descend([], given)
    return tables


def text(sql, dialect):
    return sql if isinstance(sql, str) else sql.sql(dialect=dialect)


def recorded(column, sql, schema=None, sources=None, dialect=None, **other):
    answer = ask(column, sql, schema=schema, sources=sources, dialect=dialect, **other)
    if other.get("scope") is None:
        nodes = answer if column is None else {str(column): answer}
        asked.append({
            "test": os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split(" ")[0],
            "sql": text(sql, dialect), "dialect": str(dialect or ""), "schema": flat(schema),
            "views": {name: text(one, dialect) for name, one in (sources or {}).items()},
            "outputs": {name: leaves(node) for name, node in nodes.items()},
        })
    return answer


sqlglot.lineage.lineage = recorded
pytest.main(["-q", "-p", "no:cacheprovider", "tests/test_lineage.py"])

schema = {
    "x": {"a": "int", "b": "int"}, "y": {"b": "int", "c": "int"}, "z": {"b": "int", "c": "int"}, "w": {"d": "text", "e": "text"},
    "unpivotable": {name: "int" for name in ("id", "jan", "feb", "north", "south")},
    "pivotable": {"id": "int", "cat": "text", "val": "int", "kind": "text", "amt": "int"},
    "temporal": {"d": "date", "t": "timestamp"}, "t_bool": {"a": "boolean"},
    "structs": {
        "one": "struct<a_1 int, b_1 varchar>", "nested_0": "struct<a_1 int, nested_1 struct<a_2 int, nested_2 struct<a_3 int>>>",
        "quoted": 'struct<"foo bar" int>',
    },
}
pairs = [
    {"dialect": meta.get("dialect") or "", "sql": sql, "qualified": qualified, "schema": TPCH_SCHEMA if "tpc" in name else schema, "file": name}
    for name in ["qualify_columns", "tpc-h/tpc-h"]
    for meta, sql, qualified in load_sql_fixture_pairs(f"optimizer/{name}.sql")
]
with open(sys.argv[2], "w") as file:
    json.dump({"asked": asked, "pairs": pairs}, file)
