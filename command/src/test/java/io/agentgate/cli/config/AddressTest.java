package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "https://App.Example.com:443, https://app.example.com",
        "http://localhost:80, http://localhost",
        "http://[::1]:6274, http://[::1]:6274",
    })
    void originIsWrittenAsBrowsersDo(String text, String origin) {
        assertThat(Address.origin(text)).contains(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "app.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://user@app.example.com",
                "https://*.example.com",
                "file:///tmp",
                "https://app.example.com:70000",
            })
    void whatIsNoOriginIsRefused(String text) {
        assertThat(Address.origin(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:3001/mcp",
                "https://mcp.example.com/v1/mcp?tenant=a",
                "http://[::1]:3001",
            })
    void urlOfAServerIsTaken(String text) {
        assertThat(Address.upstream(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:3001/mcp",
                "ws://127.0.0.1/mcp",
                "http://user:password@host/mcp",
                "http://host/mcp#part",
                "http:///mcp",
                "http://host:0/mcp",
                "http://host/a b",
            })
    void whatIsNoUrlOfAServerIsRefused(String text) {
        assertThat(Address.upstream(text)).isEmpty();
    }
}
