package io.agentgate.protocol;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The method names of all MCP revisions from 2024-11-05 to 2026-07-28, in both directions.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/schema">MCP schema</a>
 */
public final class Methods {
    private static final Set<String> KNOWN =
            Set.of(
                    "initialize",
                    "ping",
                    "server/discover",
                    "tools/list",
                    "tools/call",
                    "prompts/list",
                    "prompts/get",
                    "resources/list",
                    "resources/templates/list",
                    "resources/read",
                    "resources/subscribe",
                    "resources/unsubscribe",
                    "subscriptions/listen",
                    "completion/complete",
                    "logging/setLevel",
                    "tasks/get",
                    "tasks/result",
                    "tasks/list",
                    "tasks/cancel",
                    "tasks/update",
                    "roots/list",
                    "sampling/createMessage",
                    "elicitation/create",
                    "notifications/initialized",
                    "notifications/cancelled",
                    "notifications/progress",
                    "notifications/message",
                    "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/list_changed",
                    "notifications/resources/updated",
                    "notifications/roots/list_changed",
                    "notifications/subscriptions/acknowledged",
                    "notifications/elicitation/complete",
                    "notifications/tasks",
                    "notifications/tasks/status");

    private static final Map<String, String> BY_FOLDED =
            KNOWN.stream()
                    .collect(
                            Collectors.toMap(m -> m.toLowerCase(Locale.ROOT), Function.identity()));

    private static final int FULLWIDTH_SLASH = 0xFF0F;

    private Methods() {}

    /** Returns whether a method is the protocol's own. */
    public static boolean isKnown(String method) {
        return KNOWN.contains(method);
    }

    /**
     * Returns the protocol's own method that an unknown one could pass for with a careless peer:
     * one that ignores case, compatibility forms, invisible characters, blanks or outer slashes.
     *
     * @return null if there is none, or if the method is the protocol's own
     */
    public static @Nullable String lookalike(String method) {
        if (isKnown(method)) {
            return null;
        }
        String folded = Folding.fold(withoutPadding(method));
        return folded == null ? null : BY_FOLDED.get(folded);
    }

    private static boolean isPadding(int codePoint) {
        return codePoint == '/'
                || codePoint == FULLWIDTH_SLASH
                || Folding.isBlank(codePoint)
                || Folding.isInvisible(codePoint);
    }

    private static String withoutPadding(String method) {
        int start = 0;
        int end = method.length();
        while (start < end && isPadding(method.codePointAt(start))) {
            start += Character.charCount(method.codePointAt(start));
        }
        while (start < end && isPadding(method.codePointBefore(end))) {
            end -= Character.charCount(method.codePointBefore(end));
        }
        return method.substring(start, end);
    }
}
