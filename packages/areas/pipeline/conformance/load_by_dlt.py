"""Loads a table of Postgres into a DuckDB file by dlt: arguments are the URL, the table, the file and the backend."""
import sys
import time

import dlt
from dlt.sources.sql_database import sql_table

url, table, file, backend = sys.argv[1:5]
pipeline = dlt.pipeline(
    "dx_speed",
    destination=dlt.destinations.duckdb(file),
    dataset_name="dlt",
    pipelines_dir=file + ".state",
)
began = time.monotonic()
rows = sql_table(
    credentials=url.replace("postgresql://", "postgresql+psycopg2://").replace("postgres://", "postgresql+psycopg2://"),
    table=table,
    backend=backend,
    chunk_size=100_000,
)
pipeline.run(rows, write_disposition="replace")
print(f"seconds {time.monotonic() - began:.3f}")
