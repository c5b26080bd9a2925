"""Checks an ARM template against the models of Microsoft's SDK for Python (python3-azure).

    arm.py FILE

The models are generated from the same specifications as the published template schemas: which properties a resource
has, of which types, which are required and which cannot be set. Values of enumerations are not among them. Prints what
is wrong, a line each, and ends with 1 if there is anything.
"""
import json
import re
import sys
from datetime import datetime

from azure.mgmt.authorization.v2022_04_01 import models as authorization
from azure.mgmt.compute.v2022_03_03 import models as gallery
from azure.mgmt.compute.v2022_08_01 import models as compute
from azure.mgmt.hybridcompute import models as hybridcompute

RESOURCES = {
    "Microsoft.Authorization/roleAssignments@2022-04-01": (authorization, "RoleAssignmentCreateParameters"),
    "Microsoft.Compute/galleries@2022-03-03": (gallery, "Gallery"),
    "Microsoft.Compute/galleries/applications@2022-03-03": (gallery, "GalleryApplication"),
    "Microsoft.Compute/galleries/applications/versions@2022-03-03": (gallery, "GalleryApplicationVersion"),
    "Microsoft.Compute/virtualMachines/extensions@2022-08-01": (compute, "VirtualMachineExtension"),
    "Microsoft.Compute/virtualMachineScaleSets@2022-08-01": (compute, "VirtualMachineScaleSet"),
    # The SDK has the models of a preview only.
    "Microsoft.HybridCompute/machines/extensions@2022-03-10": (hybridcompute, "MachineExtension"),
}
OF_THE_TEMPLATE = {"type", "apiVersion", "name", "scope", "dependsOn"}
PARAMETER_TYPES = {"string": str, "int": int, "object": dict, "secureString": str}
PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float), "object": object, "iso-8601": datetime}
# The CLI's own test of a template begins with these.
MEMBERS = {"$schema", "contentVersion", "metadata", "parameters", "variables", "resources", "outputs"}

problems = []


def is_expression(value):
    return isinstance(value, str) and value.startswith("[")


def check(value, wanted, models, where):
    if is_expression(value):
        return
    if wanted.startswith("["):
        check_all(value, list, lambda v: enumerate(v), wanted, models, where)
    elif wanted.startswith("{"):
        check_all(value, dict, lambda v: v.items(), wanted, models, where)
    elif wanted in PLAIN:
        if not isinstance(value, PLAIN[wanted]):
            problems.append(f"{where}: not of type {wanted}: {value!r}")
    else:
        check_model(value, getattr(models, wanted), models, where)


def check_all(value, kind, items, wanted, models, where):
    if not isinstance(value, kind):
        problems.append(f"{where}: not a {kind.__name__}")
        return
    for key, each in items(value):
        check(each, wanted[1:-1], models, f"{where}/{key}")


def check_model(value, model, models, where):
    """A model may hold its properties flat: `properties.publisher` is its publisher."""
    if not isinstance(value, dict):
        problems.append(f"{where}: not an object")
        return
    flat = {}
    for attribute, fact in model._attribute_map.items():
        flat[fact["key"]] = (fact["type"], model._validation.get(attribute, {}))
    for key, each in value.items():
        inner = [name for name in flat if name.startswith(key + ".")]
        if key in flat:
            wanted, rules = flat[key]
            if rules.get("readonly"):
                problems.append(f"{where}/{key}: cannot be set")
            check(each, wanted, models, f"{where}/{key}")
        elif inner and isinstance(each, dict):
            check_model(each, part_of(model, key), models, f"{where}/{key}")
        else:
            problems.append(f"{where}/{key}: unknown to {model.__name__}")
    for name, (_, rules) in flat.items():
        if rules.get("required") and name.split(".")[0] not in value:
            problems.append(f"{where}/{name}: missing")


def part_of(model, key):
    """What a model says of one of its objects."""
    prefix = key + "."
    inner = {
        attribute: {"key": fact["key"][len(prefix):], "type": fact["type"]}
        for attribute, fact in model._attribute_map.items()
        if fact["key"].startswith(prefix)
    }
    return type(f"{model.__name__}.{key}", (), {"_attribute_map": inner, "_validation": model._validation})


def check_names(template, text):
    for kind in ("parameters", "variables"):
        declared = set(template.get(kind, {}))
        used = set(re.findall(kind + r"\('(\w+)'\)", text))
        problems.extend(f"{kind}: {name} is not declared" for name in sorted(used - declared))
        problems.extend(f"{kind}: {name} is not used" for name in sorted(declared - used))


def check_parameters(template):
    for name, parameter in template.get("parameters", {}).items():
        kind = PARAMETER_TYPES.get(parameter.get("type"))
        default = parameter.get("defaultValue")
        if kind is None:
            problems.append(f"parameters/{name}: no such type: {parameter.get('type')}")
        elif default is not None and not isinstance(default, kind):
            problems.append(f"parameters/{name}: the default is not of its type")


def main(file):
    text = open(file, encoding="utf-8").read()
    template = json.loads(text)
    problems.extend(f"/{member}: unknown" for member in sorted(set(template) - MEMBERS))
    check_names(template, text)
    check_parameters(template)
    for number, resource in enumerate(template["resources"]):
        kind = f"{resource['type']}@{resource['apiVersion']}"
        if kind not in RESOURCES:
            problems.append(f"resources/{number}: no model for {kind}")
            continue
        models, name = RESOURCES[kind]
        body = {key: value for key, value in resource.items() if key not in OF_THE_TEMPLATE}
        check(body, name, models, f"resources/{number}")
    for problem in problems:
        print(f"{file}: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
