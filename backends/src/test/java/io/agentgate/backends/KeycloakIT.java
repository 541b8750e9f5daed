package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Keycloak with the realm that AgentGate's development and tests use. */
@NullMarked
@SuppressWarnings("NullAway.Init")
class KeycloakIT {
    private static final Pattern ISSUED = Pattern.compile("\"iat\":(\\d+)");
    private static final Pattern EXPIRES = Pattern.compile("\"exp\":(\\d+)");
    private static final Pattern SUBJECT = Pattern.compile("\"sub\":\"([^\"]+)\"");

    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws IOException {
        keycloak = Keycloak.start();
    }

    @AfterAll
    static void stop() throws IOException {
        keycloak.close();
    }

    @Test
    void tokensNameThePersonTheRolesAndAllThreeAudiences() throws IOException {
        String claims = claims(keycloak.token("agentgate-cli", "alice"));
        assertThat(claims)
                .contains(
                        "\"iss\":\"" + keycloak.issuer() + "\"",
                        "\"preferred_username\":\"alice\"",
                        "\"agentgate\"",
                        "\"agentgate-policy\"",
                        "\"agentgate-audit\"");
        assertThat(group(Pattern.compile("\"realm_access\":\\{\"roles\":\\[([^]]*)]"), claims))
                .contains("\"admin\"");
        assertThat(lifeSeconds(claims)).isEqualTo(300);
    }

    @Test
    void everyPersonHasTheirOwnRoleOnly() throws IOException {
        for (Map.Entry<String, String> person :
                Map.of("eva", "editor", "otto", "auditor", "vic", "viewer").entrySet()) {
            assertThat(claims(keycloak.token("agentgate-cli", person.getKey())))
                    .contains("\"" + person.getValue() + "\"")
                    .doesNotContain("\"admin\"");
        }
        assertThat(claims(keycloak.token("agentgate-cli", "carol")))
                .doesNotContain("\"admin\"", "\"editor\"", "\"auditor\"", "\"viewer\"");
    }

    @Test
    void tokensOfTheShortClientLiveFiveSeconds() throws IOException {
        assertThat(lifeSeconds(claims(keycloak.token("agentgate-short", "bob")))).isEqualTo(5);
    }

    @Test
    void aWrongPasswordGetsNoToken() {
        assertThatThrownBy(
                        () ->
                                keycloak.grant(
                                        Map.of(
                                                "grant_type",
                                                "password",
                                                "client_id",
                                                "agentgate-cli",
                                                "username",
                                                "alice",
                                                "password",
                                                "wrong")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("invalid_grant");
    }

    @Test
    void theUpstreamClientGetsTokensOfItsOwnAndInExchangeForOnesOfPeople() throws IOException {
        String own = claims(keycloak.grant(upstream("client_credentials", Map.of())));
        assertThat(own).contains("service-account-agentgate-upstream");
        String bob = keycloak.token("agentgate-cli", "bob");
        String exchanged =
                claims(
                        keycloak.grant(
                                upstream(
                                        "urn:ietf:params:oauth:grant-type:token-exchange",
                                        Map.of(
                                                "subject_token",
                                                bob,
                                                "subject_token_type",
                                                "urn:ietf:params:oauth:token-type:access_token",
                                                "scope",
                                                "demo-upstream"))));
        assertThat(group(SUBJECT, exchanged)).isEqualTo(group(SUBJECT, claims(bob)));
        assertThat(exchanged)
                .contains("\"aud\":\"demo-upstream\"", "\"azp\":\"agentgate-upstream\"");
    }

    @Test
    void peopleSignInToADashboardAtAnyPortOfThisMachine() throws IOException {
        for (String dashboard : List.of("http://127.0.0.1:23456/", "http://localhost:8083/back")) {
            String claims = claims(new SignIn(keycloak, dashboard).token("alice"));
            assertThat(claims)
                    .contains(
                            "\"preferred_username\":\"alice\"", "\"azp\":\"agentgate-dashboard\"");
            assertThat(group(Pattern.compile("\"realm_access\":\\{\"roles\":\\[([^]]*)]"), claims))
                    .contains("\"admin\"");
        }
    }

    @Test
    void tokensOfTheDashboardAreForBothServicesAndNotForTheProxies() throws IOException {
        String claims = claims(new SignIn(keycloak, "http://127.0.0.1:23456/").token("vic"));
        String audiences = group(Pattern.compile("\"aud\":\\[([^]]*)]"), claims);
        assertThat(audiences.split(","))
                .containsExactlyInAnyOrder("\"agentgate-policy\"", "\"agentgate-audit\"");
    }

    @Test
    void theDashboardIsTheOnlyPlaceToComeBackTo() throws IOException {
        assertThat(new SignIn(keycloak, "http://dashboard.example.com/").page().statusCode())
                .isEqualTo(400);
        assertThat(new SignIn(keycloak, "http://127.0.0.1.example.com/").page().statusCode())
                .isEqualTo(400);
        assertThat(new SignIn(keycloak, "https://localhost:8083/").page().statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoSignsOutComesBackToTheDashboardOnly() throws IOException {
        assertThat(
                        new SignIn(keycloak, "http://127.0.0.1:23456/")
                                .signOut()
                                .headers()
                                .firstValue("Location"))
                .contains("http://127.0.0.1:23456/");
        assertThat(new SignIn(keycloak, "http://dashboard.example.com/").signOut().statusCode())
                .isEqualTo(400);
    }

    @Test
    void nobodySignsInToTheDashboardWithoutAChallengeOrByPasswordAlone() throws IOException {
        assertThat(
                        new SignIn(keycloak, "http://127.0.0.1:23456/")
                                .pageWithoutChallenge()
                                .headers()
                                .firstValue("Location")
                                .orElse(""))
                .startsWith("http://127.0.0.1:23456/?")
                .contains("error=invalid_request");
        assertThatThrownBy(
                        () ->
                                keycloak.grant(
                                        Map.of(
                                                "grant_type",
                                                "password",
                                                "client_id",
                                                Keycloak.DASHBOARD_CLIENT,
                                                "client_secret",
                                                Keycloak.DASHBOARD_SECRET,
                                                "username",
                                                "alice",
                                                "password",
                                                Keycloak.password("alice"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unauthorized_client");
    }

    @Test
    void keepsItsKeysAndItsPortOverARestart() throws IOException {
        String issuer = keycloak.issuer();
        String before = head(keycloak.token("agentgate-cli", "bob"));
        keycloak.stop();
        assertThatThrownBy(() -> keycloak.token("agentgate-cli", "bob"))
                .isInstanceOf(IOException.class);
        keycloak.restart();
        assertThat(keycloak.issuer()).isEqualTo(issuer);
        assertThat(head(keycloak.token("agentgate-cli", "bob"))).isEqualTo(before);
    }

    private static Map<String, String> upstream(String grant, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(more);
        form.put("grant_type", grant);
        form.put("client_id", "agentgate-upstream");
        form.put("client_secret", "agentgate-upstream-secret");
        return form;
    }

    private static long lifeSeconds(String claims) {
        return Long.parseLong(group(EXPIRES, claims)) - Long.parseLong(group(ISSUED, claims));
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static String head(String token) {
        return part(token, 0);
    }

    private static String claims(String token) {
        return part(token, 1);
    }

    private static String part(String token, int index) {
        return new String(
                Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8);
    }
}
