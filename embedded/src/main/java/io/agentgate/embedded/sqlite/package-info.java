/**
 * The audit store of one machine: a single SQLite file that every process of the product writes to
 * and reads from.
 *
 * <p>A {@link io.agentgate.embedded.sqlite.SqliteDatabase} names the file. A {@link
 * io.agentgate.embedded.sqlite.SqliteAuditSink} writes to it and a {@link
 * io.agentgate.embedded.sqlite.SqliteAuditLog} reads it; each has a connection of its own and opens
 * it when it is first needed. The table {@code calls} has one row per call, made to be read with
 * {@code sqlite3} too: words instead of codes, and times as text in UTC.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A batch is one transaction: after a failure nothing of it is there, and the next delivery
 *       begins with a new connection.
 *   <li>An event that comes again changes nothing; an outcome finds its decision whichever of the
 *       two comes first.
 *   <li>Change marks grow in the order in which changes become visible, over all processes: who has
 *       seen mark {@code m} has missed nothing below it.
 *   <li>Readers never wait for writers, and writers never for readers (write-ahead log).
 *   <li>The file is made for its owner only. A file of another program, or of a version of this
 *       product that we can't share it with, is refused before anything in it is changed.
 *   <li>Schema changes add, and take nothing away but indexes. Each says from which version on
 *       programs can live with it, so that processes of different versions share one file for as
 *       long as possible.
 *   <li>A file that was moved away or deleted while we had it open is noticed at the next delivery.
 *   <li>Figures are sums over the calls that are there, written with them in one transaction; they
 *       go with the calls, to the minute, hour or day. What a program wrote that does not know of
 *       them is counted when the file is next opened to write.
 *   <li>Every event has a number and a keyed link in the chain of its writer, whose end is sealed
 *       with every batch. What retention removes is sealed, too, so {@link
 *       io.agentgate.embedded.sqlite.StoreVerification} tells it from what was deleted.
 * </ol>
 *
 * <p>{@code synchronous=FULL}: a batch that was taken survives a power cut. The journal forgets
 * what was delivered, so nothing less would do.
 */
@NullMarked
package io.agentgate.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
