/**
 * The gateway's ports, for many processes that serve the same clients: each technology in a package
 * of its name.
 */
@NullMarked
package io.agentgate.cluster;

import org.jspecify.annotations.NullMarked;
