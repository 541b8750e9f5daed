package io.agentgate.cli.splice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSignsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GITHUB_TOKEN",
                "apiKey",
                "X-Api-Key",
                "db_password",
                "AWS_SECRET_ACCESS_KEY",
                "key",
                "Authorization",
                "Cookie",
                "--client-secret",
                "DATABASE_URL"
            })
    void nameGivesASecretAway(String name) {
        assertThat(SecretSigns.inName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MODE", "HOST", "monkey", "PATH", "args", "keyboard", "X-Team"})
    void nameGivesNothingAway(String name) {
        assertThat(SecretSigns.inName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-abcdefgh",
                "ghp_0123456789ab",
                "xoxb-1-2",
                "Bearer abc",
                "--token=abc",
                "https://u:p@host/",
                "https://host/?api_key=abc",
                "eyJhbGciOiJIUzI1NiJ9.x.y",
                "9f86d081884c7d659a2feaa0c55ad015",
                "Authorization: abc",
                "PGPASSWORD=x",
                "Bearer ${A} sk-abcdefghij"
            })
    void valueGivesASecretAway(String value) {
        assertThat(SecretSigns.inValue(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-y",
                "@modelcontextprotocol/server-filesystem",
                "/srv/data",
                "Bearer ${TOKEN}",
                "https://mcp.example.com/mcp",
                "npx",
                "--port=8080",
                "${input:key}",
                "$HOME/x",
                "C:\\Users\\me",
                "mcp-server-git",
                "hello world"
            })
    void valueGivesNothingAway(String value) {
        assertThat(SecretSigns.inValue(value)).isFalse();
    }
}
