package io.agentgate.cluster.bundle;

import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.WrongFieldException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        String word = one.text("scope");
        if (!ScopeText.WORDS.contains(word)) {
            throw one.wrong("scope", "is not one that this proxy knows");
        }
        try {
            return new ScopeText(word, one.textOrNull("server"), one.textOrNull("name")).parse();
        } catch (WrongFieldException wrong) {
            throw one.wrong(wrong.field(), wrong.clause());
        }
    }
}
