package io.agentgate.transports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.CertificateAuthentication;
import io.agentgate.transports.entrance.CertificateName;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.tls.ListenerTls;
import io.agentgate.transports.tls.ListenerTls.ClientCertificates;
import io.agentgate.transports.tls.TlsFiles;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of both sides, made for the test. */
class TlsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HERE = "ip:127.0.0.1";

    private static Authority authority;
    private static Authority stranger;
    private static Authority.Issued gate;
    private static Authority.Issued next;
    private static Authority.Issued ann;
    private static Authority.Issued bob;
    private static Authority.Issued mallory;

    private final BlockingQueue<Login> logins = new LinkedBlockingQueue<>();
    private WireServer server;
    private Path scratch;
    private @Nullable RealGateway gateway;

    @BeforeAll
    static void issue(@TempDir Path directory) throws Exception {
        authority = new Authority(directory, "authority");
        stranger = new Authority(directory, "stranger");
        gate = authority.issue("gate", "CN=gate one", HERE);
        next = authority.issue("next", "CN=gate two", HERE);
        ann = authority.issue("ann", "CN=ann, O=Example", "uri:spiffe://example/ann");
        bob = authority.issue("bob", "CN=bob, O=Example", "uri:spiffe://example/bob");
        mallory = stranger.issue("mallory", "CN=ann, O=Example", "uri:spiffe://example/ann");
    }

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        scratch = directory;
        server = new WireServer(TlsIT::serve);
    }

    @AfterEach
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        server.close();
    }

    private static void serve(Received request, Reply reply) throws IOException {
        int id = request.body().contains("initialize") ? 0 : 1;
        reply.json("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
    }

    private void listen(ListenerTls tls, CertificateName name, Authentication others)
            throws Exception {
        CertificateAuthentication certificates = new CertificateAuthentication(others, name);
        Authentication watched =
                new Authentication() {
                    @Override
                    public Login login(@Nullable String credential, String address) {
                        return login(credential, address, null);
                    }

                    @Override
                    public Login login(
                            @Nullable String credential,
                            String address,
                            @Nullable X509Certificate certificate) {
                        Login login = certificates.login(credential, address, certificate);
                        logins.add(login);
                        return login;
                    }

                    @Override
                    public boolean isRequired() {
                        return true;
                    }
                };
        open(
                new ListenerSettings(
                        "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of(), null, null, tls),
                new UpstreamSettings(server.at("/mcp"), "server", List.of()),
                watched);
    }

    private void open(
            ListenerSettings listener, UpstreamSettings upstream, Authentication authentication)
            throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        listener,
                        upstream,
                        authentication,
                        new Membership(
                                "w", new LocalSessionDirectory(), new NoReplicas("w"), false));
    }

    private static ListenerTls tls(ClientCertificates clients) {
        return new ListenerTls(
                new TlsFiles(gate.certificate(), gate.key(), authority.certificate()), clients);
    }

    private static HttpClient http(Authority.@Nullable Issued own) throws Exception {
        return HttpClient.newBuilder().sslContext(authority.tls(own)).build();
    }

    private URI endpoint() {
        return URI.create("https://127.0.0.1:" + requireNonNull(gateway).port() + "/mcp");
    }

    private HttpResponse<String> initialize(HttpClient http, @Nullable String credential)
            throws IOException, InterruptedException {
        McpClient client = new McpClient(http, endpoint(), credential);
        return client.send(
                client.request().POST(BodyPublishers.ofString(McpClient.INITIALIZE)).build());
    }

    @Test
    void theSubjectOfACertificateIsTheCaller() throws Exception {
        listen(tls(ClientCertificates.REQUIRED), CertificateName.SUBJECT, Authentication.NONE);
        try (HttpClient http = http(ann)) {
            assertThat(initialize(http, null).statusCode()).isEqualTo(200);
        }

        assertThat(logins.remove()).isEqualTo(new Login.Accepted("CN=ann,O=Example", true));
    }

    @Test
    void aUriOfACertificateCanBeTheCaller() throws Exception {
        listen(tls(ClientCertificates.REQUIRED), CertificateName.URI, Authentication.NONE);
        try (HttpClient http = http(ann)) {
            assertThat(initialize(http, null).statusCode()).isEqualTo(200);
        }

        assertThat(logins.remove()).isEqualTo(new Login.Accepted("spiffe://example/ann", true));
    }

    @Test
    void aCertificateWithoutThatNameLetsNobodyIn() throws Exception {
        listen(tls(ClientCertificates.REQUIRED), CertificateName.DNS, Authentication.NONE);
        try (HttpClient http = http(ann)) {
            assertThat(initialize(http, null).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void withoutACertificateOfTheAuthorityThereIsNoConnection() throws Exception {
        listen(tls(ClientCertificates.REQUIRED), CertificateName.SUBJECT, Authentication.NONE);
        try (HttpClient nobody = http(null);
                HttpClient other = http(mallory)) {
            assertThatThrownBy(() -> initialize(nobody, null)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> initialize(other, null)).isInstanceOf(IOException.class);
        }
        assertThat(logins).isEmpty();
    }

    @Test
    void whoShowsNoCertificateWhereOneIsOnlyRequestedIsStillAsked() throws Exception {
        listen(tls(ClientCertificates.REQUESTED), CertificateName.SUBJECT, Authentication.NONE);
        try (HttpClient nobody = http(null)) {
            assertThat(initialize(nobody, null).statusCode()).isEqualTo(401);
            assertThat(initialize(nobody, "Bearer anything").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aCredentialBesideACertificateHasToBeRight() throws Exception {
        Authentication keys =
                new Authentication() {
                    @Override
                    public Login login(@Nullable String credential, String address) {
                        return "Bearer right".equals(credential)
                                ? new Login.Accepted("key", true)
                                : io.agentgate.transports.entrance.Bearer.invalid("wrong");
                    }

                    @Override
                    public boolean isRequired() {
                        return true;
                    }
                };
        listen(tls(ClientCertificates.REQUIRED), CertificateName.SUBJECT, keys);
        try (HttpClient http = http(ann)) {
            assertThat(initialize(http, "Bearer wrong").statusCode()).isEqualTo(401);
            assertThat(initialize(http, "Bearer right").statusCode()).isEqualTo(200);
            assertThat(initialize(http, null).statusCode()).isEqualTo(200);
        }
        assertThat(logins).last().isEqualTo(new Login.Accepted("CN=ann,O=Example", true));
    }

    @Test
    void aSessionIsOfNoUseUnderAnotherCertificate() throws Exception {
        listen(tls(ClientCertificates.REQUIRED), CertificateName.SUBJECT, Authentication.NONE);
        try (HttpClient hers = http(ann);
                HttpClient his = http(bob)) {
            String session = new McpClient(hers, endpoint(), null).begin();

            assertThat(new McpClient(his, endpoint(), null).call(session).statusCode())
                    .isEqualTo(404);
            assertThat(new McpClient(hers, endpoint(), null).call(session).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aCertificateThatIsRenewedIsShownWithoutARestart() throws Exception {
        Path certificate = scratch.resolve("tls.crt");
        Path key = scratch.resolve("tls.key");
        Files.copy(gate.certificate(), certificate);
        Files.copy(gate.key(), key);
        listen(
                new ListenerTls(
                        new TlsFiles(certificate, key, authority.certificate()),
                        ClientCertificates.REQUIRED),
                CertificateName.SUBJECT,
                Authentication.NONE);
        assertThat(shown()).isEqualTo("CN=gate one");

        // As long as the two do not belong together, the old ones are shown.
        Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);
        assertThat(shown()).isEqualTo("CN=gate one");
        Files.copy(next.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!shown().equals("CN=gate two") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        assertThat(shown()).isEqualTo("CN=gate two");
        try (HttpClient http = http(ann);
                HttpClient nobody = http(null)) {
            assertThat(initialize(http, null).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> initialize(nobody, null)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anAuthorityThatIsReplacedVouchesForNobodyAnyMore() throws Exception {
        Path authorities = scratch.resolve("ca.crt");
        Files.copy(authority.certificate(), authorities);
        listen(
                new ListenerTls(
                        new TlsFiles(gate.certificate(), gate.key(), authorities),
                        ClientCertificates.REQUIRED),
                CertificateName.SUBJECT,
                Authentication.NONE);
        assertThat(isLetIn(ann)).isTrue();
        Files.copy(stranger.certificate(), authorities, StandardCopyOption.REPLACE_EXISTING);

        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isLetIn(mallory) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(isLetIn(mallory)).isTrue();
        assertThat(isLetIn(ann)).isFalse();
    }

    private boolean isLetIn(Authority.Issued who) throws Exception {
        try (HttpClient http = http(who)) {
            return initialize(http, null).statusCode() == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Whose certificate the gateway shows. */
    private String shown() throws Exception {
        try (SSLSocket socket =
                (SSLSocket)
                        authority
                                .tls(ann)
                                .getSocketFactory()
                                .createSocket("127.0.0.1", requireNonNull(gateway).port())) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    @Test
    void aServerIsTrustedByTheAuthorityThatIsNamed() throws Exception {
        SSLContext own = authority.tls(gate);
        try (WireServer secure = new WireServer(TlsIT::serve, own.getServerSocketFactory())) {
            toServer(secure, new TlsFiles(null, null, authority.certificate()));
            assertThat(plain().body()).contains("\"result\"");
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotReached() throws Exception {
        SSLContext own = authority.tls(gate);
        try (WireServer secure = new WireServer(TlsIT::serve, own.getServerSocketFactory())) {
            toServer(secure, new TlsFiles(null, null, stranger.certificate()));
            assertThat(plain().body()).contains("the server cannot be reached");
            assertThat(secure.received()).isEmpty();
        }
    }

    private void toServer(WireServer secure, TlsFiles files) throws Exception {
        open(
                new ListenerSettings("127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                new UpstreamSettings(
                        secure.at("/mcp"),
                        "server",
                        List.of(),
                        new UpstreamCredential.None(),
                        new Secrets(Map.of()),
                        files),
                Authentication.NONE);
    }

    private HttpResponse<String> plain() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            McpClient client =
                    new McpClient(
                            http,
                            URI.create(
                                    "http://127.0.0.1:" + requireNonNull(gateway).port() + "/mcp"),
                            null);
            return client.send(
                    client.request().POST(BodyPublishers.ofString(McpClient.INITIALIZE)).build());
        }
    }
}
