/**
 * Intervals, exact tests and sequential tests for proportions: pure functions on Commons
 * Statistics.
 */
package io.spillway.harness.stats;
