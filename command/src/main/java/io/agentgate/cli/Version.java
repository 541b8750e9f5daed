package io.agentgate.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the product, from its jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "agentgate " + (version == null ? "(not packaged)" : version),
            "JDK " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
