package io.agentgate.proxy;

/** The version of the product, as its build wrote it down. */
final class Version {
    private Version() {}

    static String ofProduct() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
