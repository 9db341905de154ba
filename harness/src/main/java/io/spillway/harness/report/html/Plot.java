package io.spillway.harness.report.html;

import io.spillway.harness.check.Drawing;

/**
 * A drawing with its coordinates worked out, in units of an SVG view box {@value #WIDTH} wide. That
 * is about what a phone has, so that text keeps its size there and grows a little elsewhere.
 */
public sealed interface Plot permits SharesPlot, RampPlot, TimelinePlot {

  /** Width of every view box. */
  int WIDTH = 340;

  /** {@return its id on the page} */
  String id();

  /** {@return what is shown} */
  String title();

  /** {@return all that is shown, in words, for those who do not see it} */
  String description();

  /** {@return the height of the view box} */
  double height();

  /** {@return the plot of a drawing} */
  static Plot of(String id, Drawing drawing) {
    if (drawing instanceof Drawing.Shares shares) {
      return SharesPlot.of(id, shares);
    }
    if (drawing instanceof Drawing.Ramp ramp) {
      return RampPlot.of(id, ramp);
    }
    return TimelinePlot.of(id, (Drawing.Timeline) drawing);
  }
}
