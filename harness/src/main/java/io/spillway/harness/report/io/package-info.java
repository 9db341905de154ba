/**
 * The report as files: written in one go, read back for comparison.
 *
 * <p>May use every other form of the report; used by whoever ends a run or compares two.
 */
package io.spillway.harness.report.io;
