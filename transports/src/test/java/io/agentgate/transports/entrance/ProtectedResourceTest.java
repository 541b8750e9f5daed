package io.agentgate.transports.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedResourceTest {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private final ProtectedResource resource =
            new ProtectedResource(
                    URI.create("https://gate.example/ai/"),
                    List.of("https://login.example/realms/agentgate"),
                    List.of("mcp"));

    private static String challenge(Rejection rejection) {
        return rejection.headers().getFirst().value();
    }

    @ParameterizedTest
    @CsvSource({"'',/mcp", "/mcp,/mcp", "/servers/default/mcp,/servers/default/mcp"})
    void everyRouteIsNamedAsClientsReachIt(String path, String route) {
        assertThat(resource.document(WELL_KNOWN + path))
                .isEqualTo(
                        """
                        {"resource":"https://gate.example/ai%s",\
                        "authorization_servers":["https://login.example/realms/agentgate"],\
                        "scopes_supported":["mcp"],"bearer_methods_supported":["header"]}\
                        """
                                .formatted(route));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/mcp/", "/servers/other/mcp", "/health"})
    void nothingElseHasMetadata(String path) {
        assertThat(resource.document(WELL_KNOWN + path)).isNull();
    }

    @Test
    void aNameThatOnlyBeginsLikeTheMetadataIsAnotherPath() {
        assertThat(ProtectedResource.isMetadata(WELL_KNOWN + "s")).isFalse();
        assertThat(ProtectedResource.isMetadata(WELL_KNOWN + "/mcp")).isTrue();
    }

    @Test
    void whoShowsNothingLearnsWhereToLookAndNoError() {
        Rejection asked = Bearer.missing("a token is needed").rejection();

        assertThat(challenge(resource.explained(asked, "/mcp")))
                .isEqualTo(
                        "Bearer resource_metadata="
                            + "\"https://gate.example/ai/.well-known/oauth-protected-resource/mcp\","
                            + " scope=\"mcp\"");
    }

    @Test
    void whoShowsABadTokenHearsThatItIsBad() {
        Rejection bad = Bearer.invalid("this token is not valid").rejection();

        assertThat(challenge(resource.explained(bad, "/servers/default/mcp")))
                .startsWith("Bearer error=\"invalid_token\", resource_metadata=\"")
                .contains("oauth-protected-resource/servers/default/mcp\"");
    }

    @Test
    void whoMayNotHearsOfAllScopesThatAreNeededAndOfNoOthers() {
        Rejection narrow = Bearer.insufficient("mcp write").rejection();

        assertThat(narrow.status()).isEqualTo(403);
        assertThat(challenge(resource.explained(narrow, "/mcp")))
                .contains("error=\"insufficient_scope\", scope=\"mcp write\"")
                .doesNotContain("scope=\"mcp\"");
    }

    @Test
    void otherHeadersStayAsTheyAre() {
        Rejection busy = new Rejection(429, "too many failed logins", "Retry-After", "60");

        assertThat(resource.explained(busy, "/mcp")).isEqualTo(busy);
    }

    @Test
    void whatCannotBeQuotedIsRefused() {
        URI base = URI.create("https://gate.example");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProtectedResource(base, List.of("a\"b"), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProtectedResource(base, List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ProtectedResource(
                                        URI.create("file:///x"), List.of("https://a"), List.of()));
    }
}
