"""Builds each event of standard input from the classes that OpenLineage generates of its schemas; answers what they refuse.

Classes ignore what a schema leaves open; here, fields that a class does not have, types that it does not name and values
that its enumerations lack are refused too, and a facet must say the version of the class.
"""

import importlib
import json
import pkgutil
import sys
import types
import typing
import uuid

import attr
import openlineage.client.generated as generated
from openlineage.client.generated.base import EventType, RunEvent

facets = {}
for module in pkgutil.iter_modules(generated.__path__):
    for one in vars(importlib.import_module(f"{generated.__name__}.{module.name}")).values():
        if attr.has(one) and hasattr(one, "_get_schema"):
            facets[one._get_schema()] = one


def build(kind, value, place):
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        return build(next(one for one in arguments if one is not type(None)), value, place)
    if origin is list:
        if not isinstance(value, list):
            raise ValueError(f"{place}: no list")
        return [build(arguments[0], one, f"{place}/{at}") for at, one in enumerate(value)]
    if origin is dict:
        return {key: build(facet(arguments[1], one, f"{place}/{key}"), one, f"{place}/{key}") for key, one in value.items()}
    if kind is EventType:
        return EventType(value)
    if attr.has(kind):
        return instance(kind, value, place)
    if kind is not typing.Any and not isinstance(value, kind):
        raise ValueError(f"{place}: {value!r} is no {kind.__name__}")
    return value


def facet(kind, value, place):
    """The class of a facet, by the schema that it names."""
    if not (attr.has(kind) and kind.__name__.endswith("Facet")):
        return kind
    found = facets.get(value.get("_schemaURL"))
    if found is None or not issubclass(found, kind):
        raise ValueError(f"{place}: no facet of this place has the schema {value.get('_schemaURL')}")
    return found


def instance(kind, value, place):
    hints = typing.get_type_hints(kind)
    known = {one.name: one for one in attr.fields(kind)}
    unknown = set(value) - set(known)
    if unknown:
        raise ValueError(f"{place}: unknown {sorted(unknown)}")
    given = {
        known[name].alias: build(hints[name], one, f"{place}/{name}")
        for name, one in value.items()
        if known[name].init
    }
    made = kind(**given)
    for name in ("schemaURL", "_schemaURL"):
        if name in value and value[name] != getattr(made, name):
            raise ValueError(f"{place}: {value[name]} is not {getattr(made, name)}")
    return made


answers = []
for event in json.load(sys.stdin):
    try:
        instance(RunEvent, event, "")
        uuid.UUID(event["run"]["runId"])
        answers.append(None)
    except Exception as error:
        answers.append(f"{type(error).__name__}: {error}")
json.dump(answers, sys.stdout)
