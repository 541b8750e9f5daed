package io.agentgate.policystore.proxies;

import io.agentgate.policystore.problem.Refusal;
import java.util.regex.Pattern;

/** The name of one proxy among the others. */
final class Replica {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Replica() {}

    /** A name that a request brought. */
    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("replica", "is not the name of a proxy");
        }
        return name;
    }
}
