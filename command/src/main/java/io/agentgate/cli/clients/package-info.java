/**
 * The programs that call tools, and the files in which they keep their servers.
 *
 * <p>{@link io.agentgate.cli.clients.Client} names them; {@link
 * io.agentgate.cli.clients.EntryShape} knows how each writes an entry, {@link
 * io.agentgate.cli.clients.EntryDocument} puts entries into a file's text and takes them out.
 * {@link io.agentgate.cli.clients.Changes} is the only one that writes.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A file's exact bytes lie in the home before anything is written.
 *   <li>A file that was changed since it was read is not written.
 *   <li>A file is written whole or not at all, and read again afterwards.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.clients;

import org.jspecify.annotations.NullMarked;
