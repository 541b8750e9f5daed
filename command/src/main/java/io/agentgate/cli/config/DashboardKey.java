package io.agentgate.cli.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key {@code dashboard_api_key}. */
final class DashboardKey {
    private static final String KEY = "dashboard_api_key";

    /** What a header can carry, and nobody guesses within a life. */
    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9._~+/=-]{16,256}");

    private static final String FORM = "16 to 256 letters, digits or any of . _ ~ + / = -";

    private DashboardKey() {}

    static @Nullable String read(ConfigFile file) {
        String key = file.text(KEY, FORM);
        if (key != null && !GOOD.matcher(key).matches()) {
            file.report(KEY, "`" + KEY + "` must be " + FORM);
            return null;
        }
        return key;
    }
}
