"""Loads and runs jobs in Dagster: a JSON list of {files, dag, run} from stdin, a JSON list of answers to stdout."""
import json
import sys
from datetime import datetime, timezone
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice

from dagster import (
    DagsterInstance,
    Definitions,
    build_run_status_sensor_context,
    build_schedule_context,
)
from dagster._utils.schedules import schedule_execution_time_iterator


def load(file, index):
    spec = spec_from_file_location(f"job_{index}", file)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def utc(time):
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def run(definitions, job, instance):
    result = job.execute_in_process(raise_on_error=False, instance=instance)
    event = result.get_run_failure_event() if not result.success else None
    for sensor in definitions.sensors or [] if event else []:
        with build_run_status_sensor_context(
            sensor_name=sensor.name,
            dagster_event=event,
            dagster_instance=instance,
            dagster_run=result.dagster_run,
        ) as context:
            sensor(context.for_run_failure())
    return "success" if result.success else "failed"


answers, loaded = [], []
for index, asked in enumerate(json.load(sys.stdin)):
    try:
        definitions = load(asked["files"][0], index).definitions
        if asked.get("merge"):
            definitions = Definitions.merge(loaded[0], definitions)
        Definitions.validate_loadable(definitions)
        job = definitions.resolve_job_def(asked["dag"])
    except Exception as error:
        answers.append({"error": f"{type(error).__name__}: {error}"})
        continue
    loaded.append(definitions)
    tasks = {}
    for node in job.nodes:
        policy = node.definition.retry_policy
        before = job.graph.dependency_structure.all_upstream_outputs_from_node(node.name)
        tasks[node.name] = {
            "after": sorted(output.node_name for output in before),
            "retries": policy.max_retries if policy else 0,
            "delay": policy.delay if policy else 0,
        }
    schedules = definitions.schedules or []
    answer = {
        "tasks": tasks,
        "tags": sorted(tag for tag in job.tags if "/" not in tag),
        "description": job.description,
        "schedule": [[one.cron_schedule, one.execution_timezone] for one in schedules],
    }
    if asked.get("times"):
        since = datetime.fromisoformat(asked["times"]["since"])
        one = schedules[0]
        ticks = schedule_execution_time_iterator(
            since.timestamp(), one.cron_schedule, one.execution_timezone
        )
        answer["times"] = []
        while len(answer["times"]) < asked["times"]["count"]:
            tick = next(ticks)
            context = build_schedule_context(scheduled_execution_time=tick)
            if one.evaluate_tick(context).run_requests:
                answer["times"].append(utc(tick))
    if asked["run"]:
        with DagsterInstance.ephemeral() as instance:
            answer["state"] = run(definitions, job, instance)
    answers.append(answer)
print("\nANSWER" + json.dumps(answers))
