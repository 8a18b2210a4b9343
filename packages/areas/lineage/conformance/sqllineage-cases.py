"""What sqllineage's own tests assert, as a list: its source distribution is fetched, and each assertion written down instead of checked."""
import json
import os
import sys

from sdist import fetch

folder = fetch("sqllineage==1.5.9", sys.argv[1])
sys.path.insert(0, folder)
os.chdir(folder)

import pytest  # noqa: E402
from tests import helpers  # noqa: E402

cases = []


def test_name():
    return os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split(" ")[0]


def table_lineage(sql, source_tables=None, target_tables=None, dialect="ansi", test_sqlfluff=True, test_sqlparse=True):
    cases.append({
        "kind": "tables", "test": test_name(), "sql": sql, "dialect": dialect if test_sqlfluff else "generic",
        "sources": [str(one) for one in source_tables or []], "targets": [str(one) for one in target_tables or []],
    })


def column_lineage(sql, column_lineages=None, dialect="ansi", metadata_provider=None, test_sqlfluff=True, test_sqlparse=True):
    known = getattr(metadata_provider, "metadata", None)
    if metadata_provider is not None and not isinstance(known, dict):
        return  # the same case once more, with the schema in a database
    cases.append({
        "kind": "columns", "test": test_name(), "sql": sql, "dialect": dialect if test_sqlfluff else "generic",
        "schema": {table: {name: "varchar" for name in names} for table, names in (known or {}).items()},
        "pairs": [[str(far.qualifier), far.column, str(near.qualifier), near.column] for far, near in column_lineages or []],
    })


helpers.assert_table_lineage_equal = table_lineage
helpers.assert_column_lineage_equal = column_lineage
pytest.main(["-q", "-p", "no:cacheprovider", "tests/sql"])
with open(sys.argv[2], "w") as file:
    json.dump(cases, file)
