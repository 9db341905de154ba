/**
 * Faults on links and sites, as values, and what injects them.
 *
 * <p>Link faults go one way: Toxiproxy's HTTP API ({@code fault.toxiproxy}), whatever serves it.
 * Site faults belong to the runtime.
 */
package io.spillway.harness.fault;
