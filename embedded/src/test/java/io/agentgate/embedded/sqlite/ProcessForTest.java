package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.files.FileKeyRing;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * A program for tests that need more than one process: says that it is up, waits for a line, then
 * makes a key and delivers calls one batch each.
 */
final class ProcessForTest {
    private ProcessForTest() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        String writer = args[1];
        int calls = Integer.parseInt(args[2]);
        say("up");
        if (System.in.read() < 0) {
            return;
        }
        byte[] key = FileKeyRing.open(home).auditKey();
        say(HexFormat.of().formatHex(key));
        SqliteDatabase database = new SqliteDatabase(home.resolve("audit.db"), () -> key);
        try (SqliteAuditSink sink = new SqliteAuditSink(database, new FixedClock())) {
            for (int number = 0; number < calls; number++) {
                SampleCall call = SampleCall.numbered(number).withWriter(writer);
                sink.deliver(List.of(call.decided()));
                sink.deliver(List.of(call.settled()));
            }
        }
        say("done");
    }

    private static void say(String line) throws IOException {
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
