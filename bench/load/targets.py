"""What the load bench measures: our upstream, nginx, AgentGate, rivals, and what they use.

Everything that is started here ends with the `with` block that started it. Files go to
bench/load/target.
"""
import contextlib
import http.client
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
WORK = HERE / "target"
HEADERS = {
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2025-11-25",
}
INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "bench", "version": "1"},
}
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class BenchError(Exception):
    """A figure that would not be true; the run ends."""


def java(tool):
    """A tool of the JDK that the launcher would use."""
    found = subprocess.run(
        ["sh", "-c", '. build/find-jdk.sh; find_jdk && echo "$agentgate_jdk"'],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    if found.returncode:
        raise BenchError(found.stderr.strip())
    return str(pathlib.Path(found.stdout.strip()) / "bin" / tool)


def raise_file_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def end_cleanly():
    """Makes SIGTERM end this process as Ctrl-C does, and with it what it started."""
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


class Client:
    """One keep-alive connection that speaks MCP."""

    def __init__(self, url):
        self.url = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=30)

    def post(self, message, session=None):
        headers = dict(HEADERS)
        if session:
            headers["Mcp-Session-Id"] = session
        try:
            self.connection.request("POST", self.url.path or "/", json.dumps(message), headers)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise BenchError(f"{self.url.geturl()} did not answer: {error}") from error
        if answer.status not in (200, 202):
            raise BenchError(f"{self.url.geturl()} answered {answer.status}: {body[:300]!r}")
        return answer.headers.get("Mcp-Session-Id"), body

    def session(self):
        """A new session, or None where the server gives none."""
        request = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": INITIALIZE}
        session, body = self.post(request)
        if b'"result"' not in body:
            raise BenchError(f"{self.url.geturl()} did not initialize: {body[:300]!r}")
        self.post({"jsonrpc": "2.0", "method": "notifications/initialized"}, session)
        return session


class Processes:
    """The processes that listen on a port of this machine, and their descendants."""

    def __init__(self, port):
        self.port = port
        self.pids = self._tree(self._listeners(port))

    @staticmethod
    def _listeners(port):
        inodes = set()
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            with contextlib.suppress(FileNotFoundError):
                for line in pathlib.Path(table).read_text().splitlines()[1:]:
                    words = line.split()
                    if words[3] == "0A" and int(words[1].rsplit(":", 1)[1], 16) == port:
                        inodes.add(f"socket:[{words[9]}]")
        found = set()
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                for descriptor in os.scandir(f"/proc/{pid}/fd"):
                    if os.readlink(descriptor.path) in inodes:
                        found.add(int(pid))
                        break
        return found

    @staticmethod
    def _tree(roots):
        parents = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
                parents[int(pid)] = int(stat.rsplit(")", 1)[1].split()[1])
        found = set(roots)
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return sorted(found)

    def _stats(self):
        for pid in self.pids:
            with contextlib.suppress(OSError):
                yield pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()

    def cpu_micros(self):
        return sum((int(s[11]) + int(s[12])) * 1_000_000 // TICKS for s in self._stats())

    def rss_bytes(self):
        return sum(int(s[21]) * PAGE for s in self._stats())

    def sockets(self):
        count = 0
        for pid in self.pids:
            for descriptor in os.scandir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    count += os.readlink(descriptor.path).startswith("socket:")
        return count


@contextlib.contextmanager
def process(name, command, **options):
    """Runs a command, its output in a file of that name, until the block ends."""
    WORK.mkdir(exist_ok=True)
    with open(WORK / f"{name}.log", "wb") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, **options
        )
        try:
            yield child
        finally:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise BenchError(f"port {port} is in use") from None


def await_port(name, child, port, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if child.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise BenchError(f"{name} does not listen on {port}; its output is {WORK / name}.log")


class Target:
    """Something that answers at a URL; the base case starts nothing and is asked nothing."""

    def __init__(self, name, url, proxy=True):
        self.name = name
        self.url = url
        self.proxy = proxy
        self.sessions = []
        self.processes = Processes(urllib.parse.urlsplit(url).port)

    def open_sessions(self, count):
        client = Client(self.url)
        while len(self.sessions) < count:
            self.sessions.append(client.session() or "-")

    @contextlib.contextmanager
    def measured(self):
        """What must hold while calls are timed."""
        yield

    def ended(self):
        """Called at the moment the last call was made."""

    def settle(self):
        """Waits until the target has nothing left to do from calls that were made."""


class Upstream(Target):
    """The server itself: the row without a proxy."""

    def counts(self):
        with contextlib.closing(socket.create_connection(self.address, 10)) as probe:
            probe.sendall(b"GET /count HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"}"):
                answer += probe.recv(4096)
        return json.loads(answer[answer.index(b"{") :])

    def calls(self):
        """Calls ever answered, once those that a client left behind have come, too."""
        before, now = -1, self.counts()["calls"]
        while before != now:
            time.sleep(0.1)
            before, now = now, self.counts()["calls"]
        return now

    @property
    def address(self):
        url = urllib.parse.urlsplit(self.url)
        return url.hostname, url.port


@contextlib.contextmanager
def upstream(port, loops=1, kind="bare"):
    free(port)
    WORK.mkdir(exist_ok=True)
    name = {"bare": "Upstream", "library": "LibraryUpstream"}[kind]
    dist = REPOSITORY / "command/target/dist"
    path = f"{WORK}:{dist}/lib/*:{dist}/serve/lib/main/*"
    javac = [java("javac"), "-nowarn", "-cp", path, "-d", str(WORK), str(HERE / f"{name}.java")]
    subprocess.run(javac, check=True)
    options = ["-XX:+UseSerialGC", "-Xmx512m", "-Xmn16m", "-cp", path]
    command = [java("java"), *options, name, "--port", str(port), "--loops", str(loops)]
    with process("upstream", command) as child:
        await_port("upstream", child, port)
        yield Upstream("no proxy", f"http://127.0.0.1:{port}/mcp", proxy=False)


NGINX = """\
{user}daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx-error.log;
worker_processes auto;
events {{ worker_connections {connections}; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {work}/nginx-body;
  proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-fastcgi;
  uwsgi_temp_path {work}/nginx-uwsgi;
  scgi_temp_path {work}/nginx-scgi;
  upstream bench {{
    server 127.0.0.1:{upstream};
    keepalive 64;
    keepalive_requests 1000000000;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://bench;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering {buffering};
      proxy_read_timeout 1h;
    }}
  }}
}}
"""


@contextlib.contextmanager
def nginx(port, upstream_port, connections=4096, buffering="on"):
    """A plain reverse proxy. It closes no connection for its age: that is not what is timed."""
    binary = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not binary:
        raise BenchError("no nginx: apt-get install --no-install-recommends nginx")
    free(port)
    WORK.mkdir(exist_ok=True)
    file = WORK / "nginx.conf"
    file.write_text(
        NGINX.format(
            user="user root;\n" if os.getuid() == 0 else "",
            work=WORK,
            connections=connections,
            buffering=buffering,
            port=port,
            upstream=upstream_port,
        )
    )
    with process("nginx", [binary, "-p", str(WORK), "-c", str(file)]) as child:
        await_port("nginx", child, port)
        yield Target("nginx", f"http://127.0.0.1:{port}/mcp")


class AgentGate(Target):
    """`agentgate serve` with a home, a configuration and a database of its own."""

    def __init__(self, name, url, database, upstream_count, paused):
        super().__init__(name, url)
        self.database = database
        self.upstream_count = upstream_count
        self.paused = paused
        self.answered = 0  # Calls of this target that the upstream has seen.
        self.end = None
        self.lag = None  # Age of the newest record that was delivered, when the last call was made.

    def connect(self):
        return sqlite3.connect(self.database, isolation_level=None, timeout=30)

    @contextlib.contextmanager
    def measured(self):
        """Counts what gets through."""
        before = self.upstream_count()
        try:
            yield
        finally:
            self.answered += self.upstream_count() - before

    @contextlib.contextmanager
    def sink_paused(self):
        """Locks the database, so that nothing is delivered; not even while others are measured."""
        with contextlib.closing(self.connect()) as database:
            database.execute("BEGIN EXCLUSIVE")
            yield

    def ended(self):
        if self.paused:
            return
        self.end = time.time()
        with contextlib.closing(self.connect()) as database:
            seconds = "(julianday(max(time)) - 2440587.5) * 86400.0"
            newest = database.execute(f"SELECT {seconds} FROM calls").fetchone()[0]
        self.lag = max(0.0, self.end - (newest or 0.0))

    def settle(self):
        """Waits for the rows of all calls, as long as some come; a paused sink has none to wait for."""
        if self.paused:
            return
        last, rows, since = -1, self.rows(), time.monotonic()
        while rows < self.answered:
            if rows != last:
                last, since = rows, time.monotonic()
            elif time.monotonic() > since + 20:
                raise BenchError(f"{self.name}: {rows} rows of {self.answered} calls")
            time.sleep(0.05)
            rows = self.rows()

    def rows(self):
        """Rows ever written; not count(*), which would read them all."""
        with contextlib.closing(self.connect()) as database:
            return database.execute("SELECT max(rowid) FROM calls").fetchone()[0] or 0


@contextlib.contextmanager
def agentgate(mode, port, upstream, launcher=None, config_lines=(), paused=True, jvm=""):
    """AgentGate in one of the journal's modes, with room for all that waits for the sink."""
    free(port)
    launcher = launcher or str(REPOSITORY / "agentgate")
    if subprocess.run([launcher, "--version"], stdout=subprocess.DEVNULL).returncode:
        raise BenchError(f"{launcher} does not start")
    name = f"agentgate-{mode}"
    home = WORK / name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o700)
    config = home / "config.toml"
    database = home / "agentgate.db"
    lines = [*config_lines, "[journal]", f'mode = "{mode}"', f"max_bytes = {16 << 30}"]
    config.write_text("\n".join(lines) + "\n")
    command = [
        launcher, "serve", "--transport", "http", "--upstream", upstream.url,
        "--port", str(port), "--policy", str(HERE / "policy.toml"), "--config", str(config),
        "--db", str(database),
    ]  # fmt: skip
    environment = {**os.environ, "AGENTGATE_HOME": str(home), "AGENTGATE_DASHBOARD": "off"}
    if jvm:
        environment["AGENTGATE_JAVA_OPTS"] = f"{environment.get('AGENTGATE_JAVA_OPTS', '')} {jvm}".strip()
    try:
        with process(name, command, env=environment) as child:
            await_port(name, child, port)
            target = AgentGate(
                f"AgentGate, `{mode}`",
                f"http://127.0.0.1:{port}/mcp",
                database,
                upstream.calls,
                paused,
            )
            with target.sink_paused() if paused else contextlib.nullcontext():
                yield target
    finally:
        shutil.rmtree(home, ignore_errors=True)  # Gigabytes, after a long run.
