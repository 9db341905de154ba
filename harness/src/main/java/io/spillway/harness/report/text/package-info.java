/**
 * The report and its progress as lines of text.
 *
 * <p>Pure formatting: prints nothing, asks no terminal and no clock; whoever prints says what the
 * terminal can do.
 */
package io.spillway.harness.report.text;
