"""The columns that each output comes from, as sqlglot says: queries and schema in, lists out."""
import json
import sys

from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
import sqlglot

given = json.load(sys.stdin)


def leaves(node):
    found = set()
    for one in node.walk():
        if not one.downstream and isinstance(one.expression, exp.Table):
            found.add(f"{one.expression.name}.{one.name.split('.')[-1].strip(chr(34))}")
    return sorted(found)


def answer(sql):
    try:
        tree = qualify(sqlglot.parse_one(sql, dialect="duckdb"), schema=given["schema"], dialect="duckdb")
        names = [one.alias_or_name for one in tree.selects]
        return [leaves(lineage(name, tree, schema=given["schema"], dialect="duckdb")) for name in names]
    except Exception:  # what it cannot do is counted
        return None


print(json.dumps([answer(sql) for sql in given["queries"]]))
