/**
 * The scenarios that gather the evidence for the rulebook's rules. They act and record; the checks
 * in {@code io.spillway.harness.check} judge.
 */
package io.spillway.suites.conformance;
