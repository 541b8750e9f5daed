package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/** The token of the dashboard, made once for each home and kept in {@code keys/dashboard.key}. */
public final class DashboardToken {
    private DashboardToken() {}

    /**
     * Reads it, and makes it if it is missing.
     *
     * @param home the product's home directory
     * @return 64 hexadecimal digits; a secret
     * @throws KeyFileException if it cannot be read, made or trusted
     */
    public static String of(Path home) throws KeyFileException {
        Path file = home.resolve("keys").resolve("dashboard.key");
        try {
            KeyFile key = new KeyFile(file, "delete it to get a new token for the dashboard");
            return HexFormat.of().formatHex(key.readOrCreate().reveal());
        } catch (IOException unusable) {
            throw new KeyFileException(
                    file + " cannot be read or made (" + unusable + ")", unusable);
        }
    }
}
