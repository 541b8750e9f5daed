/**
 * {@code agentgate import}: servers that other programs know are put behind the gateway.
 *
 * <p>Of a client's own file, each server that the client starts is started behind the gateway from
 * then on; the file is changed as {@link io.agentgate.cli.clients} changes files. Of any other
 * file, {@link io.agentgate.cli.imports.ForeignFile} finds out what it is, {@link
 * io.agentgate.cli.imports.SourceServer}s come out of it, and {@link
 * io.agentgate.cli.imports.OwnServers} adds them to the configuration in the home.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>No secret that stands in another program's file is copied, or shown.
 *   <li>What has no equivalent is named, one by one; nothing is left out in silence.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.imports;

import org.jspecify.annotations.NullMarked;
