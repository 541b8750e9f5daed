#!/usr/bin/env python3
"""Time from the start of a server to its answer to initialize, directly and behind the gateway.

Usage: start.py [PAIRS] [-- SERVER...]     default: 40 pairs of the official filesystem server

Direct and wrapped starts alternate, and the order within a pair alternates too. The launcher is part
of what is measured. Build first: ./agentgate --version
"""
import sys
import tempfile
import time

import figures

FILESYSTEM = (
    figures.REPOSITORY
    / "e2e/clients/node_modules/@modelcontextprotocol/server-filesystem/dist/index.js"
)


def millis_to_first_answer(command):
    begin = time.perf_counter()
    with figures.Peer(command) as peer:
        answer = peer.ask(figures.INITIALIZE)
        millis = (time.perf_counter() - begin) * 1e3
        if b'"result"' not in answer:
            raise SystemExit(f"not an answer to initialize: {answer!r}")
        return millis


def main():
    words = sys.argv[1:]
    at = words.index("--") if "--" in words else len(words)
    pairs = int(words[0]) if at > 0 else 40
    with figures.home(), tempfile.TemporaryDirectory() as directory:
        server = words[at + 1 :] or ["node", str(FILESYSTEM), directory]
        policy = str(figures.REPOSITORY / "policies/default.toml")
        ways = [server, figures.wrapped(server, "--policy", policy)]
        for way in ways:
            millis_to_first_answer(way)  # Warms the page cache.
        print(f"before: {figures.load()}")
        times = [[], []]
        for pair in range(pairs):
            for way in (0, 1) if pair % 2 == 0 else (1, 0):
                times[way].append(millis_to_first_answer(ways[way]))
        added = [wrapped - direct for direct, wrapped in zip(*times)]
        print(f"after:  {figures.load()}")
        for name, values in (("direct", times[0]), ("wrapped", times[1]), ("added", added)):
            print(
                f"{name:8} median {figures.percentile(values, 0.5):7.1f} ms"
                f"   p90 {figures.percentile(values, 0.9):7.1f} ms"
                f"   min {min(values):7.1f} ms   max {max(values):7.1f} ms"
            )


main()
