# SPDX-License-Identifier: GPL-2.0
"""Hold a YAML file of a CI against its schema, and print the commands that it runs.

usage: ci-file.py FILE SCHEMA

Exit: 0; 1 the file does not fit; the reasons are on standard error.
"""
import json
import sys

import jsonschema
import yaml

with open(sys.argv[1], encoding='utf-8') as file:
    # YAML 1.1 takes the key "on" for true
    document = {'on' if key is True else key: value for key, value in yaml.safe_load(file).items()}
with open(sys.argv[2], encoding='utf-8') as file:
    schema = json.load(file)
faults = list(jsonschema.Draft7Validator(schema).iter_errors(document))
for fault in faults:
    print('/'.join(map(str, fault.absolute_path)) + ': ' + fault.message[:200], file=sys.stderr)

jobs = [job for job in document.values() if isinstance(job, dict)]
for job in [document] + jobs + list(document.get('jobs', {}).values()):
    for line in job.get('script', []) if isinstance(job, dict) else []:
        print(line)
    for step in job.get('steps', []) if isinstance(job, dict) else []:
        if 'run' in step:
            print(step['run'].rstrip())
sys.exit(1 if faults else 0)
