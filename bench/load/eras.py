#!/usr/bin/env python3
"""What a call costs in each era of MCP and across them, through one `agentgate serve`.

Usage: eras.py [--connections N] [--warm N] [--rounds N] [--seconds N]

  --connections N    of clients, in the handshake era each with a session of its own (default: 50)
  --warm N           rounds that do not count, until the JVM has compiled all (default: 5)
  --rounds N         that count (default: 5)
  --seconds N        of each measurement, default: 4

Every request is of 400 bytes, and every answer of 300. The upstream is one process that speaks one
era only at each of two paths. Targets alternate within a round, and each round begins with another
one. Needs wrk.
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

PORT = 7091
UPSTREAM_PORT = 7080
ERAS = ("handshake", "stateless")


@contextlib.contextmanager
def agentgate(upstream):
    targets.free(PORT)
    home = targets.WORK / "eras"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o700)
    lines = [f"[journal]\nmax_bytes = {8 << 30}"]
    lines += [f'[servers.{era}]\nurl = "{upstream.url.replace("/mcp", "/" + era)}"' for era in ERAS]
    (home / "config.toml").write_text("\n".join(lines) + "\n")
    launcher = str(targets.REPOSITORY / "agentgate")
    command = [launcher, "serve", "--port", str(PORT), "--policy", str(targets.HERE / "policy.toml")]
    environment = {**os.environ, "AGENTGATE_HOME": str(home), "AGENTGATE_DASHBOARD": "off"}
    try:
        with targets.process("eras", command, env=environment) as child:
            targets.await_port("eras", child, PORT)
            yield
    finally:
        shutil.rmtree(home, ignore_errors=True)


class Way:
    """Calls of clients of one era to a server of one."""

    def __init__(self, client, server, connections):
        self.label = f"{client} client, {server} server"
        self.url = f"http://127.0.0.1:{PORT}/servers/{server}/mcp"
        stateless = client == "stateless"
        self.sessions = ["-"] if stateless else [self.session() for _ in range(connections)]
        self.connections = connections
        self.figures = []

    def session(self):
        return targets.Client(self.url).session()

    def run(self, upstream, run, seconds):
        processes = targets.Processes(PORT)
        command = [
            "wrk", "-t1", f"-c{self.connections}", f"-d{seconds}", "--timeout", "10", "--latency",
            "-s", str(targets.HERE / "eras.lua"), self.url, "--", str(run), *self.sessions,
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
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--warm", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    targets.raise_file_limit()
    targets.end_cleanly()
    with contextlib.ExitStack() as all_:
        upstream = all_.enter_context(targets.upstream(UPSTREAM_PORT, kind="library"))
        all_.enter_context(agentgate(upstream))
        ways = [Way(client, server, options.connections) for client in ERAS for server in ERAS]
        run = 0
        for number in range(options.warm + options.rounds):
            for at in range(len(ways)):
                way = ways[(number + at) % len(ways)]
                run += 1
                figures = way.run(upstream, run, options.seconds)
                if number >= options.warm:
                    way.figures.append(figures)
                print(f"round {number + 1}: {way.label}: {figures['rate']:.0f} calls/s", file=sys.stderr)
    print("| eras | calls/s | CPU a call, µs | p50, µs |\n|---|---|---|---|")
    for way in ways:
        middle = {key: statistics.median(f[key] for f in way.figures) for key in way.figures[0]}
        print(f"| {way.label} | {middle['rate']:.0f} | {middle['cpu']:.1f} | {middle['p50']:.0f} |")


if __name__ == "__main__":
    try:
        main()
    except BenchError as failed:
        sys.exit(f"eras.py: {failed}")
