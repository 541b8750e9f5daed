package io.agentgate.testkit.identity;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** An identity provider on loopback: discovery, keys, and tokens for whomever a test names. */
public final class TestIssuer implements AutoCloseable {
    private final HttpServer server;
    private final KeyPair keys;

    private final String audience;

    /**
     * @param audience what its tokens are made for
     */
    public TestIssuer(String audience) throws IOException, GeneralSecurityException {
        this.audience = audience;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(
                "/.well-known/openid-configuration",
                """
                {"issuer":"%s","jwks_uri":"%s/keys","token_endpoint":"%s/token",
                 "authorization_endpoint":"%s/auth"}
                """
                        .replace("%s", url()));
        RSAPublicKey shown = (RSAPublicKey) keys.getPublic();
        serve(
                "/keys",
                """
                {"keys":[{"kty":"RSA","alg":"RS256","use":"sig","kid":"1","n":"%s","e":"%s"}]}
                """
                        .formatted(number(shown.getModulus()), number(shown.getPublicExponent())));
        server.start();
    }

    private void serve(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                path,
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token that is good for five minutes. */
    public String token(String name, String... roles) {
        return token(name, Instant.now().plusSeconds(300), roles);
    }

    public String token(String name, Instant expires, String... roles) {
        return token(name, audience, expires, roles);
    }

    public String token(String name, String madeFor, Instant expires, String... roles) {
        String claims =
                """
                {"iss":"%s","aud":"%s","sub":"id-%s","preferred_username":"%s","iat":%d,"exp":%d,
                 "realm_access":{"roles":[%s]}}
                """
                        .formatted(
                                url(),
                                madeFor,
                                name,
                                name,
                                expires.getEpochSecond() - 600,
                                expires.getEpochSecond(),
                                Arrays.stream(roles)
                                        .map(role -> "\"" + role + "\"")
                                        .collect(Collectors.joining(",")));
        String signed =
                part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"1\"}") + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return encoded(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return encoded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
