"""The 99 queries of TPC-DS, as DuckDB's extension has them: a list."""
import json
import os

import duckdb
import duckdb_extension_tpcds

folder = os.path.join(os.path.dirname(duckdb_extension_tpcds.__file__), "extensions", f"v{duckdb.__version__}")
db = duckdb.connect(config={"allow_unsigned_extensions": "true"})
db.execute(f"load '{folder}/tpcds.duckdb_extension'")
print(json.dumps([text for (text,) in db.execute("select query from tpcds_queries() order by query_nr").fetchall()]))
