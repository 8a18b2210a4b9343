"""Loads and runs DAGs in Airflow: a JSON list of {files, dag, run} from stdin, a JSON list of answers to stdout."""
import json
import sys
from datetime import datetime, timezone

from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.encoders import coerce_to_core_timetable
from airflow.timetables.base import TimeRestriction
import pendulum


def times(dag, since, count):
    """The first runs that the scheduler would make since then, if it caught up."""
    timetable = coerce_to_core_timetable(dag.timetable)
    found, last = [], None
    earliest = max(pendulum.instance(since), dag.start_date or pendulum.instance(since))
    restriction = TimeRestriction(earliest=earliest, latest=None, catchup=True)
    while len(found) < count:
        info = timetable.next_dagrun_info(
            last_automated_data_interval=last, restriction=restriction
        )
        if info is None:
            break
        found.append(info.run_after.in_timezone("UTC").strftime("%Y-%m-%dT%H:%M:%SZ"))
        last = info.data_interval
    return found


answers = []
for asked in json.load(sys.stdin):
    bag = DagBag(dag_folder=asked["files"][0])
    if bag.import_errors:
        answers.append({"error": list(bag.import_errors.values())[0].strip().splitlines()[-1]})
        continue
    dag = bag.dags[asked["dag"]]
    condition = getattr(dag.timetable, "asset_condition", None)
    answer = {
        "tasks": {
            task.task_id: {
                "after": sorted(task.upstream_task_ids),
                "retries": task.retries,
                "delay": task.retry_delay.total_seconds(),
                "timeout": task.execution_timeout and task.execution_timeout.total_seconds(),
                "rule": str(getattr(task.trigger_rule, "value", task.trigger_rule)),
            }
            for task in dag.tasks
        },
        "features": {
            "most": [dag.max_active_tasks, dag.max_active_runs],
            "mapped": sorted(task.task_id for task in dag.tasks if task.is_mapped),
            "makes": {
                task.task_id: [asset.name for asset in task.outlets]
                for task in dag.tasks
                if getattr(task, "outlets", None)
            },
            "waits": sorted(asset.name for asset in getattr(condition, "objects", [])),
        },
        "tags": sorted(dag.tags),
        "description": dag.description,
        "schedule": {"start": str(dag.start_date), "catchup": dag.catchup},
    }
    if asked.get("times"):
        since = datetime.fromisoformat(asked["times"]["since"])
        answer["times"] = times(dag, since, asked["times"]["count"])
    if asked["run"]:
        run = dag.test()
        answer["state"] = str(run.state.value)
        answer["states"] = {one.task_id: str(one.state) for one in run.get_task_instances()}
    answers.append(answer)
print("\nANSWER" + json.dumps(answers))
