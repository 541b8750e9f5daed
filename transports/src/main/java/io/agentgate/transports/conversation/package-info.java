/**
 * Sessions that are spoken message by message: with servers behind {@linkplain
 * io.agentgate.gateway.link.ServerLink links}, whatever carries the messages of either side.
 *
 * <pre>
 *   client ──▶ StreamableTalk ──▶ Conversation ──admit──▶ Leg ──▶ link ──▶ server
 *          ◀── Outlet ◀───────────────────────── release── Leg ◀── link ◀──
 * </pre>
 *
 * <p>Clients speak Streamable HTTP, WebSocket ({@code SocketTalk}) or HTTP with SSE ({@code
 * EventTalk}).
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A conversation has a home, one event loop, and does everything there; connections of its
 *       client on other loops, and its links, leave word in that loop's mailbox.
 *   <li>Messages of a server keep their order, also where one waits for the journal; and so do
 *       those of a client.
 *   <li>A client that reads too slowly slows its servers down; one that stops reading is cut off.
 *   <li>What a client may come back for is kept within bounds ({@link
 *       io.agentgate.transports.conversation.EventStore}).
 * </ol>
 */
@NullMarked
package io.agentgate.transports.conversation;

import org.jspecify.annotations.NullMarked;
