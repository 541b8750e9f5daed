package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A real Redis that goes away and comes back. */
@NullMarked
class RedisIT {
    @Test
    void keepsEntriesAndPortOverARestart() throws IOException {
        try (Redis redis = Redis.start()) {
            String url = redis.url();
            assertThat(say(redis, "SET kept 7")).isEqualTo("+OK");
            redis.stop();
            assertThatThrownBy(() -> say(redis, "PING")).isInstanceOf(IOException.class);
            redis.restart();
            assertThat(redis.url()).isEqualTo(url);
            assertThat(say(redis, "INCR kept")).isEqualTo(":8");
        }
    }

    private static String say(Redis redis, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                BufferedReader answers =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(answers.readLine());
        }
    }
}
