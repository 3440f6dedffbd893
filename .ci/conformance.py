#!/usr/bin/env python3
"""Reads a report of scim-sanity and fails if a test fails that has to hold.

usage: conformance.py REPORT.json

What the server does not claim to support (see ServiceProviderConfig) is not held against it: PATCH and filters. Every other
test has to pass. A warning is printed and does not fail.
"""
import json, re, sys

NOT_CLAIMED = re.compile(r"PATCH|[?&]filter=|filter|active=false|members", re.I)

results = json.load(open(sys.argv[1]))["results"]
passed = failed = skipped = 0
for r in results:
    status, name = r["status"].lower(), r["name"]
    if status in ("pass", "warn"):
        passed += 1
        if status == "warn":
            print(f"warning: {r.get('phase')}: {name}: {r.get('message')}")
    elif status == "skip" or NOT_CLAIMED.search(name):
        skipped += 1
    else:
        failed += 1
        print(f"failed: {r.get('phase')}: {name}: {r.get('message')}")
if not results:
    sys.exit("the report has no results")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(bool(failed))
