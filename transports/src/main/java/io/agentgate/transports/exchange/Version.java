package io.agentgate.transports.exchange;

/** The version of the product, from its jar. */
public final class Version {
    private static final String UNKNOWN = "unknown";

    private Version() {}

    /** As servers are told it. */
    public static String ofProduct() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? UNKNOWN : version;
    }
}
