package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A process that starts backends, and is killed. */
@NullMarked
class LifelineIT {
    /** Data of a process that is killed stay; here the build's clean deletes them. */
    private static final Path LEFT_BEHIND = Path.of("target", "killed");

    /** Where the launcher of Postgres keeps its programs, for all processes. */
    private static final Path UNPACKED =
            Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");

    @Test
    void backendsEndWithTheProcessThatStartedThemEvenIfItIsKilled() throws IOException {
        List<String> command =
                JavaCommand.of(
                        "-Djava.io.tmpdir=" + Files.createDirectories(LEFT_BEHIND).toAbsolutePath(),
                        "-Dot.epg.working-dir=" + UNPACKED,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starting.class.getName());
        Process starting = new ProcessBuilder(command).start();
        try (BufferedReader said = starting.inputReader()) {
            int redis = Integer.parseInt(String.valueOf(said.readLine()));
            int postgres = Integer.parseInt(String.valueOf(said.readLine()));
            assertThat(List.of(listens(redis), listens(postgres))).containsOnly(true);
            starting.destroyForcibly();
            assertThat(List.of(ends(redis), ends(postgres))).containsOnly(true);
        } finally {
            starting.destroyForcibly();
        }
    }

    private static boolean ends(int port) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (listens(port) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return !listens(port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    /** The program that is killed; it says the ports of what it started. */
    static final class Starting {
        private Starting() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(Redis.start().port());
            System.out.println(Postgres.start().port());
            while (System.in.read() >= 0) {
                LockSupport.parkNanos(1);
            }
        }
    }
}
