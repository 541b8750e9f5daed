package io.agentgate.transports.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final URI STREAM = URI.create("http://127.0.0.1:8080/a/sse?tenant=7");

    @ParameterizedTest
    @CsvSource({
        "/messages?sid=1, /messages?sid=1",
        "messages?sid=1, /a/messages?sid=1",
        "?sid=1, /a/sse?sid=1",
        "../m, /m",
        "http://127.0.0.1:8080/m?a=b%20c, /m?a=b%20c",
        "HTTP://127.0.0.1:8080, /",
        "//127.0.0.1:8080/m, /m",
        "/m#part, /m",
        "' /m ', /m",
        "/ä?b=ü, /%C3%A4?b=%C3%BC"
    })
    void endpointIsResolvedAgainstTheStream(String said, String target) throws Exception {
        assertThat(Endpoint.target(STREAM, said)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example.com/sse, https://MCP.example.com:443/m",
        "https://mcp.example.com:443/sse, https://mcp.example.com/m",
        "http://mcp.example.com/sse, http://mcp.example.com:80/m"
    })
    void portThatIsTheUsualMayBeLeftOut(URI stream, String said) throws Exception {
        assertThat(Endpoint.target(stream, said)).isEqualTo("/m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8081/m",
                "https://127.0.0.1:8080/m",
                "http://localhost:8080/m",
                "http://127.0.0.1:8080@evil.example/m",
                "http://user@127.0.0.1:8080/m",
                "//evil.example/m",
                "http://127.0.0.1/m",
                "file:///etc/passwd",
                "mailto:a@b",
                "http:"
            })
    void endpointOfAnotherOriginIsRefused(String said) {
        assertThatThrownBy(() -> Endpoint.target(STREAM, said))
                .isInstanceOf(Endpoint.UnusableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/a b", "/m\r\nX: y", "/\\evil", "http://[::1/m", "\u0000"})
    void whatIsNoUriIsRefused(String said) {
        assertThatThrownBy(() -> Endpoint.target(STREAM, said))
                .isInstanceOf(Endpoint.UnusableException.class);
    }

    @Test
    void lengthIsBounded() throws Exception {
        String longest = "/" + "m".repeat(4_095);

        assertThat(Endpoint.target(STREAM, longest)).isEqualTo(longest);
        assertThatThrownBy(() -> Endpoint.target(STREAM, longest + "m"))
                .isInstanceOf(Endpoint.UnusableException.class);
    }
}
