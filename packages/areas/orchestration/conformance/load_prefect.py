"""Loads and runs flows in Prefect: a JSON list of {files, dag, run} from stdin, a JSON list of answers to stdout."""
import asyncio
import json
import runpy
import sys
from contextlib import nullcontext
from datetime import datetime, timezone
from pathlib import Path

from prefect import Flow
from prefect.blocks.system import Secret
from prefect.flows import load_flow_from_entrypoint
from prefect.server.schemas.schedules import CronSchedule
from prefect.testing.utilities import prefect_test_harness

served, limits = [], []


def keep(flow, **options):
    """In the place of `serve`, which does not return: makes the deployment, and keeps it."""
    limits.append(options.pop("limit", None))
    served.append(flow.to_deployment(**options))


def utc(time):
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


Flow.serve = keep
asked_for = json.load(sys.stdin)
answers = []
runs = any(asked["run"] for asked in asked_for)
with prefect_test_harness(server_startup_timeout=180) if runs else nullcontext():
    for asked in asked_for:
        files = asked["files"]
        folder = str(Path(files[0]).parent)
        served.clear()
        try:
            flow = load_flow_from_entrypoint(f"{files[0]}:{asked['dag']}")
            sys.path.insert(0, folder)
            if len(files) > 1:
                runpy.run_path(files[1], run_name="__main__")
        except Exception as error:
            answers.append({"error": f"{type(error).__name__}: {error}"})
            continue
        finally:
            sys.path.remove(folder) if folder in sys.path else None
            sys.modules.pop(Path(files[0]).stem, None)
        answer = {"description": flow.description}
        if asked.get("feature") == "waits":
            answer["features"] = {
                "waits": [
                    [sorted(one.expect), one.match.root["prefect.resource.id"]]
                    for one in served[0].triggers
                ],
                "limit": limits[-1],
            }
        elif served:
            (schedule,) = served[0].schedules
            answer["schedule"] = [[schedule.schedule.cron, schedule.schedule.timezone]]
            answer["tags"] = sorted(served[0].tags)
            if asked.get("times"):
                since = datetime.fromisoformat(asked["times"]["since"])
                kept = CronSchedule(
                    cron=schedule.schedule.cron, timezone=schedule.schedule.timezone
                )
                dates = asyncio.run(kept.get_dates(asked["times"]["count"], since))
                answer["times"] = [utc(date) for date in dates]
        if asked["run"]:
            if asked.get("feature") == "makes":
                Secret(value="s3cr3t").save("shop-db", overwrite=True)
            state = flow(return_state=True)
            answer["state"] = "success" if state.is_completed() else "failed"
            answer["says"] = f"{state.name}: {state.message}"
        answers.append(answer)
print("\nANSWER" + json.dumps(answers))
