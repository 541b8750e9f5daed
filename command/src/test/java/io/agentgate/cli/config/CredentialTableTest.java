package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.TokenSource;
import io.agentgate.gateway.credential.UpstreamCredential;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialTableTest {
    private static final Home HOME = new Home(Path.of("/home/x"));
    private static final Path FILE = Path.of("/home/x/config.toml");
    private static final SecretReference A = new SecretReference.Environment("A");
    private static final SecretReference B = new SecretReference.File(Path.of("/run/b"));

    private static ServerConfig read(String... lines) throws CommandException {
        return ConfigFile.read(FILE, String.join("\n", lines), Config.ofDefaults(HOME)).server();
    }

    private static UpstreamCredential credential(String... lines) throws CommandException {
        return read("[upstream.credential]\n" + String.join("\n", lines))
                .upstream()
                .access()
                .credential();
    }

    @Test
    void everyKindGetsToItsPlace() throws CommandException {
        assertThat(read("").upstream().access().credential())
                .isEqualTo(new UpstreamCredential.None());
        assertThat(credential("kind = 'bearer'", "token = '${env:A}'"))
                .isEqualTo(new UpstreamCredential.Bearer(A));
        assertThat(credential("kind = 'header'", "name = 'X-Key'", "value = '${file:/run/b}'"))
                .isEqualTo(new UpstreamCredential.Header("X-Key", B));
        assertThat(credential("kind='basic'", "user='${env:A}'", "password='${file:/run/b}'"))
                .isEqualTo(new UpstreamCredential.Basic(A, B));
        assertThat(
                        credential(
                                "kind = 'client_credentials'",
                                "token_url = 'https://login.example/token'",
                                "client_id = 'gate'",
                                "client_secret = '${file:/run/b}'",
                                "scope = 'read write'",
                                "audience = 'tickets'",
                                "resource = 'https://tickets.example/mcp'",
                                "ca = 'ca.pem'"))
                .isEqualTo(
                        new UpstreamCredential.ClientCredentials(
                                new TokenSource(
                                        URI.create("https://login.example/token"),
                                        new TokenSource.Client("gate", B),
                                        List.of("read", "write"),
                                        "tickets",
                                        URI.create("https://tickets.example/mcp"),
                                        Path.of("/home/x/ca.pem"))));
    }

    @Test
    void tlsOfBothSidesGetsToItsPlace() throws CommandException {
        ServerConfig config =
                read(
                        "[server.tls]",
                        "certificate = 'tls.crt'",
                        "key = '/etc/tls.key'",
                        "client_ca = 'clients.pem'",
                        "clients = 'require'",
                        "caller = 'uri'",
                        "[upstream.tls]",
                        "ca = 'ca.pem'");

        assertThat(config.tls())
                .isEqualTo(
                        new ListenerTlsConfig(
                                new TlsConfig(
                                        Path.of("/home/x/tls.crt"),
                                        Path.of("/etc/tls.key"),
                                        Path.of("/home/x/clients.pem")),
                                ListenerTlsConfig.Clients.REQUIRE,
                                ListenerTlsConfig.Caller.URI));
        assertThat(config.upstream().access().tls())
                .isEqualTo(new TlsConfig(null, null, Path.of("/home/x/ca.pem")));
    }

    @Test
    void certificatesOfClientsAreNotAskedForUnlessTheFileSaysSo() throws CommandException {
        @Nullable ListenerTlsConfig tls = read("[server.tls]", "certificate='c'", "key='k'").tls();

        assertThat(tls).isNotNull();
        assertThat(tls.clients()).isEqualTo(ListenerTlsConfig.Clients.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[upstream.credential]|`upstream.credential.kind` is missing",
                "[upstream.credential];kind = 'ntlm'|2:1: `upstream.credential.kind` must be one",
                "[upstream.credential];kid = 'x'|2:1: unknown key `upstream.credential.kid`",
                "[upstream.credential];kind = 'bearer'|`upstream.credential.token` is missing",
                "[upstream.credential];kind = 'bearer';token = 'SECRET'|3:1: `upstream.cred",
                "[upstream.credential];kind = 'bearer';token = 5|3:1: `upstream.credential.token`",
                "[upstream.credential];kind = 'bearer';token = '${env:A}';user = 'x'|4:1: `upst",
                "[upstream.credential];kind = 'header';name = 'Host';value = '${env:A}'|3:1: `ups",
                "[upstream];headers={authorization='SECRET'};credential={kind='bearer',"
                        + "token='${env:A}'}|sets the header `Authorization`",
                "[upstream];credential = 5|2:1: `upstream.credential` must be a table",
                "[upstream.tls];certificate = 'c'|`upstream.tls.key` belong together",
                "[server.tls];certificate = 'c'|`server.tls.key` is missing",
                "[server.tls];certificate='c';key='k';clients='require'|vouches for clients",
                "[server.tls];certificate='c';key='k';clients='maybe'|must be one of none, req",
            })
    void wrongValueIsRefusedWithItsPlaceAndNoSecret(String text, String reason) {
        assertThatThrownBy(() -> read(text.split(";")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(FILE + ":")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("SECRET");
    }
}
