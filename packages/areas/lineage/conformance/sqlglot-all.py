"""What sqlglot says that each output comes from, all outputs of a query at once, by name; and how much time of a processor all of it takes."""
import json
import sys
import time

from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.schema import MappingSchema

given = json.load(sys.stdin)
schema = MappingSchema(given["schema"], dialect="duckdb")


def leaves(node):
    found = set()
    for one in node.walk():
        if not one.downstream and isinstance(one.expression, exp.Table):
            found.add(f"{one.expression.name}.{one.name.split('.')[-1].strip(chr(34))}")
    return sorted(found)


times = []
for _ in range(given["rounds"]):
    start = time.process_time()
    answers = [lineage(None, sql, schema=schema, dialect="duckdb", trim_selects=False, copy=False) for sql in given["queries"]]
    times.append((time.process_time() - start) * 1000)
named = [{name: leaves(node) for name, node in nodes.items()} for nodes in answers]
print(json.dumps({"answers": named, "milliseconds": min(times)}))
