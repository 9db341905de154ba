/**
 * The command line {@code spillway}: a conformance run outside Maven, the judgement of recorded
 * histories, and the rulebook for readers.
 */
package io.spillway.suites.cli;
