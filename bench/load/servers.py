#!/usr/bin/env python3
"""What a call costs as there are more servers: `agentgate serve` before 1, 10 and 50 of them.

Usage: servers.py [--servers LIST] [--connections N] [--rounds N] [--seconds N]

  --servers LIST     how many are configured, one AgentGate for each number (default: 1,10,50)
  --connections N    of clients, each with a session of its own (default: 50)
  --rounds N         default: 5
  --seconds N        of each measurement, default: 4

Each is called at the paths of its servers, `/servers/NAME/mcp`, one session after the other; and at
`/mcp`, where all of them are one. The upstream of all of them is the same process. Targets alternate
within a round, and each round begins with another one. Needs wrk.
"""
import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys

import targets
from targets import BenchError

FIRST_PORT = 7091
UPSTREAM_PORT = 7080


@contextlib.contextmanager
def agentgate(count, port, upstream):
    """AgentGate before so many servers."""
    targets.free(port)
    home = targets.WORK / f"servers-{count}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o700)
    lines = [f"[journal]\nmax_bytes = {8 << 30}"]
    lines += [f'[servers.s{n:02}]\nurl = "{upstream.url}"' for n in range(count)]
    (home / "config.toml").write_text("\n".join(lines) + "\n")
    launcher = str(targets.REPOSITORY / "agentgate")
    command = [launcher, "serve", "--port", str(port), "--policy", str(targets.HERE / "policy.toml")]
    environment = {**os.environ, "AGENTGATE_HOME": str(home), "AGENTGATE_DASHBOARD": "off"}
    try:
        with targets.process(f"servers-{count}", command, env=environment) as child:
            targets.await_port(f"servers-{count}", child, port)
            yield targets.Target(f"{count}", f"http://127.0.0.1:{port}/mcp")
    finally:
        shutil.rmtree(home, ignore_errors=True)


class Way:
    """Calls to one AgentGate, at the paths of its servers or at that of all."""

    def __init__(self, gate, count, together, connections):
        self.gate = gate
        self.label = f"{count} at {'/mcp' if together else '/servers/NAME/mcp'}"
        self.together = together
        self.sessions = []
        for n in range(connections):
            name = f"s{n % count:02}"
            path = "/mcp" if together and count > 1 else f"/servers/{name}/mcp"
            tool = f"{name}__search" if together and count > 1 else "search"
            client = targets.Client(gate.url.replace("/mcp", path))
            self.sessions.append(f"{client.session()} {path} {tool}")
        self.figures = []

    def run(self, upstream, run, seconds):
        processes = targets.Processes(int(self.gate.url.split(":")[2].split("/")[0]))
        command = [
            "wrk", "-t1", f"-c{len(self.sessions)}", f"-d{seconds}", "--timeout", "10", "--latency",
            "-s", str(targets.HERE / "calls.lua"), self.gate.url, "--", "measure", str(run),
            *self.sessions,
        ]  # fmt: skip
        seen, cpu = upstream.calls(), processes.cpu_micros()
        ran = subprocess.run(command, capture_output=True, text=True)
        lines = ran.stdout.strip().splitlines()
        if ran.returncode or not lines or not lines[-1].startswith("{"):
            raise BenchError(f"{self.label}: wrk failed: {ran.stdout[-300:]}{ran.stderr[-300:]}")
        figures = json.loads(lines[-1])
        if any(figures[kind] for kind in ("connect", "read", "write", "status", "timeout")):
            raise BenchError(f"{self.label}: {figures}")
        if upstream.calls() - seen < figures["calls"]:
            raise BenchError(f"{self.label}: the upstream saw fewer calls than were answered")
        return {
            "rate": figures["calls"] * 1e6 / figures["micros"],
            "cpu": (processes.cpu_micros() - cpu) / figures["calls"],
            "p50": figures["p50"],
        }


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--servers", default="1,10,50")
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    targets.raise_file_limit()
    targets.end_cleanly()
    counts = [int(count) for count in options.servers.split(",")]
    with contextlib.ExitStack() as all_:
        upstream = all_.enter_context(targets.upstream(UPSTREAM_PORT, kind="library"))
        ways = []
        for at, count in enumerate(counts):
            gate = all_.enter_context(agentgate(count, FIRST_PORT + at, upstream))
            ways += [Way(gate, count, False, options.connections)]
            if count > 1:
                ways += [Way(gate, count, True, options.connections)]
        run = 0
        for number in range(options.rounds + 1):
            for at in range(len(ways)):
                way = ways[(number + at) % len(ways)]
                run += 1
                figures = way.run(upstream, run, options.seconds)
                if number:
                    way.figures.append(figures)
                    print(f"round {number}: {way.label}: {figures['rate']:.0f} calls/s", file=sys.stderr)
    print("| servers | calls/s | CPU a call, µs | p50, µs |\n|---|---|---|---|")
    for way in ways:
        middle = {key: statistics.median(f[key] for f in way.figures) for key in way.figures[0]}
        print(f"| {way.label} | {middle['rate']:.0f} | {middle['cpu']:.1f} | {middle['p50']:.0f} |")


if __name__ == "__main__":
    try:
        main()
    except BenchError as failed:
        sys.exit(f"servers.py: {failed}")
