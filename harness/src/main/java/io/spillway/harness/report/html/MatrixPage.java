package io.spillway.harness.report.html;

import gg.jte.output.StringOutput;
import io.spillway.harness.report.matrix.Matrix;

/**
 * Makes the page that sets reports side by side: one file without scripts, fonts or anything else
 * to load. Thread-safe.
 */
public final class MatrixPage {

  private static final String STYLE_RESOURCE = "/io/spillway/harness/report/matrix.css";

  private MatrixPage() {}

  /** {@return the page} */
  public static String render(Matrix matrix) {
    StringOutput output = new StringOutput(1 << 16);
    String style = HtmlReport.style() + HtmlReport.style(STYLE_RESOURCE);
    HtmlReport.ENGINE.render("matrix.jte", MatrixView.of(matrix, style), output);
    return output.toString();
  }
}
