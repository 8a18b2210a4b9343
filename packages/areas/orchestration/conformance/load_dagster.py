"""Loads and runs jobs in Dagster: a JSON list of {files, dag, run} from stdin, a JSON list of answers to stdout."""
import json
import sys
import time
from datetime import datetime, timezone
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice

from dagster import (
    AssetKey,
    DagsterInstance,
    DagsterRunStatus,
    Definitions,
    build_multi_asset_sensor_context,
    build_run_status_sensor_context,
    build_schedule_context,
    build_sensor_context,
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


def waits(definitions, instance):
    """How many runs the sensor of a schedule by data asks for, before and after they are made."""
    (sensor,) = definitions.sensors
    counts = []
    for key in (None, "shop.orders"):
        if key:
            from dagster import AssetMaterialization

            instance.report_runless_asset_event(AssetMaterialization(asset_key=AssetKey(key)))
        with build_multi_asset_sensor_context(
            monitored_assets=[AssetKey("shop.orders")], instance=instance, definitions=definitions
        ) as context:
            result = sensor(context)
            counts.append(0 if result is None else 1)
    return counts


def lateness(definitions, job, instance):
    """Lets the sensor of late runs look twice at a run that goes on."""
    instance.create_run_for_job(job_def=job, status=DagsterRunStatus.STARTED)
    time.sleep(1.2)
    (sensor,) = definitions.sensors
    cursor = None
    for _ in range(2):
        context = build_sensor_context(instance=instance, cursor=cursor)
        sensor(context)
        cursor = context.cursor


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
    feature = asked.get("feature")
    if asked["run"]:
        with DagsterInstance.ephemeral() as instance:
            answer["state"] = run(definitions, job, instance)
            if feature == "makes":
                event = instance.get_latest_materialization_event(AssetKey("shop.orders"))
                answer["features"] = {"made": event is not None}
    elif feature:
        with DagsterInstance.ephemeral() as instance:
            if feature == "waits":
                answer["features"] = {"runs": waits(definitions, instance)}
            else:
                lateness(definitions, job, instance)
    if feature == "most":
        answer["features"] = {"most": job.executor_def.name}
    answers.append(answer)
print("\nANSWER" + json.dumps(answers))
