package io.agentgate.gateway.redact;

import io.agentgate.gateway.audit.Payload;
import io.agentgate.policy.Rule;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Span;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes what may be stored of a message body: redacted, sealed with an HMAC, and cut to size.
 * Thread safe.
 */
public final class Capture {
    private static final String ALGORITHM = "HmacSHA256";

    private volatile CaptureSettings settings;
    private final Supplier<byte[]> auditKey;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::freshMac);
    private volatile @Nullable Mac keyed;

    /**
     * @param auditKey gives the key of the HMAC; asked once, at the first use
     */
    public Capture(CaptureSettings settings, Supplier<byte[]> auditKey) {
        this.settings = settings;
        this.auditKey = auditKey;
    }

    /** Replaces what is captured, from the next payload on. */
    public void capture(CaptureSettings newSettings) {
        settings = newSettings;
    }

    /**
     * Loads the JDK's cryptography, which takes longer than all else a process needs to begin. Done
     * by the first payload otherwise.
     */
    public void warmUp() {
        keyed();
    }

    private Mac keyed() {
        Mac made = keyed;
        return made != null ? made : firstKeyed();
    }

    private synchronized Mac firstKeyed() {
        Mac made = keyed;
        if (made == null) {
            try {
                made = Mac.getInstance(ALGORITHM);
                made.init(new SecretKeySpec(auditKey.get(), ALGORITHM));
                keyed = made;
            } catch (GeneralSecurityException impossible) {
                // Every Java platform has this algorithm (javax.crypto.Mac).
                throw new IllegalStateException(impossible);
            }
        }
        return made;
    }

    /** A copy costs less than to look the algorithm up again, and nobody else works with it. */
    private Mac freshMac() {
        try {
            return (Mac) keyed().clone();
        } catch (CloneNotSupportedException impossible) {
            // The platform's own implementation of HMAC can be cloned.
            throw new IllegalStateException(impossible);
        }
    }

    /** The storable form of a call's arguments; null if there are none or none are wanted. */
    public @Nullable Payload arguments(Frame frame, @Nullable Span span, List<Rule> redactions) {
        return span == null || !settings.arguments() ? null : payload(frame, span, redactions);
    }

    /** The storable form of an answer; null if none are wanted. */
    public @Nullable Payload result(Frame frame, Span span, List<Rule> redactions) {
        return settings.results() ? payload(frame, span, redactions) : null;
    }

    /** The storable form of a word the client chose, such as a request id. */
    public String word(String text, List<Rule> redactions) {
        return Redaction.of(text, redactions);
    }

    private Payload payload(Frame frame, Span span, List<Rule> redactions) {
        byte[] text = frame.slice(span);
        if (!redactions.isEmpty()) {
            Redaction redaction = Redaction.over(frame, span, redactions, Redaction.Names.REWRITE);
            text = Frame.of(text).splice(shifted(redaction.edits(), span.start())).bytes();
        }
        byte[] seal = macs.get().doFinal(text);
        return new Payload(Payload.head(text, settings.maxBytes()), text.length, seal);
    }

    private static List<Edit> shifted(List<Edit> edits, int by) {
        List<Edit> shifted = new ArrayList<>(edits.size());
        for (Edit edit : edits) {
            Span span = edit.span();
            shifted.add(new Edit(new Span(span.start() - by, span.end() - by), edit.replacement()));
        }
        return shifted;
    }
}
