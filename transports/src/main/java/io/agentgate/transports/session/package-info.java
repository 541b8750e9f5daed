/** The sessions of clients: their sealed names, whom they belong to, and what of them changes. */
@NullMarked
package io.agentgate.transports.session;

import org.jspecify.annotations.NullMarked;
