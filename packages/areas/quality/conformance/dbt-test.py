# Runs `dbt test` in a copy of the project with some properties and macros, and says for each test what came of it.
import json
import os
import pathlib
import shutil
import sys

from dbt.cli.main import dbtRunner

given = json.load(sys.stdin)
folder = pathlib.Path(given["folder"])
here = pathlib.Path(__file__).parent / "dbt"
os.environ["DX_DUCKDB_FILE"] = given["file"]
os.environ["DBT_PROFILES_DIR"] = str(folder)
answers = []
for one in given["projects"]:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(here, folder)
    (folder / "models").mkdir()
    (folder / "models" / "schema.yml").write_text(one["document"])
    for name, text in one.get("models", {}).items():
        (folder / "models" / f"{name}.sql").write_text(text)
    if one.get("macros") is not None:
        (folder / "tests" / "generic").mkdir(parents=True)
        (folder / "tests" / "generic" / "dx.sql").write_text(one["macros"])
    os.chdir(folder)
    runner = dbtRunner()
    if one.get("models"):
        runner.invoke(["--quiet", "run"])
    strict = ["--warn-error-options", '{"error": "all", "warn": ["NothingToDo", "LogTestResult", "RunResultWarning", "RunResultWarningMessage"]}'] if one.get("strict", True) else []
    result = runner.invoke(["--quiet", *strict, *given["command"]])
    if result.exception is not None:
        answers.append({"refused": str(result.exception)[:600]})
        continue
    answers.append({"results": [{"name": r.node.name, "status": str(r.status), "failures": r.failures, "message": r.message} for r in result.result.results]})
print(json.dumps(answers, default=str))
