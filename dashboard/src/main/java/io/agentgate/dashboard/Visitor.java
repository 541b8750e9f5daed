package io.agentgate.dashboard;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Who looks. What is done for somebody runs with them as the {@linkplain #current current} visitor,
 * so that a port can ask others in their name.
 *
 * @param name as records name them
 * @param credential what shows to others who they are; a secret, empty where nobody else is asked
 */
public record Visitor(String name, Set<Right> rights, String credential) {
    private static final ScopedValue<Visitor> CURRENT = ScopedValue.newInstance();
    private static final String KEY = Visitor.class.getName();

    public Visitor {
        rights = Set.copyOf(rights);
    }

    /** For whom this thread works. */
    public static Visitor current() {
        return CURRENT.orElseThrow(() -> new IllegalStateException("nobody asked for this"));
    }

    /** Does something for them. */
    public <A> A run(Callable<A> task) throws Exception {
        return ScopedValue.where(CURRENT, this).call(task::call);
    }

    /** Says that it is they who asked. */
    public void enter(RoutingContext asked) {
        asked.put(KEY, this);
    }

    /** Who asked; an {@link Entrance} has let them in. */
    static Visitor of(RoutingContext asked) {
        Visitor visitor = asked.get(KEY);
        if (visitor == null) {
            throw new IllegalStateException("a route without an entrance");
        }
        return visitor;
    }

    @Override
    public String toString() {
        return "Visitor[" + name + "]";
    }
}
