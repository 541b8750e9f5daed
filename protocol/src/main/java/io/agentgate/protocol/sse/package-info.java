/**
 * Server-sent events as bytes: an incremental decoder and an encoder (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG
 * HTML, section 9.2.5</a>).
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>The events do not depend on where the stream was cut into chunks.
 *   <li>Data stays bytes: broken UTF-8 reaches the reader of the data and is not mended here.
 *   <li>An event larger than the limit fails, and every event before it is delivered first.
 *   <li>What the encoder writes, the decoder reads back equal, but for line ends within the data,
 *       which become LF.
 * </ol>
 */
@NullMarked
package io.agentgate.protocol.sse;

import org.jspecify.annotations.NullMarked;
