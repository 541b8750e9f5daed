package io.agentgate.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.files.FileKeyRing;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one home directory. */
@Timeout(60)
class SqliteProcessesIT {
    private static final int PROCESSES = 3;
    private static final int CALLS = 200;

    @TempDir Path temp;

    private final List<Process> processes = new ArrayList<>();
    private final List<BufferedReader> outputs = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private void start(String writer, int calls) throws IOException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath,
                                ProcessForTest.class.getName(),
                                temp.toString(),
                                writer,
                                String.valueOf(calls))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        processes.add(process);
        outputs.add(process.inputReader(StandardCharsets.UTF_8));
    }

    private void letThemRun() throws IOException {
        for (BufferedReader output : outputs) {
            assertThat(output.readLine()).isEqualTo("up");
        }
        for (Process process : processes) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }
    }

    @Test
    void processesThatStartAtOnceShareOneKeyAndOneFile() throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            start("p" + i, CALLS);
        }
        letThemRun();

        Set<String> keys = new HashSet<>();
        for (BufferedReader output : outputs) {
            keys.add(output.readLine());
        }
        List<Long> followed = new ArrayList<>();
        Set<String> settled = new HashSet<>();
        try (SqliteAuditLog log = new SqliteAuditLog(database())) {
            // Follows while they write: whatever becomes visible must lie beyond the last mark.
            boolean lastLook = false;
            while (true) {
                long mark = followed.isEmpty() ? 0 : followed.getLast();
                List<CallRecord> step = log.calls(CallQuery.newest(100).after(mark));
                for (CallRecord call : step) {
                    followed.add(call.mark());
                    if (call.outcome() != null) {
                        settled.add(call.decision().decisionId());
                    }
                }
                if (lastLook && step.isEmpty()) {
                    break;
                }
                lastLook = processes.stream().noneMatch(Process::isAlive);
            }
        }

        assertThat(keys).hasSize(1).doesNotContainNull();
        for (BufferedReader output : outputs) {
            assertThat(output.readLine()).isEqualTo("done");
        }
        assertThat(followed).isSorted().doesNotHaveDuplicates();
        assertThat(settled).hasSize(PROCESSES * CALLS);
    }

    @Test
    void killedWriterLeavesAWholeFileAndItsCallsAreClosedByAnother() throws Exception {
        start("victim", 1_000_000);
        letThemRun();
        assertThat(outputs.getFirst().readLine()).hasSize(64);
        try (SqliteAuditLog log = new SqliteAuditLog(database());
                SqliteAuditSink sink = new SqliteAuditSink(database(), new FixedClock())) {
            while (log.calls(CallQuery.newest(20)).size() < 20) {
                Thread.onSpinWait();
            }
            processes.getFirst().destroyForcibly().waitFor();

            // What the journal would bring again: the first call, and one whose end is unknown.
            SampleCall cutOff = SampleCall.numbered(2_000_000).withWriter("victim");
            sink.deliver(
                    List.of(
                            SampleCall.numbered(0).withWriter("victim").decided(),
                            cutOff.decided()));
            sink.closeOpenCalls("victim");

            List<CallRecord> calls = log.calls(CallQuery.newest(1_000_000));
            assertThat(calls).hasSizeGreaterThan(20);
            assertThat(calls).allSatisfy(call -> assertThat(call.outcome()).isNotNull());
        }
    }

    private SqliteDatabase database() throws Exception {
        byte[] key = FileKeyRing.open(temp).auditKey();
        return new SqliteDatabase(temp.resolve("audit.db"), () -> key);
    }
}
