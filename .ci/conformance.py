#!/usr/bin/env python3
"""Tells how a public conformance suite went, and fails if a test of it failed.

usage: conformance.py sanity REPORT.json     the report of scim-sanity
       conformance.py tester URL TOKEN       runs scim2-tester
       conformance.py cli OUTPUT             what `scim2 test` printed; its exit code was looked at before
"""
import collections, json, sys


def sanity(path):
    results = json.load(open(path))["results"]
    counts = collections.Counter()
    for result in results:
        status = result["status"].lower()
        counts[status] += 1
        if status not in ("pass", "skip"):
            print(f"{status}: {result.get('phase')}: {result['name']}: {result.get('message')}")
        elif status == "skip":
            print(f"skipped: {result.get('phase')}: {result['name']}: {result.get('message')}")
    return counts, not results or any(status not in ("pass", "skip", "warn") for status in counts)


def tester(url, token):
    import httpx2
    from scim2_client.engines.httpx2 import SyncSCIMClient
    from scim2_tester import Status, check_server

    client = SyncSCIMClient(httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}))
    good = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}
    results = check_server(client)
    for result in results:
        if result.status not in good:
            print(f"{result.status.name}: {result.title}: {result.reason}")
    counts = collections.Counter(result.status.name.lower() for result in results)
    return counts, not results or any(result.status not in good | {Status.SKIPPED} for result in results)


def cli(path):
    words = {"SUCCESS", "COMPLIANT", "ACCEPTABLE", "DEVIATION", "ERROR", "CRITICAL", "SKIPPED"}
    lines = [line.split() for line in open(path)]
    counts = collections.Counter(line[0].lower() for line in lines if line and line[0] in words)
    return counts, not counts


counts, failed = {"sanity": sanity, "tester": tester, "cli": cli}[sys.argv[1]](*sys.argv[2:])
print(", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
sys.exit(failed)
