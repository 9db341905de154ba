package io.spillway.harness.report.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.spillway.harness.report.ConformanceReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes the page: one file without scripts, fonts or anything else to load. Thread-safe.
 *
 * <p>The templates were compiled when the harness was built, so that rendering needs no compiler
 * and no folder to write to.
 */
public final class HtmlReport {

  private static final String STYLE_RESOURCE = "/io/spillway/harness/report/report.css";

  /** The engine of all pages. */
  static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, // no folder: the templates are on the class path
          ContentType.Html,
          HtmlReport.class.getClassLoader(),
          "io.spillway.harness.report.template");

  private HtmlReport() {}

  /**
   * {@return the page}
   *
   * @param report the run
   * @param schema name and version of the JSON that lies beside the page
   */
  public static String render(ConformanceReport report, String schema) {
    StringOutput output = new StringOutput(1 << 16);
    ENGINE.render("page.jte", PageView.of(report, schema, style()), output);
    return output.toString();
  }

  /** {@return the report's style sheet, for a page that adds to it} */
  static String style() {
    return style(STYLE_RESOURCE);
  }

  /** {@return a style sheet of the harness's jar} */
  static String style(String name) {
    try (InputStream resource = HtmlReport.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(
            "resource "
                + name
                + " is missing from the harness's jar: it was not packed whole, build it again");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading resource " + name, e);
    }
  }
}
