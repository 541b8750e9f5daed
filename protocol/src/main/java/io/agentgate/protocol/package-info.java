/**
 * What a message is: the bytes of JSON-RPC 2.0 as MCP uses it, read strictly and kept verbatim.
 *
 * <p>{@link io.agentgate.protocol.Scanner} turns the bytes of one message into a {@link
 * io.agentgate.protocol.Scanned}: a {@link io.agentgate.protocol.Message}, which is the bytes and
 * the places of what a gateway reads, or a {@link io.agentgate.protocol.Malformed} refusal. No tree
 * is built. {@link io.agentgate.protocol.JsonCursor} walks a part of a scanned message, {@link
 * io.agentgate.protocol.Frame#splice} changes one, {@link io.agentgate.protocol.JsonWriter} and
 * {@link io.agentgate.protocol.Replies} write new ones.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A message has one reading. Refused are: what is not <a
 *       href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a> JSON in valid UTF-8 without a
 *       byte order mark; members named twice in an object, at any depth and in any spelling;
 *       numbers that a double cannot hold; batches; bytes after the message; and, at the levels the
 *       protocol defines, a member that resembles a reserved one.
 *   <li>What passed is forwarded as it came: a frame holds the sender's bytes, and a splice leaves
 *       every byte outside its edits alone. One exception: a lone surrogate that a server wrote as
 *       an escape is replaced by U+FFFD, and counted; from a client it is refused.
 *   <li>The scanner never throws and never loops, whatever the bytes; time and memory are bounded
 *       by {@link io.agentgate.protocol.Limits} and linear in the length.
 *   <li>A refusal carries no text of the message. It carries the id if there is no doubt about it,
 *       also when the id stands behind the violation, unless the syntax is broken before.
 *   <li>A refusal says whether a reply is due, by a rule that cannot make two peers answer each
 *       other's errors for ever: {@link io.agentgate.protocol.Malformed#replyDue()}.
 *   <li>Members that the protocol does not define are allowed and kept.
 * </ol>
 *
 * <p>Everything here is CPU work on byte arrays: no I/O, no clock, no dependency. Instances of the
 * scanner, the cursor and the writer belong to one thread at a time; all other types are immutable.
 */
@NullMarked
package io.agentgate.protocol;

import org.jspecify.annotations.NullMarked;
