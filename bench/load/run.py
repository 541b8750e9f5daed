#!/usr/bin/env python3
"""Calls a second, latency, CPU and memory of AgentGate over HTTP, beside no proxy, nginx and rivals.

Usage: run.py [OPTIONS]

  --agentgate MODES      modes of the journal: blocking,blocking-strict,batch (default: none of them)
  --launcher FILE        the agentgate to start (default: this repository's)
  --sink paused|running  whether AgentGate's database takes records while calls are timed
                         (default: paused)
  --rival NAME=URL       anything else that listens on this machine and forwards to the upstream,
                         http://127.0.0.1:7080/mcp; can be repeated
  --without-nginx        leaves nginx out
  --upstream bare|library  the least a server can do, or one made with an HTTP library that parses what
                         it gets (default: library)
  --connections LIST     default: 1,8,32,128
  --rounds N             default: 5
  --seconds N            of each measurement, default: 8
  --drain SECONDS        instead of all that: one long run of every target with the sink running, then
                         checks that each call has one joined row, and how late the last came
  --config-line LINE     top of AgentGate's configuration, e.g. 'max_rows = 0'; can be repeated
  --write-docs           puts the table into docs/performance.md
  --json FILE            default: bench/load/target/load.json, or drain.json

Needs wrk and nginx (Debian: apt-get install --no-install-recommends wrk nginx). AgentGate is built if
it was not; after a change of its sources build it yourself. Targets alternate within a round, and each round begins with another
one. All get the same calls and have the same upstream. A run fails on any answer that is not right,
on calls that the upstream did not see, and on answers of another length than those that were read one
by one before.
"""
import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.parse

import targets
from targets import BenchError

DOCS = targets.REPOSITORY / "docs/performance.md"
WARM_UP = 5


class Load:
    """Runs wrk, and does not believe it."""

    def __init__(self, upstream):
        self.upstream = upstream
        self.runs = 0
        self.answer_bytes = {}

    def wrk(self, target, mode, connections, seconds):
        self.runs += 1
        if self.runs > 9999:
            raise BenchError("calls would have ids that were used")
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "10", "--latency",
            "-s", str(targets.HERE / "calls.lua"), target.url, "--", mode, str(self.runs),
            *target.sessions[:connections],
        ]  # fmt: skip
        before = self.upstream.calls()
        ran = subprocess.run(command, capture_output=True, text=True)
        target.ended()
        lines = ran.stdout.strip().splitlines()
        if ran.returncode or not lines or not lines[-1].startswith("{"):
            raise BenchError(f"{target.name}: wrk failed: {ran.stdout[-500:]}{ran.stderr[-500:]}")
        figures = json.loads(lines[-1])
        seen = self.upstream.calls() - before
        errors = {
            kind: figures[kind]
            for kind in ("connect", "read", "write", "status", "timeout", "wrong")
            if figures[kind]
        }
        where = f"{target.name}, {connections} connections"
        if errors:
            raise BenchError(f"{where}: {errors}, the first: {figures['first_wrong']!r}")
        if not figures["calls"] <= seen <= figures["calls"] + connections:
            raise BenchError(f"{where}: {figures['calls']} answers, the upstream gave {seen}")
        return figures

    def check(self, target, connections, seconds):
        """Reads every answer, and remembers how long they are."""
        target.open_sessions(connections)
        with target.measured():
            figures = self.wrk(target, "check", connections, seconds)
        if figures["checked"] != figures["calls"] or not figures["calls"]:
            read = f"{figures['checked']} of {figures['calls']} answers read"
            raise BenchError(f"{target.name}: {read}")
        self.answer_bytes[target.name] = figures["bytes"] / figures["calls"]
        target.settle()

    def measure(self, target, connections, seconds):
        target.open_sessions(connections)
        load_before = os.getloadavg()[0]
        with target.measured():
            cpu = target.processes.cpu_micros()
            figures = self.wrk(target, "measure", connections, seconds)
            cpu = target.processes.cpu_micros() - cpu
            rss = target.processes.rss_bytes()
        length = figures["bytes"] / figures["calls"]
        expected = self.answer_bytes[target.name]
        if abs(length - expected) > 0.01 * expected:
            raise BenchError(f"{target.name}: answers of {length:.1f} bytes, not {expected:.1f}")
        return {
            "calls": figures["calls"],
            "per_second": figures["calls"] / figures["micros"] * 1e6,
            "p50_us": figures["p50"],
            "p99_us": figures["p99"],
            "max_us": figures["max"],
            "cpu_us_per_call": cpu / figures["calls"],
            "rss_bytes": rss,
            "load_before": load_before,
        }


def side_by_side(load, all_targets, options):
    for target in all_targets:
        for connections in sorted({1, 32, max(options.connections)}):
            load.check(target, connections, WARM_UP if connections == 32 else 2)
    rows = []
    for number in range(options.rounds):
        shift = number % len(all_targets)
        for connections in options.connections:
            for target in all_targets[shift:] + all_targets[:shift]:
                figures = load.measure(target, connections, options.seconds)
                target.settle()
                rows.append(
                    {"round": number, "target": target.name, "connections": connections, **figures}
                )
                print(
                    f"round {number + 1}  {connections:4} connections  {target.name:28}"
                    f" {figures['per_second']:9.0f}/s  p50 {figures['p50_us']:7.0f} us"
                    f"  p99 {figures['p99_us']:7.0f} us  cpu {figures['cpu_us_per_call']:6.1f} us"
                    f"  rss {figures['rss_bytes'] / 1e6:6.0f} MB"
                    f"  load {figures['load_before']:.2f}",
                    flush=True,
                )
    return rows


def spread(values, digits=0):
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{middle:,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def table(rows, all_targets, connection_counts):
    lines = [
        "| connections | | calls a second | × nginx | p50, µs | p99, µs | CPU a call, µs"
        " | memory, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]

    def values(target, connections, key):
        return [
            row[key]
            for row in rows
            if row["target"] == target.name and row["connections"] == connections
        ]

    nginx = next((target for target in all_targets if target.name == "nginx"), None)
    for connections in connection_counts:
        for target in all_targets:
            rates = values(target, connections, "per_second")
            ratio = "–"
            if nginx:
                beside = values(nginx, connections, "per_second")
                ratio = f"{statistics.median(a / b for a, b in zip(rates, beside)):.2f}"
            cpu = memory = "–"
            if target.proxy and target.processes.pids:
                cpu = spread(values(target, connections, "cpu_us_per_call"), 1)
                memory = f"{max(values(target, connections, 'rss_bytes')) / 1e6:.0f}"
            lines.append(
                f"| {connections} | {target.name} | {spread(rates)} | {ratio}"
                f" | {spread(values(target, connections, 'p50_us'))}"
                f" | {spread(values(target, connections, 'p99_us'))} | {cpu} | {memory} |"
            )
    first = min(connection_counts)
    plain = statistics.median(values(all_targets[0], first, "p50_us"))
    added = [
        f"{target.name} {statistics.median(values(target, first, 'p50_us')) - plain:.0f} µs"
        for target in all_targets[1:]
    ]
    loads = [row["load_before"] for row in rows]
    lines += [
        "",
        f"Added to the p50 at {first} connection{'s' * (first > 1)}: {', '.join(added) or 'nothing'}.",
        f"Load average before a measurement: {min(loads):.1f} to {max(loads):.1f}.",
    ]
    return "\n".join(lines)


def drained(target):
    """Compares the records with the calls, once they all came."""
    target.settle()
    with contextlib.closing(target.connect()) as database:
        query = "SELECT count(*) FROM calls WHERE settled_at IS NULL AND decision = 'allowed'"
        while unjoined := database.execute(query).fetchone()[0]:
            if time.time() > target.end + 60:
                raise BenchError(f"{target.name}: {unjoined} rows have no outcome")
            time.sleep(0.1)
        caught_up = time.time() - target.end
        rows, calls, allowed = database.execute(
            "SELECT count(*), count(DISTINCT request_id), sum(status = 'allowed') FROM calls"
        ).fetchone()
    if not rows == calls == target.answered:
        raise BenchError(f"{target.name}: {rows} rows of {calls} calls; made: {target.answered}")
    return {
        "lag_seconds": target.lag,
        "caught_up_seconds": caught_up,
        "rows": rows,
        "not_allowed": rows - allowed,
    }


def drain(load, all_targets, seconds):
    connections = 32
    rows = []
    for target in all_targets:
        load.check(target, connections, WARM_UP)
        figures = load.measure(target, connections, seconds)
        if isinstance(target, targets.AgentGate):
            figures |= drained(target)
            # Calls that wrk left behind when its time was over may end as cancelled.
            if figures["not_allowed"] > 2 * connections:
                raise BenchError(f"{target.name}: {figures['not_allowed']} calls were not answered")
            if figures["lag_seconds"] > 1:
                print(f"{target.name}: records were {figures['lag_seconds']:.1f} s late")
        rows.append({"target": target.name, "connections": connections, **figures})
        print(rows[-1], flush=True)
    return rows


def drain_table(rows):
    lines = [
        "| | calls a second | × nginx | p50, µs | p99, µs | CPU a call, µs | rows | lag, s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    nginx = next((row["per_second"] for row in rows if row["target"] == "nginx"), None)
    for row in rows:
        ratio = f"{row['per_second'] / nginx:.2f}" if nginx else "–"
        cpu = "–" if row["target"] == "no proxy" else f"{row['cpu_us_per_call']:.1f}"
        records = f"{row['rows']:,} | {row['lag_seconds']:.2f}" if "rows" in row else "– | –"
        lines.append(
            f"| {row['target']} | {row['per_second']:,.0f} | {ratio} | {row['p50_us']:.0f}"
            f" | {row['p99_us']:.0f} | {cpu} | {records} |"
        )
    return "\n".join(lines)


def write_docs(marker, text):
    begin, end = f"<!-- bench/load {marker} -->", f"<!-- end of bench/load {marker} -->"
    old = DOCS.read_text()
    if begin not in old or end not in old:
        raise BenchError(f"{DOCS} has no place for it: {begin}")
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    DOCS.write_text(re.sub(pattern, lambda _: f"{begin}\n{text}\n{end}", old, flags=re.DOTALL))


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    parser.add_argument("--agentgate", default=[], type=lambda text: text.split(","))
    parser.add_argument("--launcher")
    parser.add_argument("--upstream", choices=("bare", "library"), default="library")
    parser.add_argument("--sink", choices=("paused", "running"), default="paused")
    parser.add_argument("--rival", action="append", default=[])
    parser.add_argument("--without-nginx", action="store_true")
    parser.add_argument(
        "--connections",
        default=[1, 8, 32, 128],
        type=lambda text: [int(number) for number in text.split(",")],
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--drain", type=int)
    parser.add_argument("--config-line", action="append", default=[])
    parser.add_argument("--write-docs", action="store_true")
    parser.add_argument("--json")
    return parser.parse_args()


def main():
    options = arguments()
    if not shutil.which("wrk"):
        raise BenchError("no wrk: apt-get install --no-install-recommends wrk")
    with contextlib.ExitStack() as started:
        upstream = started.enter_context(targets.upstream(7080, kind=options.upstream))
        all_targets = [upstream]
        if not options.without_nginx:
            all_targets.append(started.enter_context(targets.nginx(7081, 7080)))
        paused = options.sink == "paused" and options.drain is None
        for number, mode in enumerate(options.agentgate):
            gateway = targets.agentgate(
                mode,
                7072 + number,
                upstream,
                launcher=options.launcher,
                config_lines=options.config_line,
                paused=paused,
            )
            all_targets.append(started.enter_context(gateway))
        for rival in options.rival:
            name, url = rival.split("=", 1)
            if not urllib.parse.urlsplit(url).port:
                raise BenchError(f"{url} has no port")
            all_targets.append(targets.Target(name, url))
        load = Load(upstream)
        before = os.getloadavg()
        print(f"before: load average {before[0]:.2f}", flush=True)
        if options.drain:
            marker, rows = "drain", drain(load, all_targets, options.drain)
            text = drain_table(rows)
        else:
            marker, rows = "table", side_by_side(load, all_targets, options)
            text = table(rows, all_targets, options.connections)
        print(f"after:  load average {os.getloadavg()[0]:.2f}\n\n{text}")
    name = "drain.json" if options.drain else "load.json"
    with open(options.json or targets.WORK / name, "w") as file:
        json.dump({"load_before": before, "options": vars(options), "rows": rows}, file, indent=1)
    if options.write_docs:
        write_docs(marker, text)


try:
    targets.end_cleanly()
    main()
except KeyboardInterrupt:
    sys.exit(130)
except (BenchError, OSError) as error:
    sys.exit(f"run.py: {error}")
