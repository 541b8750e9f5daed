package io.agentgate.gateway.federation;

/**
 * The shape of the URIs that a template gives, of which as much is looked at as tells servers
 * apart: what stands between the expressions, in its order.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6570">RFC 6570</a>
 */
final class UriTemplate {
    private static final String OPERATORS = "+#./;?&=,!@|";

    private UriTemplate() {}

    /** Whether a URI may be one that the template gives; false of what is no template. */
    static boolean matches(String template, String uri) {
        int open = template.indexOf('{');
        if (open < 0 || !uri.startsWith(template.substring(0, open))) {
            return false;
        }
        int at = open;
        while (open >= 0) {
            int close = template.indexOf('}', open);
            if (close < 0) {
                return false;
            }
            int next = template.indexOf('{', close);
            String behind = template.substring(close + 1, next < 0 ? template.length() : next);
            if (behind.isEmpty() && next >= 0) {
                // Nobody can tell where one ends and the other begins: the last has it all.
                open = next;
                continue;
            }
            int end = next < 0 ? uri.length() - behind.length() : uri.indexOf(behind, at);
            if (end < at || !uri.startsWith(behind, end)) {
                return false;
            }
            if (!fits(template.substring(open + 1, close), uri.substring(at, end))) {
                return false;
            }
            at = end + behind.length();
            open = next;
        }
        return true;
    }

    /** A variable without an operator is never empty here, and has its slashes encoded. */
    private static boolean fits(String expression, String text) {
        boolean simple = expression.isEmpty() || OPERATORS.indexOf(expression.charAt(0)) < 0;
        return !simple || (!text.isEmpty() && text.indexOf('/') < 0);
    }
}
