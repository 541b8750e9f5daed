"""What both measurements share: the gateway's command, a home of its own, and percentiles."""
import contextlib
import math
import os
import pathlib
import shutil
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
INITIALIZE = (
    b'{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",'
    b'"capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}\n'
)


def wrapped(server, *options):
    return [str(REPOSITORY / "agentgate"), "wrap", *options, "--", *server]


@contextlib.contextmanager
def home():
    directory = tempfile.mkdtemp(prefix="agentgate-bench-")
    os.environ["AGENTGATE_HOME"] = directory
    os.environ["AGENTGATE_DASHBOARD"] = "off"
    os.environ["AGENTGATE_DASHBOARD"] = "off"
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


class Peer:
    """A process that answers lines."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self.to = self.process.stdin.fileno()
        self.back = self.process.stdout.fileno()

    def ask(self, line):
        """Sends a request and reads to the end of the line that answers it."""
        os.write(self.to, line)
        answer = b""
        while not answer.endswith(b"\n"):
            chunk = os.read(self.back, 1 << 16)
            if not chunk:
                raise EOFError("the server ended")
            answer += chunk
        return answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def load():
    return "load average " + " ".join(f"{value:.2f}" for value in os.getloadavg())
