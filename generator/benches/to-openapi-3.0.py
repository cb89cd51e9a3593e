"""Our OpenAPI 3.1 as progenitor reads it: version 3.0, one type of success, JSON bodies, no defaults."""

import json
import re
import sys


def schema(value):
    if not isinstance(value, dict):
        return {}
    if "$ref" in value:
        return {"$ref": value["$ref"]}
    kept = {key: item for key, item in value.items() if not key.startswith("x-")}
    for key in ("default", "examples", "exclusiveMinimum", "exclusiveMaximum"):
        kept.pop(key, None)
    if kept.get("type") == "integer":
        for key in ("minimum", "maximum"):
            if not isinstance(kept.get(key), int):
                kept.pop(key, None)
    if "pattern" in kept and not plain(kept["pattern"]):
        del kept["pattern"]
    values = [item for item in kept.pop("enum", []) if isinstance(item, str)]
    if values and kept.get("type", "string") == "string":
        kept.update(type="string", enum=values)
    if kept.get("type") == "array":
        kept["items"] = schema(kept.get("items"))
    if "additionalProperties" in kept:
        kept["additionalProperties"] = schema(kept["additionalProperties"])
    if "properties" in kept:
        kept["properties"] = {name: schema(member) for name, member in kept["properties"].items()}
    for key in ("oneOf", "anyOf", "allOf"):
        if key in kept:
            kept[key] = [schema(item) for item in kept[key]]
    required = [name for name in kept.pop("required", []) if name in kept.get("properties", {})]
    return {**kept, "required": required} if required else kept


def plain(pattern):
    try:
        re.compile(pattern)
    except re.error:
        return False
    return not re.search(r"\(\?[=!<]", pattern)


def parameters(operation):
    seen = {"content-type", "authorization", "accept"}
    for parameter in operation.get("parameters", []):
        name = parameter["name"].lower()
        if name not in seen:
            seen.add(name)
            yield {
                "name": parameter["name"],
                "in": parameter["in"],
                "required": parameter["in"] == "path" or parameter.get("required", False),
                "schema": schema(parameter["schema"]),
            }


def body(content):
    first = next(iter(content.values()), {})
    return {"application/json": {"schema": schema(first.get("schema"))}}


def operation(given):
    made = {"operationId": given["operationId"], "parameters": list(parameters(given))}
    content = given.get("requestBody", {}).get("content", {})
    if next(iter(content), "").startswith("application/json"):
        made["requestBody"] = {"required": True, "content": body(content)}
    successes = [(status, answer) for status, answer in given["responses"].items() if status[0] == "2"]
    status, answer = (successes or [("200", {})])[0]
    made["responses"] = {status: {"description": ""}}
    if "content" in answer:
        made["responses"][status]["content"] = body(answer["content"])
    return made


METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
document = json.load(open(sys.argv[1], encoding="utf-8"))
paths = {
    path: {method: operation(item[method]) for method in METHODS if method in item}
    for path, item in document["paths"].items()
}
schemas = {name: schema(value) for name, value in document["components"]["schemas"].items()}
made = {"openapi": "3.0.3", "info": document["info"], "paths": paths, "components": {"schemas": schemas}}
json.dump(made, open(sys.argv[2], "w", encoding="utf-8"))
