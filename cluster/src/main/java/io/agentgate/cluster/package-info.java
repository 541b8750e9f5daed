/** The adapters of a gateway of many processes. */
@NullMarked
package io.agentgate.cluster;

import org.jspecify.annotations.NullMarked;
