#!/usr/bin/env python3
"""Asks a dashboard or an audit-service for what its pages show, over and over, and tells how long answers take.

    bench/records/ask.py dashboard http://127.0.0.1:7070 TOKEN
    bench/records/ask.py audit-service http://127.0.0.1:8082 ACCESS_TOKEN

The token of an audit-service is one with the role auditor. Each request is made 40 times, one after the other, after
two that do not count. Where an answer says how far its search came, that is told, too.
"""

import datetime
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ROUNDS = 40
NOW = datetime.datetime.now(datetime.timezone.utc)


def ago(**span):
    return urllib.parse.quote((NOW - datetime.timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ"))


LISTS = [
    ("newest calls", ""),
    ("of a tool", "tool=tool_2_3"),
    ("denied", "status=denied"),
    ("of an agent", "agent=agent-7"),
    ("of an agent with one call", "agent=session-777"),
    ("of a session", "session=session-20000"),
    ("of a rule", "rule=no-secrets"),
    ("tool, status and agent", "tool=tool_2_11&status=denied&agent=agent-30"),
    ("of tools by a pattern", "tool=tool_4_*"),
    ("not of a server", "server=!server-1"),
    ("a reason", "reason=-32603"),
    ("slower than 1 s", "min_latency_ms=1000"),
    ("a text in many calls", "text=srv"),
    ("a text in few calls", "text=qxz"),
    ("a text in no call", "text=q0q0"),
    ("a reason of no call", "reason=q0q0"),
]
FIGURES = [
    ("overview", "/api/overview"),
    ("tools", "/api/tools"),
    ("agents", "/api/agents"),
    ("violations", "/api/violations"),
    ("last hour by minute", "/api/figures/series?step=60&since=" + ago(hours=1)),
    ("last day by 5 minutes", "/api/figures/series?step=300"),
    ("last day of a tool", "/api/figures/series?step=300&tool=tool_2_3"),
    ("30 days by hour", "/api/figures/series?step=3600&since=" + ago(days=30)),
    ("30 days by day", "/api/figures/series?step=86400&since=" + ago(days=30)),
    ("tools of a day", "/api/figures/by/tool"),
    ("tools of 30 days", "/api/figures/by/tool?since=" + ago(days=30)),
    ("agents of a day", "/api/figures/by/agent"),
    ("agents of 30 days", "/api/figures/by/agent?since=" + ago(days=30)),
    ("rules of 30 days", "/api/figures/by/rule?since=" + ago(days=30)),
    ("total of 30 days", "/api/figures/total?since=" + ago(days=30)),
    ("limits of a day", "/api/figures/limits"),
]
STATISTICS = [figure for figure in FIGURES if "/api/figures/" in figure[1]] + [
    ("newest calls with events", "/api/calls?limit=200&events=true"),
    ("sessions of an hour", "/api/sessions"),
    ("sessions of a day", "/api/sessions?since=" + ago(days=1)),
] + [
    (by + " of 30 days", "/api/statistics?by=" + by + "&since=" + ago(days=30))
    for by in ("status", "hour", "server,tool", "agent", "rule")
]


def ask(url, token, path):
    request = urllib.request.Request(url + path, headers={"Authorization": "Bearer " + token})
    begin = time.monotonic()
    with urllib.request.urlopen(request, timeout=120) as answer:
        body = answer.read()
    return (time.monotonic() - begin) * 1000, body


def main():
    kind, url, token = sys.argv[1], sys.argv[2].rstrip("/"), sys.argv[3]
    paths = FIGURES if kind == "dashboard" else STATISTICS
    paths = paths + [("calls: " + name, "/api/calls?limit=50&" + query) for name, query in LISTS]
    print("| | p50, ms | p95, ms | found | searched |")
    print("|---|---|---|---|---|")
    for name, path in paths:
        times, body = [], b""
        for turn in range(ROUNDS + 2):
            millis, body = ask(url, token, path)
            if turn > 1:
                times.append(millis)
        times.sort()
        answer = json.loads(body)
        found = searched = "–"
        if path.startswith("/api/sessions"):
            found, searched = len(answer["sessions"]), answer["searched_to"] or "all"
        if "/api/calls" in path:
            found = len(answer["calls"])
            to = answer.get("searched_to") or answer.get("searchedTo")
            searched = "to " + to[:10] if to else "all" if answer["next"] is None else "–"
        print(f"| {name} | {times[len(times) // 2]:.1f} | {times[int(len(times) * 0.95)]:.1f} | {found} | {searched} |",
              flush=True)


if __name__ == "__main__":
    main()
