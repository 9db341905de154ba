/**
 * What the documents say that a router does, as pure functions: reference models that checks
 * compare histories with, and that tests compare with exact enumeration.
 *
 * <p>No I/O, clock, thread or logger, and no chance but exact probabilities. May use {@code stats};
 * used by {@code check}.
 */
package io.spillway.harness.model;
