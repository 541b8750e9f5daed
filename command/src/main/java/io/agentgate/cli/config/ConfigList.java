package io.agentgate.cli.config;

import java.util.List;

/** A list of the configuration, each value with its place. */
record ConfigList(List<ConfigTable.Entry> items) {
    ConfigList {
        items = List.copyOf(items);
    }
}
