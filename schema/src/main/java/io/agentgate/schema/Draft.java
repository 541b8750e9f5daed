package io.agentgate.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The drafts of JSON Schema that are understood. */
enum Draft {
    DRAFT_07,
    DRAFT_2019_09,
    DRAFT_2020_12;

    private static final Map<String, Draft> BY_ADDRESS =
            Map.of(
                    "json-schema.org/draft-07/schema", DRAFT_07,
                    "json-schema.org/draft/2019-09/schema", DRAFT_2019_09,
                    "json-schema.org/draft/2020-12/schema", DRAFT_2020_12);

    /** The draft that {@code $schema} names; null if none of these. */
    static @Nullable Draft named(String address) {
        String bare = address.endsWith("#") ? address.substring(0, address.length() - 1) : address;
        int host =
                bare.startsWith("http://") || bare.startsWith("https://")
                        ? bare.indexOf("//") + 2
                        : 0;
        return BY_ADDRESS.get(bare.substring(host));
    }
}
