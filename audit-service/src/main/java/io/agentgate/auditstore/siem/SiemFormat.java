package io.agentgate.auditstore.siem;

import java.util.Locale;
import java.util.Optional;

/** The language that a security information system is told of events in. */
public enum SiemFormat {
    /** Nobody is told. */
    NONE,
    /** Open Cybersecurity Schema Framework. */
    OCSF,
    /** Elastic Common Schema. */
    ECS,
    /** Common Event Format. */
    CEF;

    /** The word that operators type: {@code ocsf}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format behind a word, if there is one. */
    public static Optional<SiemFormat> ofWord(String word) {
        for (SiemFormat format : values()) {
            if (format.word().equals(word)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * The formatter of this format; none where nobody is told.
     *
     * @param version of the product, as the events name it
     */
    public Optional<SiemFormatter> formatter(String version) {
        return switch (this) {
            case NONE -> Optional.empty();
            case OCSF -> Optional.of(new OcsfFormatter(version));
            case ECS -> Optional.of(new EcsFormatter(version));
            case CEF -> Optional.of(new CefFormatter(version));
        };
    }
}
