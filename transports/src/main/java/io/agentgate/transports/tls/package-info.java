/** TLS on both sides: its files, read again while the process runs, and what a client proves. */
@NullMarked
package io.agentgate.transports.tls;

import org.jspecify.annotations.NullMarked;
