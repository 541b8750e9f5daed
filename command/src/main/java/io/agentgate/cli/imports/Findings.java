package io.agentgate.cli.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * What a file was found to hold.
 *
 * @param servers those that may be taken over
 * @param others everything else
 */
record Findings(List<SourceServer> servers, List<Item> others) {
    Findings() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    void add(EntryReading.Result result) {
        switch (result) {
            case EntryReading.Result.Server(SourceServer server) -> servers.add(server);
            case EntryReading.Result.Nothing(Item item) -> others.add(item);
        }
    }

    void hasNoEquivalent(String name, String remark) {
        others.add(Item.of(name, Item.Outcome.NO_EQUIVALENT, remark));
    }
}
