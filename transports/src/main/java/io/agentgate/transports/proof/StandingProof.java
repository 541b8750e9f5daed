package io.agentgate.transports.proof;

import io.agentgate.gateway.credential.Secret;
import io.agentgate.gateway.credential.SubjectToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A header made of secrets, written anew only when one of them changes. */
final class StandingProof implements Proof {
    private static final byte[] NOTHING = {};

    private final List<Secret> secrets;
    private final Function<List<String>, @Nullable String> writing;
    private volatile Written written;

    /** A header as it was written last. */
    private static final class Written {
        private final List<String> values;

        /** Null if the secrets cannot stand in a header. */
        private final byte @Nullable [] lines;

        Written(List<String> values, byte @Nullable [] lines) {
            this.values = values;
            this.lines = lines;
        }
    }

    /**
     * @param writing makes a line of secrets, or null if it cannot
     */
    StandingProof(List<Secret> secrets, Function<List<String>, @Nullable String> writing) {
        this.secrets = secrets;
        this.writing = writing;
        this.written = write();
    }

    static StandingProof ofNothing() {
        return new StandingProof(List.of(), none -> "");
    }

    static StandingProof bearer(Secret token) {
        return new StandingProof(
                List.of(token), values -> "authorization: Bearer " + values.getFirst() + "\r\n");
    }

    static StandingProof header(String name, Secret value) {
        return new StandingProof(
                List.of(value), values -> name + ": " + values.getFirst() + "\r\n");
    }

    static StandingProof basic(Secret user, Secret password) {
        return new StandingProof(List.of(user, password), StandingProof::basicLine);
    }

    private static @Nullable String basicLine(List<String> values) {
        String user = values.getFirst();
        if (user.indexOf(':') >= 0) {
            // RFC 7617, section 2: the rest would be the password.
            return null;
        }
        byte[] both = (user + ':' + values.getLast()).getBytes(StandardCharsets.UTF_8);
        return "authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
    }

    private Written write() {
        List<String> values = secrets.stream().map(Secret::value).toList();
        String line = writing.apply(values);
        boolean usable =
                line != null && line.chars().allMatch(c -> c <= 0x7E && (c >= ' ' || isLineEnd(c)));
        return new Written(
                values,
                line == null || !usable
                        ? null
                        : line.isEmpty() ? NOTHING : line.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isLineEnd(int c) {
        return c == '\r' || c == '\n';
    }

    @Override
    public byte @Nullable [] atHand(@Nullable SubjectToken subject) {
        Written last = written;
        for (int i = 0; i < secrets.size(); i++) {
            if (!secrets.get(i).value().equals(last.values.get(i))) {
                last = write();
                written = last;
                break;
            }
        }
        return last.lines;
    }

    @Override
    public CompletionStage<byte[]> fetch(@Nullable SubjectToken subject) {
        byte[] lines = atHand(subject);
        return lines == null
                ? CompletableFuture.failedStage(
                        new ProofException("the secret for the server cannot stand in a header"))
                : CompletableFuture.completedStage(lines);
    }

    @Override
    public void refused(@Nullable SubjectToken subject, byte[] lines) {
        // There is no other.
    }

    @Override
    public boolean canRenew() {
        return false;
    }
}
