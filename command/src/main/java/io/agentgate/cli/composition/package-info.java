/**
 * What {@code wrap} and {@code serve} are both made of: the parts that judge and record calls, put
 * together over one home directory.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Both commands judge and record with the same parts, in the same order.
 *   <li>Nothing here knows how messages travel, and nothing here loads picocli.
 *   <li>What the first answer does not need, SQLite above all, is loaded behind it.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.composition;

import org.jspecify.annotations.NullMarked;
