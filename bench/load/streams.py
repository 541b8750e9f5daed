#!/usr/bin/env python3
"""What an idle client session with its open stream costs a gateway in memory.

Usage: streams.py --agentgate [MODE]  starts AgentGate (default mode: blocking) and the upstream
       streams.py --nginx             the same for nginx
       streams.py --url URL           anything that listens on this machine and forwards to
                                      http://127.0.0.1:7080/mcp, where the upstream is started
  --launcher FILE  the agentgate to start (default: this repository's)
  --streams N      default: 9000
  --warm-up N      streams that are opened and closed before the first look, default: 1000
  --hold SECONDS   between the last stream and the second look, default: 5
  --json FILE      default: bench/load/target/streams.json

Each session is one initialize, one notification and one GET that stays open. It looks at the processes
behind the URL without streams and with them. For a JVM: live heap after full collections, and what
native memory tracking tells (-XX:NativeMemoryTracking=summary, which this gives to an AgentGate it
starts): "Other" is memory of direct buffers; the rest leaves out the heap, whose size is not what is
used, and what the JIT compiler works with, which comes and goes. A gateway has two sockets for a
stream, so `ulimit -Hn` must be more than twice the streams.
"""
import argparse
import contextlib
import json
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.parse

import targets
from targets import BenchError


def open_stream(url, session):
    """A GET whose answer has begun."""
    stream = socket.create_connection((url.hostname, url.port), 30)
    lines = [
        f"GET {url.path} HTTP/1.1",
        f"Host: {url.netloc}",
        "Accept: text/event-stream",
        "MCP-Protocol-Version: 2025-11-25",
    ]
    if session:
        lines.append(f"Mcp-Session-Id: {session}")
    stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = stream.recv(4096)
        if not chunk:
            raise BenchError(f"no stream: {head[:300]!r}")
        head += chunk
    if b" 200 " not in head.split(b"\r\n", 1)[0] or b"text/event-stream" not in head.lower():
        raise BenchError(f"no stream: {head[:300]!r}")
    return stream


def open_streams(url, count):
    client = targets.Client(url)
    address = urllib.parse.urlsplit(url)
    streams = []
    for number in range(count):
        streams.append(open_stream(address, client.session()))
        if (number + 1) % 1000 == 0:
            print(f"{number + 1} streams", flush=True)
    client.connection.close()
    return streams


def await_streams(upstream, count):
    """A gateway may open its own streams later, or share them: tells how many there are."""
    for _ in range(100):
        if upstream.counts()["streams"] == count:
            break
        time.sleep(0.1)
    return upstream.counts()["streams"]


def jcmd(pid, *words):
    ran = subprocess.run([targets.java("jcmd"), str(pid), *words], capture_output=True, text=True)
    return ran.stdout if ran.returncode == 0 else ""


def heap(pid):
    """Bytes of all objects that live, or None for a process that is no JVM."""
    for _ in range(2):
        jcmd(pid, "GC.run")
    total = re.search(r"^Total\s+\d+\s+(\d+)", jcmd(pid, "GC.class_histogram"), re.MULTILINE)
    return int(total[1]) if total else None


def native(pid):
    """Committed bytes of direct buffers, and of the rest without the heap, where they are counted."""
    text = jcmd(pid, "VM.native_memory", "summary", "scale=b")
    found = re.findall(r"^-\s+(.+?) \(reserved=\d+, committed=(\d+)", text, re.MULTILINE)
    committed = {name.strip(): int(count) for name, count in found}
    if not committed:
        return None, None
    direct = committed.pop("Other", 0)
    committed.pop("Java Heap", None)
    committed.pop("Compiler", None)
    return direct, sum(committed.values())


def look(target, upstream):
    processes = targets.Processes(target.processes.port)
    counts = upstream.counts()
    figures = {
        "rss": processes.rss_bytes(),
        "sockets": processes.sockets(),
        "upstream connections": counts["connections"],
        "upstream streams": counts["streams"],
        "kernel's TCP buffers": tcp_bytes(),
    }
    if len(processes.pids) == 1:
        (pid,) = processes.pids
        figures["live heap"] = heap(pid)
        figures["direct"], figures["other native"] = native(pid)
        figures["rss after the collection"] = processes.rss_bytes()
    return figures


def tcp_bytes():
    """Of all sockets of this machine."""
    text = pathlib.Path("/proc/net/sockstat").read_text()
    return int(re.search(r"^TCP:.* mem (\d+)", text, re.MULTILINE)[1]) * targets.PAGE


def report(before, after, count):
    print(f"\n{'':28}{'before':>14}{'with streams':>14}{'a stream':>12}")
    for key, value in after.items():
        if value is None or before.get(key) is None:
            print(f"{key:28}{'not known':>14}")
            continue
        each = (value - before[key]) / count
        digits = 1 if "stream" in key or key in ("sockets", "upstream connections") else 0
        print(f"{key:28}{before[key]:14,}{value:14,}{each:12,.{digits}f}")
    parts = [key for key in ("live heap", "direct", "other native") if after.get(key) is not None]
    if parts:
        each = sum(after[key] - before[key] for key in parts) / count
        print(f"{' + '.join(parts)}: {each:,.0f} bytes a stream")
        if len(parts) < 3:
            print("native memory is not known: start the JVM with -XX:NativeMemoryTracking=summary")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--agentgate", nargs="?", const="blocking")
    what.add_argument("--nginx", action="store_true")
    what.add_argument("--url")
    parser.add_argument("--launcher")
    parser.add_argument("--streams", type=int, default=9000)
    parser.add_argument("--warm-up", type=int, default=1000)
    parser.add_argument("--hold", type=float, default=5)
    parser.add_argument("--json", default=targets.WORK / "streams.json")
    options = parser.parse_args()
    limit = targets.raise_file_limit()
    if limit < 2 * options.streams + 200:
        raise BenchError(f"too few files, {limit}: ulimit -Hn {2 * options.streams + 1000}")
    with contextlib.ExitStack() as started:
        upstream = started.enter_context(targets.upstream(7080))
        if options.agentgate:
            tracking = "-XX:NativeMemoryTracking=summary"
            gateway = targets.agentgate(
                options.agentgate, 7072, upstream, launcher=options.launcher, jvm=tracking
            )
            target = started.enter_context(gateway)
        elif options.nginx:
            # With buffering it would keep the head of an answer until there is more.
            gateway = targets.nginx(7081, 7080, connections=limit - 100, buffering="off")
            target = started.enter_context(gateway)
        else:
            target = targets.Target(options.url, options.url)
        if not target.processes.pids:
            raise BenchError(f"nothing listens at {target.url} on this machine")
        for stream in open_streams(target.url, options.warm_up):
            stream.close()
        if left := await_streams(upstream, 0):
            print(f"{left} streams at the upstream are still open, their clients gone", flush=True)
        before = look(target, upstream)
        begun = time.monotonic()
        streams = open_streams(target.url, options.streams)
        print(f"{options.streams} streams in {time.monotonic() - begun:.1f} s", flush=True)
        await_streams(upstream, options.streams + before["upstream streams"])
        time.sleep(options.hold)
        after = look(target, upstream)
        for stream in streams:
            stream.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while chunk := stream.recv(4096):  # Comments that keep it alive.
                    pass
                raise BenchError("a stream was closed while it was held")
        report(before, after, options.streams)
        for stream in streams:
            stream.close()
    with open(options.json, "w") as file:
        looks = {"streams": options.streams, "before": before, "with_streams": after}
        json.dump(looks, file, indent=1)


try:
    targets.end_cleanly()
    main()
except KeyboardInterrupt:
    sys.exit(130)
except (BenchError, OSError) as error:
    sys.exit(f"streams.py: {error}")
