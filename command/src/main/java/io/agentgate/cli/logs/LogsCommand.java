package io.agentgate.cli.logs;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Terminal;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallFilter.Field;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows recorded calls, newest first, or as they happen. */
@Command(
        name = "logs",
        description = {"Shows recorded calls, newest first.", ""},
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    private static final int DEFAULT_LIMIT = 50;
    private static final long FOLLOW_NANOS = 250_000_000L;

    @Spec private CommandSpec spec;

    @Option(
            names = "--tool",
            paramLabel = "NAME",
            description = "Only calls of this tool; * stands for any text.")
    private @Nullable String tool;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            completionCandidates = Where.Statuses.class,
            description =
                    "Only calls that ended so: allowed, denied, rate_limited, error, cancelled,"
                            + " unknown.")
    private @Nullable String status;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Only calls to this server; * stands for any text.")
    private @Nullable String server;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Only calls of this agent; * stands for any text.")
    private @Nullable String agent;

    @Option(names = "--session", paramLabel = "ID", description = "Only calls of this session.")
    private @Nullable String session;

    @Option(
            names = "--where",
            paramLabel = "FIELD=VALUE",
            description =
                    "Only calls with this value, with != without it, with ~ with this part of it."
                            + " Fields: tool, server, agent, caller, session, status, rule, reason,"
                            + " redacted_by."
                            + " May be repeated.")
    private List<String> where = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only calls since then: so long ago (30s, 10m, 2h, 7d), a day that begins at"
                            + " 00:00 UTC (2026-11-20), or a time with its zone"
                            + " (2026-11-20T08:00:00Z, 2026-11-20T08:00:00+01:00).")
    private @Nullable String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_LIMIT,
            description = "Most calls to show; 0 means ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--jsonl", description = "One JSON object per line, with all details.")
    private boolean jsonl;

    @Option(names = "--json", description = "One JSON array of the same objects.")
    private boolean json;

    @Option(names = "--follow", description = "Go on with calls as they happen, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "SQLite file of the records. Default: agentgate.db in the home.")
    private @Nullable Path database;

    @Override
    public Integer call() throws CommandException {
        Home home = Home.ofProcess();
        home.look();
        PrintWriter out = spec.commandLine().getOut();
        if (json && (jsonl || follow)) {
            throw new CommandException(
                    ExitCode.USAGE, "--json is one whole array: use --jsonl alone to follow");
        }
        CallQuery query = new CallQuery(filtersAsked(), sinceAsked(), null, limitAsked());
        LeftBehind.collect(home, spec.commandLine().getErr());
        Path file = database != null ? database : Config.load(home, null).database();
        if (database != null && Files.notExists(database)) {
            throw new CommandException(ExitCode.IO, "there is no database " + database);
        }
        try (AuditLog log = Stores.of(home).log(file)) {
            List<CallRecord> calls = log.calls(query);
            if (follow) {
                follow(log, query, calls, out);
            } else if (json) {
                printArray(calls, out);
            } else if (jsonl) {
                calls.forEach(call -> out.println(CallJson.of(call)));
            } else if (calls.isEmpty()) {
                out.println("No invocations found.");
            } else {
                forPeople(CallTimes.ago(Instant.now(), ZoneId.systemDefault())).print(calls, out);
            }
            out.flush();
            return ExitCode.OK;
        } catch (AuditLogException unreadable) {
            throw new CommandException(ExitCode.IO, String.valueOf(unreadable.getMessage()));
        }
    }

    private void follow(AuditLog log, CallQuery query, List<CallRecord> first, PrintWriter out)
            throws AuditLogException {
        CallTable table = forPeople(CallTimes.local(ZoneId.systemDefault()));
        long mark = 0;
        for (CallRecord call : first.reversed()) {
            print(call, table, out);
            mark = Math.max(mark, call.mark());
        }
        while (!out.checkError()) {
            List<CallRecord> changed = log.calls(query.after(mark));
            for (CallRecord call : changed) {
                mark = Math.max(mark, call.mark());
                if (call.outcome() != null || call.decision().basis().decision().isFinal()) {
                    print(call, table, out);
                }
            }
            if (changed.isEmpty()) {
                LockSupport.parkNanos(FOLLOW_NANOS);
            }
        }
    }

    /** What is written to a file or to another program stays as it has always been. */
    private static CallTable forPeople(CallTimes times) {
        return Terminal.isThere()
                ? new CallTable(times, Terminal.wantsColours(System.getenv()))
                : new CallTable(CallTimes.UTC, false);
    }

    private static void printArray(List<CallRecord> calls, PrintWriter out) {
        out.print('[');
        String separator = "";
        for (CallRecord call : calls) {
            out.print(separator + CallJson.of(call));
            separator = ",\n";
        }
        out.println(']');
    }

    private void print(CallRecord call, CallTable table, PrintWriter out) {
        out.println(jsonl ? CallJson.of(call) : table.line(call));
        out.flush();
    }

    private int limitAsked() throws CommandException {
        if (limit < 0) {
            throw new CommandException(ExitCode.USAGE, "--limit must not be negative");
        }
        return limit == 0 ? DEFAULT_LIMIT : limit;
    }

    private List<CallFilter> filtersAsked() throws CommandException {
        List<CallFilter> filters = new ArrayList<>();
        addNamed(filters, Field.TOOL, tool);
        addNamed(filters, Field.SERVER, server);
        addNamed(filters, Field.AGENT, agent);
        add(filters, Field.SESSION, session);
        add(filters, Field.STATUS, status == null ? null : Where.status(status));
        for (String condition : where) {
            filters.add(Where.parse(condition));
        }
        return filters;
    }

    private static void add(List<CallFilter> filters, Field field, @Nullable String value) {
        if (value != null) {
            filters.add(CallFilter.of(field, value));
        }
    }

    private static void addNamed(List<CallFilter> filters, Field field, @Nullable String name) {
        if (name != null) {
            filters.add(CallFilter.named(field, name));
        }
    }

    private @Nullable Instant sinceAsked() throws CommandException {
        return since == null ? null : Since.parse(since, Instant.now());
    }
}
