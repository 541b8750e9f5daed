package io.agentgate.cli.splice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "off",
                "8080",
                "-1",
                "0.5",
                "/srv/data",
                "~/projects/my app",
                "./run.sh",
                "/opt/python3.12/bin/python3",
                "C:\\Users\\me",
                "http://127.0.0.1:7072/mcp",
                "https://mcp.example.com/v1/sse",
            })
    void plainValueIsShown(String value) {
        assertThat(Harmless.is(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "support",
                "hunter22",
                "123456",
                "/9j4AAQSkZJRgABAQAAAQ",
                "/Xk93bQz",
                "/run/0f2a64c1-77aa-4e1b-9d6f-2c1c7f5f6f10",
                "/a b?c=d",
                "https://user:pw@host/",
                "https://host/mcp?key=abc",
                "https://hooks.example.com/services/T024BE7LD/B024/XXXXXXXXXXXXXXXXXXXXXXXX",
                "https://hooks.example.com/catch/12345/abcde1f/",
                "ftp://host/x",
                "true story",
            })
    void valueInDoubtIsNot(String value) {
        assertThat(Harmless.is(value)).isFalse();
    }
}
