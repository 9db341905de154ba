/**
 * Judges: each check is a pure function from a history and a question to a result.
 *
 * <p>No I/O, clock, thread or logger. May use {@code history}, {@code rule} and {@code stats}; used
 * by {@code run} and {@code report}.
 */
package io.spillway.harness.check;
