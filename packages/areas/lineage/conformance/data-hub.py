"""Loads each proposal of standard input into DataHub's classes, and back; answers what is refused or lost on the way."""

import json
import sys

from datahub.metadata.schema_classes import ASPECT_NAME_MAP
from datahub.utilities.urns.urn import Urn


def lost(given, back, place=""):
    if isinstance(given, dict):
        for key, value in given.items():
            if key not in (back or {}):
                yield f"{place}/{key}"
            else:
                yield from lost(value, back[key], f"{place}/{key}")
    elif isinstance(given, list):
        for at, value in enumerate(given):
            yield from lost(value, back[at], f"{place}/{at}")
    elif given != back:
        yield f"{place}: {given!r} became {back!r}"


def urns(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from urns(one)
    elif isinstance(value, list):
        for one in value:
            yield from urns(one)
    elif isinstance(value, str) and value.startswith("urn:li:"):
        yield value


answers = []
for proposal in json.load(sys.stdin):
    try:
        for urn in urns(proposal):
            Urn.from_string(urn)
        aspect = ASPECT_NAME_MAP[proposal["aspectName"]].from_obj(proposal["aspect"]["json"])
        faults = list(lost(proposal["aspect"]["json"], aspect.to_obj()))
        if not aspect.validate():
            faults.append("not valid")
        answers.append("; ".join(faults) or None)
    except Exception as error:
        answers.append(f"{type(error).__name__}: {error}")
json.dump(answers, sys.stdout)
