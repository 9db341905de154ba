/**
 * The rulebook: which rules there are, what they say and where they come from, as data.
 *
 * <p>Pure. A rule names its check by a word; {@code run} joins the two.
 */
package io.spillway.harness.rule;
