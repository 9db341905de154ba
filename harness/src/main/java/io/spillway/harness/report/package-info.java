/**
 * The outcome of a run as a model, with what all its forms share. The forms are in {@code html}
 * (the page), {@code io} (files, and back from them) and {@code text} (terminal lines); {@code
 * matrix} sets several side by side.
 *
 * <p>Computes no verdict: whatever is printed was decided in {@code check} or composed in the
 * model. Nothing here depends on a form.
 */
package io.spillway.harness.report;
