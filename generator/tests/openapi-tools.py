#!/usr/bin/env python3
"""Holds exports of `cargo xtask openapi` to tools that read OpenAPI.

    pip install openapi-spec-validator && npm install --global @stoplight/prism-cli
    cargo xtask openapi --out exports
    python3 generator/tests/openapi-tools.py exports

Each file must be valid. Prism then serves it, and every operation is called with what its page shows;
where that is nothing, with made-up arguments. Every call must find its operation, and where the page
shows an answer, get it. Counted apart are requests that the document refuses, where the page's example
contradicts the page's tables (`--verbose` lists them), and those that Prism takes for another path of the
document, which they fit as well. Exit status: 1 if anything else fails.
"""

import argparse
import collections
import http.client
import json
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.parse

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
STARTUP_SECONDS = 60


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("exports", type=pathlib.Path, help="folder of SERVICE.json, or one such file")
    parser.add_argument("--validator", default="openapi-spec-validator")
    parser.add_argument("--prism", default="prism")
    parser.add_argument("--verbose", action="store_true", help="list the refused requests")
    options = parser.parse_args()
    files = sorted(options.exports.glob("*.json")) if options.exports.is_dir() else [options.exports]
    if not files:
        sys.exit(f"no exports in {options.exports}")
    failed = False
    for file in files:
        problems = validate(options.validator, file) or serve(options, file)
        for problem in problems:
            print(f"  {file.name}: {problem}")
        failed |= bool(problems)
    sys.exit(1 if failed else 0)


def validate(validator, file):
    run = subprocess.run([validator, str(file)], capture_output=True, text=True)
    return [] if run.returncode == 0 else [f"not valid: {run.stdout.strip()[:2000]}"]


def serve(options, file):
    """Calls every operation of a file; gives what is wrong and prints the counts."""
    port = free_port()
    command = [options.prism, "mock", "--port", str(port), "--verboseLevel", "silent", str(file)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        if not is_up(port, server):
            server.kill()
            return [f"Prism does not serve it: {server.stderr.read().strip()[:2000]}"]
        return call_all(options, port, file)
    finally:
        server.kill()
        server.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_up(port, server):
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def call_all(options, port, file):
    document = json.loads(file.read_text(encoding="utf-8"))
    counts, problems, refused = collections.Counter(), [], []
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                call(port, document, method, path, item[method], counts, problems, refused)
    order = ("operations", "examples sent", "example answered", "made-up answer", "no body", "ambiguous", "refused")
    print(f"{file.stem}: valid, served; " + ", ".join(f"{name} {counts[name]}" for name in order))
    if options.verbose:
        for line in refused:
            print(f"  refused: {line}")
    return problems


def matches(template, target):
    """Whether Prism may take a target for another path of the document."""
    pattern = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(template))
    return re.fullmatch(pattern, target.split("?")[0]) is not None


def call(port, document, method, path, operation, counts, problems, refused):
    """Sends every example of a request, or one made-up request."""
    counts["operations"] += 1
    content = operation.get("requestBody", {}).get("content", {})
    media, body = next(iter(content.items()), (None, {}))
    examples = [example["value"] for example in body.get("examples", {}).values()]
    bodies = examples or [made_up(body["schema"], document) if media else None]
    for value in bodies:
        counts["examples sent"] += bool(examples)
        target, headers = address(path, operation, document)
        sent = None
        if media == "application/json":
            headers["Content-Type"], sent = media, json.dumps(value)
        status, answer = send(port, method, target, headers, sent)
        label = f"{method.upper()} {path} ({operation['operationId']}): {status}"
        if status in (400, 401, 415, 422) and is_prisms(answer):
            counts["refused"] += 1
            refused.append(f"{label} {reasons(answer)}")
        elif status == 500 or is_prisms(answer):
            problems.append(f"{label} {answer[:500]}")
        else:
            problem = judge(label, operation, status, answer, method, counts)
            paths = [other for other, item in document["paths"].items() if method in item]
            if problem and sum(matches(other, target) for other in paths) > 1:
                counts["ambiguous"] += 1
            elif problem:
                problems.append(problem)


def judge(label, operation, status, answer, method, counts):
    """Counts an answer, or says what is wrong with it."""
    response = operation["responses"].get(str(status))
    if response is None:
        return f"{label} is not documented"
    shown = response.get("content", {}).get("application/json", {}).get("examples", {})
    if method == "head" or not answer:
        counts["no body"] += 1
    elif not shown:
        counts["made-up answer"] += 1
    elif is_shown(answer, shown):
        counts["example answered"] += 1
    else:
        return f"{label} answers none of the examples: {answer[:500]}"
    return None


def is_shown(answer, examples):
    """Whether an answer is one of the examples. Prism reads all numbers as floats."""
    values = [example["value"] for example in examples.values()]
    return json.loads(answer, parse_int=float) in json.loads(json.dumps(values), parse_int=float)


def is_prisms(answer):
    """Whether an answer is Prism's own error and not the mocked one."""
    try:
        return "stoplight.io/prism" in json.loads(answer).get("type", "")
    except (ValueError, AttributeError, TypeError):
        return False


def reasons(answer):
    found = json.loads(answer).get("validation") or [{}]
    return "; ".join(f"{'.'.join(map(str, one.get('location', [])))}: {one.get('message')}" for one in found[:3])


def send(port, method, target, headers, body):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method.upper(), target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def address(path, operation, document):
    """The request's target and headers: examples of the parameters, or made-up values."""
    headers, query = {"X-Auth-Token": "token", "Accept": "application/json"}, []
    for parameter in operation.get("parameters", []):
        place, name = parameter["in"], parameter["name"]
        if "example" in parameter:
            value = parameter["example"]
        elif place == "path" or parameter.get("required"):
            value = made_up(parameter["schema"], document)
        else:
            continue
        if place == "path":
            path = path.replace("{" + name + "}", urllib.parse.quote(as_text(value), safe="") or "-")
        elif place == "query":
            query += [(name, as_text(one)) for one in (value if isinstance(value, list) else [value])]
        else:
            headers[name] = as_text(value)
    path = re.sub(r"\{[^}]*\}", "x", path)
    return path + ("?" + urllib.parse.urlencode(query) if query else ""), headers


def as_text(value):
    return value if isinstance(value, str) else json.dumps(value)


def made_up(schema, document, depth=0):
    """A value that a schema accepts, with required members only."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for alternatives in ("oneOf", "anyOf"):
        if alternatives in schema:
            return made_up(schema[alternatives][0], document, depth)
    if "default" in schema:
        return schema["default"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        members = schema.get("properties", {})
        required = [name for name in schema.get("required", []) if name in members and depth < 20]
        return {name: made_up(members[name], document, depth + 1) for name in required}
    if kind == "array":
        count = schema.get("minItems", 0) if "items" in schema and depth < 20 else 0
        return [made_up(schema["items"], document, depth + 1) for _ in range(count)]
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), min(1, schema.get("maximum", 1)))
    if kind == "boolean":
        return True
    text = "2020-01-01T00:00:00Z" if schema.get("format") == "date-time" else "x"
    return text.ljust(schema.get("minLength", 1), "x")[: schema.get("maxLength", 10**9)]


if __name__ == "__main__":
    main()
