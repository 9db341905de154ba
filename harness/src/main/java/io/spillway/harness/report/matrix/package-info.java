/**
 * Reports side by side: what they say about the same rules, and where they were not made alike.
 *
 * <p>Composes, and decides nothing: each cell is what one report says. Pure; the forms that {@code
 * html} and {@code text} give it, and the files, in {@code io}, depend on this and not the other
 * way round.
 */
package io.spillway.harness.report.matrix;
