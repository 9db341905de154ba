package io.spillway.harness.report.matrix;

import io.spillway.harness.report.ConformanceReport;

/**
 * A report to set beside others.
 *
 * @param report the report
 * @param name what to call it; empty for the router with its version
 * @param place the name of its folder or file, which tells it from another of the same router
 * @param links where its evidence is
 */
public record Entry(ConformanceReport report, String name, String place, EvidenceLinks links) {}
