#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Hold a JSON document of treewide against its schema in schemas/.

usage: document.py SCHEMA [DOCUMENT]

For a reader more fields may come, and so says the schema; here a field that the schema does not
have is a fault, so that none is left undescribed. Without DOCUMENT the schema itself is looked
at: each part of it must have a description. Prints the faults. Exit: 0 none, 1 some."""
import json
import sys

import jsonschema


def close(schema):
    """Allow no field that is not named."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            close(part)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


def undescribed(schema, where):
    """Where a part of the schema has no description."""
    if not schema.get("description") and where and not where.endswith("[]"):
        yield where
    for name, part in schema.get("properties", {}).items():
        yield from undescribed(part, where + "/" + name)
    if "items" in schema:
        yield from undescribed(schema["items"], where + "[]")


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft7Validator.check_schema(schema)
if len(sys.argv) == 2:
    faults = list(undescribed(schema, "")) + ([] if schema.get("description") else ["the whole"])
else:
    with open(sys.argv[2], encoding="utf-8") as file:
        document = json.load(file)
    close(schema)
    faults = ["/%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:200])
              for e in jsonschema.Draft7Validator(schema).iter_errors(document)]
for fault in faults[:20]:
    print(fault)
sys.exit(bool(faults))
