"""Loads nested records of an NDJSON file into a DuckDB file by dlt: arguments are the file and the target."""
import json
import sys
import time

import dlt

source, file = sys.argv[1:3]


@dlt.resource(name="events", primary_key="id", write_disposition="replace")
def events():
    with open(source) as lines:
        batch = []
        for line in lines:
            batch.append(json.loads(line))
            if len(batch) == 10_000:
                yield batch
                batch = []
        yield batch


pipeline = dlt.pipeline(
    "dx_nested",
    destination=dlt.destinations.duckdb(file),
    dataset_name="dlt",
    pipelines_dir=file + ".state",
)
began = time.monotonic()
pipeline.run(events())
print(f"seconds {time.monotonic() - began:.3f}")
