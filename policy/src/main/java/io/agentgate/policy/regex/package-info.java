/**
 * Regular expressions of the policy dialect: written as Rust's {@code regex} crate writes them, run
 * by RE2/J.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Searching takes time linear in the text. Look-around and back-references are refused at
 *       load, by name.
 *   <li>A pattern that loads means what the Rust crate's documentation says: {@code \d \s \w} are
 *       Unicode classes, {@code $} is the very end, nested classes and set operations are refused
 *       rather than read as literals. Known exception: {@code \b} and {@code \B} look at ASCII word
 *       characters only, because RE2/J has no other word boundary.
 *   <li>Length, group depth and expanded size are bounded, so a pattern cannot exhaust memory.
 * </ol>
 */
@NullMarked
package io.agentgate.policy.regex;

import org.jspecify.annotations.NullMarked;
