"""Calls the fake cloud with every operation of the vendor's own Python SDK that the specification has too.

Arguments: a file with the operations and drawn arguments, and a file for the report. Where the cloud is
stands in the environment. Python 3.9 or newer, with huaweicloudsdkcore and the packages of the services.
"""

import importlib
import inspect
import json
import os
import re
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.http.http_handler import HttpHandler

class RequestIds:
    """The request id of the last answer, which the SDK tells only of errors."""

    last = None

    def keep(self, **exchange):
        self.last = exchange["response"].headers.get("X-Request-Id")


REQUEST_IDS = RequestIds()
PRIMITIVES = {"str": str, "int": int, "float": float, "bool": bool}


class NotCallable(Exception):
    """The request cannot be made of JSON values."""


def identity(path):
    return re.sub(r"\{[^}]*\}", "{}", path)


def placeholders(path):
    return re.findall(r"\{([^}]*)\}", path)


def versions(service):
    """The modules of a service's package that have a client."""
    package = importlib.import_module("huaweicloudsdk" + service)
    for name in sorted(os.listdir(os.path.dirname(package.__file__))):
        if re.fullmatch(r"v\d+", name):
            module = importlib.import_module(f"huaweicloudsdk{service}.{name}")
            clients = [getattr(module, known) for known in dir(module) if known.endswith("Client")]
            yield name, module, next(c for c in clients if not c.__name__.endswith("AsyncClient"))


def client_of(service, client):
    variables = os.environ
    keys = variables["HUAWEICLOUD_SDK_AK"], variables["HUAWEICLOUD_SDK_SK"]
    if service == "iam":
        credentials = GlobalCredentials(*keys, variables["HUAWEICLOUD_SDK_DOMAIN_ID"])
    else:
        credentials = BasicCredentials(*keys, variables["HUAWEICLOUD_SDK_PROJECT_ID"])
    endpoint = variables[f"HUAWEICLOUD_SDK_REGION_{service.upper()}_CN_NORTH_4"]
    builder = client.new_builder().with_credentials(credentials).with_endpoint(endpoint)
    return builder.with_http_handler(HttpHandler().add_response_handler(REQUEST_IDS.keep)).build()


def methods(client):
    """The client's operations: name and class of the request."""
    for name, method in sorted(inspect.getmembers(client, inspect.isfunction)):
        if hasattr(client, f"_{name}_http_info"):
            yield name, re.search(r":type request: :class:`.*?\.(\w+)`", method.__doc__).group(1)


def camel(name):
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


class Caller:
    """Makes requests of one version of a service."""

    def __init__(self, module):
        self.models = module

    def value(self, type_name, value):
        """A value of the SDK's type, from a JSON value of the specification's."""
        if value is None or type_name in ("object", "datetime", "date"):
            return value
        match = re.fullmatch(r"(list|dict)[\[(](?:str, *)?(.*)[\])]", type_name)
        if match and match.group(1) == "list":
            values = value if isinstance(value, list) else [value]
            return [self.value(match.group(2), item) for item in values]
        if match:
            values = value if isinstance(value, dict) else {"key": value}
            return {key: self.value(match.group(2), item) for key, item in values.items()}
        if type_name in PRIMITIVES:
            return self.primitive(PRIMITIVES[type_name], value)
        if type_name == "file" or not hasattr(self.models, type_name):
            raise NotCallable(type_name)
        model = getattr(self.models, type_name)
        if not hasattr(model, "openapi_types"):
            return value
        if not model.openapi_types and isinstance(value, dict):
            return value
        made = model()
        if isinstance(value, dict):
            for attribute, name in model.attribute_map.items():
                if value.get(name) is not None:
                    setattr(made, attribute, self.value(model.openapi_types[attribute], value[name]))
        return made

    @staticmethod
    def primitive(kind, value):
        """What a user of the SDK would give where it has another type than the specification."""
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return value
        if type(value) is kind:
            return value
        if kind is str:
            return value if isinstance(value, str) else json.dumps(value)
        if kind is bool:
            return value in (True, "true")
        try:
            return kind(value)
        except (TypeError, ValueError):
            return kind(1)

    def request(self, kind, drawn, path):
        made = kind()
        sent = {**drawn["query_constants"], **drawn["query"]}
        sent.update({name.lower(): value for name, value in drawn["header"].items()})
        for ours, theirs in zip(placeholders(drawn["path_template"]), placeholders(path)):
            if ours in drawn["path"]:
                sent[theirs] = drawn["path"][ours]
        if drawn.get("body") is not None:
            sent["body"] = drawn["body"]
        for attribute, name in kind.attribute_map.items():
            value = sent.get(name, sent.get(name.lower()))
            if value is not None:
                setattr(made, attribute, self.value(kind.openapi_types[attribute], value))
        return made

    def fits(self, operation, kind):
        """Whether the SDK's request can carry what tells the operation from others of its path."""
        root = operation.get("body_root")
        if not root:
            return True
        body = getattr(self.models, str(kind.openapi_types.get("body")), None)
        return root in getattr(body, "attribute_map", {}).values()


def told_by(candidates, name, kind, caller):
    """The operation that an SDK's method means: by its id, else by what its request can carry."""
    fitting = [known for known in candidates if caller.fits(known, kind)] or candidates
    same = [known for known in candidates if known["id"] == camel(name)]
    rooted = [known for known in fitting if known.get("body_root")]
    plain = [known for known in fitting if not known.get("query_constants")]
    return (same or rooted or plain or fitting)[0]


def outcome_of(call):
    REQUEST_IDS.last = None
    try:
        response = call()
    except ServiceResponseException as error:
        return {
            "outcome": "refused",
            "status": error.status_code,
            "code": error.error_code,
            "message": error.error_msg,
            "request_id": error.request_id,
            "header_request_id": REQUEST_IDS.last,
        }
    except Exception as error:  # whatever the SDK makes of the answer
        message = f"{type(error).__name__}: {error}"
        return {"outcome": "unreadable", "message": message, "request_id": REQUEST_IDS.last}
    read = response.to_dict() if hasattr(response, "to_dict") else None
    return {
        "outcome": "accepted",
        "status": response.status_code,
        "request_id": REQUEST_IDS.last,
        "read": isinstance(read, dict),
    }


def main(operations, report):
    with open(operations, encoding="utf-8") as file:
        drawn = json.load(file)
    lines = []
    for service in sorted({operation["service"] for operation in drawn}):
        by_path = {}
        same_endpoint = [o for o in drawn if o["service"] == service] + [
            o for o in drawn if {o["service"], service} == {"eip", "vpc"}
        ]
        for operation in same_endpoint:
            key = operation["method"], identity(operation["path_template"]), operation["only_required"]
            by_path.setdefault(key, []).append(operation)
        for version, module, client_class in versions(service):
            client = client_of(service, client_class)
            caller = Caller(module)
            for name, request_class in methods(client_class):
                kind = getattr(module, request_class)
                info = getattr(client, f"_{name}_http_info")(kind())
                for only_required in (False, True):
                    line = {"service": service, "version": version, "method": name}
                    key = info["method"], identity(info["resource_path"]), only_required
                    candidates = by_path.get(key)
                    if not candidates:
                        lines.append({**line, "outcome": "undocumented"})
                        break
                    operation = told_by(candidates, name, kind, caller)
                    line.update(operation=operation["id"], only_required=only_required)
                    line["operation_service"] = operation["service"]
                    try:
                        request = caller.request(kind, operation, info["resource_path"])
                    except NotCallable as error:
                        lines.append({**line, "outcome": "not callable", "message": str(error)})
                        continue
                    lines.append({**line, **outcome_of(lambda: getattr(client, name)(request))})
    with open(report, "w", encoding="utf-8") as file:
        json.dump(lines, file, ensure_ascii=False)


main(*sys.argv[1:])
