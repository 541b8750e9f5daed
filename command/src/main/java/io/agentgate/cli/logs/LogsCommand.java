package io.agentgate.cli.logs;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.journal.Adoption;
import io.agentgate.stdio.Leftovers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
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

    @Option(names = "--tool", paramLabel = "NAME", description = "Only calls of this tool.")
    private @Nullable String tool;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description =
                    "Only calls that ended so: allowed, denied, rate_limited, error, cancelled,"
                            + " unknown.")
    private @Nullable String status;

    @Option(names = "--server", paramLabel = "NAME", description = "Only calls to this server.")
    private @Nullable String server;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only calls since then: 30s, 10m, 2h, 7d, or 2026-11-20T08:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_LIMIT,
            description = "Most calls to show; 0 means ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--jsonl", description = "One JSON object per line, with all details.")
    private boolean jsonl;

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
        PrintWriter out = spec.commandLine().getOut();
        CallQuery query =
                new CallQuery(tool, server, statusAsked(), sinceAsked(), null, limitAsked());
        collectLeftBehind(home);
        Path file = database != null ? database : Config.load(home, null).database();
        if (database != null && Files.notExists(database)) {
            throw new CommandException(ExitCode.IO, "there is no database " + database);
        }
        try (AuditLog log = Stores.of(home).log(file)) {
            List<CallRecord> calls = log.calls(query);
            if (follow) {
                follow(log, query, calls, out);
            } else if (jsonl) {
                calls.forEach(call -> out.println(CallJson.of(call)));
            } else if (calls.isEmpty()) {
                out.println("No invocations found.");
            } else {
                CallTable.print(calls, out);
            }
            out.flush();
            return ExitCode.OK;
        } catch (AuditLogException unreadable) {
            throw new CommandException(ExitCode.IO, String.valueOf(unreadable.getMessage()));
        }
    }

    /** Ends the servers of gateways that were killed, and delivers what is in their journals. */
    private void collectLeftBehind(Home home) {
        try {
            if (Files.isDirectory(home.run())) {
                new Leftovers(home.run()).end();
                RunningProcesses.forgetDead(home.run());
            }
            new Adoption(home.journals(), Stores.of(home)::sink).adoptAll();
        } catch (IOException | AuditSinkException notNow) {
            spec.commandLine()
                    .getErr()
                    .println("agentgate: some records wait in journals: " + notNow.getMessage());
        }
    }

    private void follow(AuditLog log, CallQuery query, List<CallRecord> first, PrintWriter out)
            throws AuditLogException {
        long mark = 0;
        for (CallRecord call : first.reversed()) {
            print(call, out);
            mark = Math.max(mark, call.mark());
        }
        while (!out.checkError()) {
            List<CallRecord> changed =
                    log.calls(
                            new CallQuery(
                                    query.tool(),
                                    query.server(),
                                    query.status(),
                                    query.since(),
                                    mark,
                                    query.limit()));
            for (CallRecord call : changed) {
                mark = Math.max(mark, call.mark());
                if (call.outcome() != null || call.decision().basis().decision().isFinal()) {
                    print(call, out);
                }
            }
            if (changed.isEmpty()) {
                LockSupport.parkNanos(FOLLOW_NANOS);
            }
        }
    }

    private void print(CallRecord call, PrintWriter out) {
        out.println(jsonl ? CallJson.of(call) : CallTable.line(call));
        out.flush();
    }

    private int limitAsked() throws CommandException {
        if (limit < 0) {
            throw new CommandException(ExitCode.USAGE, "--limit must not be negative");
        }
        return limit == 0 ? DEFAULT_LIMIT : limit;
    }

    private @Nullable CallStatus statusAsked() throws CommandException {
        if (status == null) {
            return null;
        }
        return CallStatus.ofWord(status)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        ExitCode.USAGE,
                                        "unknown status `"
                                                + status
                                                + "`; there are "
                                                + Arrays.stream(CallStatus.values())
                                                        .map(CallStatus::word)
                                                        .collect(Collectors.joining(", "))));
    }

    private @Nullable Instant sinceAsked() throws CommandException {
        return since == null ? null : Since.parse(since, Instant.now());
    }
}
