package io.agentgate.cli;

import io.agentgate.cli.installation.Installation;
import picocli.CommandLine.IVersionProvider;

/** The version of the product, from its jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "agentgate " + Installation.version(),
            "JDK " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
