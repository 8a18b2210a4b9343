# Runs SodaCL on a DuckDB that is made of some statements, and says for each check what came of it.
import json
import sys

import duckdb
from soda.scan import Scan

given = json.load(sys.stdin)
connection = duckdb.connect(":memory:")
for statement in given["statements"]:
    connection.execute(statement)
answers = []
for text in given["documents"]:
    scan = Scan()
    scan.disable_telemetry()
    scan.set_data_source_name("lake")
    scan.add_duckdb_connection(connection, data_source_name="lake")
    scan.add_sodacl_yaml_str(text)
    scan.execute()
    checks = [{"name": c.check_cfg.name, "outcome": None if c.outcome is None else c.outcome.value} for c in scan._checks]
    answers.append({"checks": checks, "errors": [str(e)[:500] for e in scan.get_error_logs()]})
print(json.dumps(answers, default=str))
