/**
 * Which runtime a run uses, and why: asked for by {@code -Dspillway.runtime}, or else chosen by
 * whether a container engine answers.
 *
 * <p>Knows no runtime, and neither Testcontainers nor a Docker client: an engine is asked with one
 * HTTP request, so that nothing is loaded and nothing is logged where there is no engine.
 */
package io.spillway.harness.runtime.select;
