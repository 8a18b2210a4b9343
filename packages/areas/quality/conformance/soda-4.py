# Verifies contracts of Soda 4 on a DuckDB file, and says for each check what came of it.
import json
import pathlib
import sys
import tempfile

import duckdb
from soda_core.contracts import verify_contract_locally
from soda_core import configure_logging

given = json.load(sys.stdin)
folder = pathlib.Path(tempfile.mkdtemp())
file = folder / "lake.duckdb"
connection = duckdb.connect(str(file))
for statement in given["statements"]:
    connection.execute(statement)
connection.close()
source = folder / "source.yml"
source.write_text(f'type: duckdb\nname: lake\nconnection:\n  database: "{file}"\n')
answers = []
for at, text in enumerate(given["documents"]):
    path = folder / f"{at}.yml"
    path.write_text(text)
    try:
        result = verify_contract_locally(data_source_file_path=str(source), contract_file_path=str(path), publish=False)
        one = result.contract_verification_results[0]
        checks = [{"name": c.check.name, "outcome": str(c.outcome.name).lower()} for c in one.check_results]
        answers.append({"checks": checks, "errors": [str(e)[:500] for e in (result.get_errors_str() or "").split("\n") if e]})
    except Exception as error:
        answers.append({"checks": [], "errors": [repr(error)[:500]]})
print(json.dumps(answers, default=str))
