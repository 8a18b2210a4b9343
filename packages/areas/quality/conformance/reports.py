# Reads reports by the models of other people, and says what they understood.
import json
import sys

from junitparser import JUnitXml
from sarif_pydantic import Sarif

given = json.load(sys.stdin)
answers = []
for text in given["sarif"]:
    try:
        read = Sarif.model_validate_json(text)
        run = read.runs[0]
        answers.append({"version": read.version, "levels": [str(getattr(one.level, "value", one.level)) for one in run.results or []], "rules": len(run.tool.driver.rules or [])})
    except Exception as error:
        answers.append({"refused": str(error)[:300]})
for text in given["junit"]:
    try:
        suites = JUnitXml.fromstring(text.encode())
        cases = [case for suite in suites for case in suite]
        answers.append({"tests": suites.tests, "failures": suites.failures, "errors": suites.errors, "skipped": suites.skipped, "cases": [[type(one).__name__ for one in case.result] for case in cases]})
    except Exception as error:
        answers.append({"refused": str(error)[:300]})
print(json.dumps(answers))
