# Loads suites into Great Expectations, runs them on a Postgres table, and says for each expectation what came of it.
import json
import sys

import great_expectations as gx

given = json.load(sys.stdin)
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
source = context.data_sources.add_postgres("source", connection_string=given["url"])
asset = source.add_table_asset("asset", table_name=given["table"])
batch = asset.add_batch_definition_whole_table("whole").get_batch()
answers = []
for suite in given["suites"]:
    try:
        read = gx.ExpectationSuite(name=suite["name"], expectations=suite["expectations"], meta=suite.get("meta"))
    except Exception as error:
        answers.append({"refused": str(error)[:300]})
        continue
    result = batch.validate(read)
    answers.append(
        {
            "loaded": len(read.expectations),
            "written": read.to_json_dict(),
            "results": [
                {
                    "type": one.expectation_config.type,
                    "check": (one.expectation_config.meta or {}).get("dx", {}).get("check", {}).get("id"),
                    "severity": str(getattr(one.expectation_config.severity, "value", one.expectation_config.severity)),
                    "success": one.success,
                    "error": str(one.exception_info)[-300:] if "'raised_exception': True" in str(one.exception_info) else None,
                }
                for one in result.results
            ],
        }
    )
print(json.dumps(answers, default=str))
