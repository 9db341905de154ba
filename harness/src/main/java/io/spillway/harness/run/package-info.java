/**
 * Runs scenarios: starts a network, plays load and faults on it, keeps the history, has it judged
 * and collects the results of a session.
 *
 * <p>Uses {@code topology, runtime, driver, fault, probe, history.io, check, rule, report}; only
 * {@code junit} and the suites may depend on it.
 */
package io.spillway.harness.run;
