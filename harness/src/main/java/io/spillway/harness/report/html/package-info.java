/**
 * The report as one HTML page.
 *
 * <p>The views here turn the model into what the templates in {@code src/main/jte} print: words,
 * formatted figures and coordinates, but no markup. The templates hold all markup, and their engine
 * escapes everything that they print. Views are public because compiled templates live in a package
 * of their own; nobody else uses them.
 */
package io.spillway.harness.report.html;
