#!/usr/bin/env python3
"""Warm round trips of one tools/call of 250 bytes, directly and behind the gateway.

Usage: roundtrip.py [CALLS] [ROUNDS]       default: 10000 calls each way, in 20 rounds

Both sessions live all the time; rounds alternate between them. The default policy is loaded.
"""
import sys
import time

import figures

BYTES = 250
WARM_UP = 2_000


def call(number):
    head = (
        b'{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"search","arguments":'
        b'{"query":"' % number
    )
    tail = b'"}}}\n'
    return head + b"q" * (BYTES - len(head) - len(tail)) + tail


def play(peer, first, count):
    micros = []
    for number in range(first, first + count):
        line = call(number)
        begin = time.perf_counter_ns()
        answer = peer.ask(line)
        micros.append((time.perf_counter_ns() - begin) / 1e3)
        if b'"result"' not in answer:
            raise SystemExit(f"not a result: {answer!r}")
    return micros


def main():
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    server = [sys.executable, str(figures.REPOSITORY / "bench/stdio/echo_server.py")]
    policy = str(figures.REPOSITORY / "policies/default.toml")
    with (
        figures.home(),
        figures.Peer(server) as direct,
        figures.Peer(figures.wrapped(server, "--policy", policy)) as gated,
    ):
        peers = [direct, gated]
        for peer in peers:
            peer.ask(figures.INITIALIZE)
            play(peer, 1, WARM_UP)
        print(f"before: {figures.load()}")
        times = [[], []]
        for round_number in range(rounds):
            for way in (0, 1) if round_number % 2 == 0 else (1, 0):
                first = WARM_UP + 1 + len(times[way])
                times[way] += play(peers[way], first, calls // rounds)
        print(f"after:  {figures.load()}")
        for share in (0.5, 0.9, 0.99, 0.999):
            plain, wrapped = (figures.percentile(values, share) for values in times)
            print(
                f"p{share * 100:<5g} direct {plain:8.1f} us   wrapped {wrapped:8.1f} us"
                f"   added {wrapped - plain:8.1f} us"
            )


main()
