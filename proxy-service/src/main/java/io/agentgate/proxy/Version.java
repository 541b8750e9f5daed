package io.agentgate.proxy;

import org.eclipse.microprofile.config.ConfigProvider;

/** The version of the product, as its build wrote it down. */
final class Version {
    private Version() {}

    static String ofProduct() {
        // Not from the package: Quarkus puts classes that it changed into a jar without a version.
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("unknown");
    }
}
