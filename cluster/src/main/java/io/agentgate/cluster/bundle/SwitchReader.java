package io.agentgate.cluster.bundle;

import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.KillSwitch.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reader of a bundle's kill switches. */
final class SwitchReader {
    private SwitchReader() {}

    static List<KillSwitch> read(Members bundle) throws BundleException {
        List<KillSwitch> switches = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Members one : bundle.objects("killSwitches")) {
            String id = notBlank(one, "id");
            if (!ids.add(id)) {
                throw one.wrong("id", "is there twice");
            }
            switches.add(
                    new KillSwitch(id, scope(one), notBlank(one, "reason"), one.instant("since")));
        }
        return switches;
    }

    private static String notBlank(Members one, String name) throws BundleException {
        String text = one.text(name);
        if (text.isBlank()) {
            throw one.wrong(name, "is empty");
        }
        return text;
    }

    private static KillSwitch.Scope scope(Members one) throws BundleException {
        // What cannot stand beside a scope is refused: a switch must not stop other than it says.
        return switch (one.text("scope")) {
            case "all" -> {
                refuse(one, "server");
                refuse(one, "name");
                yield new KillSwitch.Everything();
            }
            case "server" -> {
                refuse(one, "name");
                yield new KillSwitch.OfServer(names(one, "server"));
            }
            case "tool" -> new KillSwitch.OfTool(namesOrNull(one, "server"), names(one, "name"));
            case "agent" -> {
                refuse(one, "server");
                yield new KillSwitch.OfAgent(names(one, "name"));
            }
            case "caller" -> {
                refuse(one, "server");
                yield new KillSwitch.OfCaller(names(one, "name"));
            }
            default -> throw one.wrong("scope", "is not one that this proxy knows");
        };
    }

    private static void refuse(Members one, String name) throws BundleException {
        if (one.textOrNull(name) != null) {
            throw one.wrong(name, "does not go with this scope");
        }
    }

    private static Names names(Members one, String name) throws BundleException {
        return Names.of(notBlank(one, name));
    }

    private static @Nullable Names namesOrNull(Members one, String name) throws BundleException {
        return one.textOrNull(name) == null ? null : names(one, name);
    }
}
