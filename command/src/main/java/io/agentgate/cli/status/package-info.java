/**
 * What runs: the socket at which every {@code wrap} and {@code serve} tells its state, and {@code
 * agentgate status}, which asks them all.
 *
 * <pre>
 *   run/&lt;writer&gt;.sock   ──{"v":1,"ask":"state"}──▶
 *                        ◀──{"v":1,"state":{…}}──── or {"v":1,"error":"…"}
 *                        ──{"v":1,"ask":"kill_switches"}──▶ looks at them now
 *                        ◀──{"v":1,"kill_switches":2}──── how many are in force
 *                        ──{"v":1,"ask":"sessions"}──▶, or "servers"
 *                        ◀──{"v":1,"sessions":{"pid":7,"command":"serve","all":[…]}}────
 * </pre>
 *
 * <p>Each connection carries one question and one answer, a line of JSON each.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Only the owner of the home reaches a socket (mode 0600, in a directory of mode 0700).
 *   <li>A peer that is silent, or asks without end, keeps nobody else from being answered.
 *   <li>A process that cannot have a socket does its work without one.
 *   <li>No secret is told: of the upstream its address without the query, of a server's command its
 *       name.
 *   <li>Nothing here is loaded by {@code wrap} before its client has its first answer.
 * </ol>
 */
@NullMarked
package io.agentgate.cli.status;

import org.jspecify.annotations.NullMarked;
