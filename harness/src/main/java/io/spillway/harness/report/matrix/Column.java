package io.spillway.harness.report.matrix;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * One report among those side by side.
 *
 * @param name the router with its version, and what tells it from another column of the same; no
 *     two columns have the same name
 * @param report what it shows
 * @param links where its evidence is
 */
public record Column(String name, ConformanceReport report, EvidenceLinks links) {

  /** {@return where and when it was run, as words; the router too where the name is another} */
  public List<String> run() {
    String router = (report.router() + " " + report.routerVersion()).strip();
    List<String> words = new ArrayList<>();
    if (!name.startsWith(router)) {
      words.add(router);
    }
    words.add(report.runtime());
    words.add(Figures.moment(report.started()));
    words.add("seed " + report.seed());
    words.add("Spillway " + report.version());
    return List.copyOf(words);
  }
}
