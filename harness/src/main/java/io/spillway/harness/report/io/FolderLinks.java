package io.spillway.harness.report.io;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.report.html.PageAnchors;
import io.spillway.harness.report.matrix.EvidenceLinks;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Links from one folder to what lies in a report's folder, to files and places that are there. A
 * page belongs to a report only where that has the name under which runs write it: beside a copy
 * under another name may lie the page of another run.
 */
final class FolderLinks implements EvidenceLinks {

  private final Path from;
  private final Path file;
  private final String page;
  private final PageAnchors anchors;

  /**
   * Looks at what there is.
   *
   * @param from the folder that links lead from
   * @param file the report's file
   * @param report what it says
   * @throws IOException if there is a page that cannot be read
   */
  FolderLinks(Path from, Path file, ConformanceReport report) throws IOException {
    this.from = from.toAbsolutePath().normalize();
    this.file = file.toAbsolutePath().normalize();
    Path index = this.file.resolveSibling(ReportWriter.HTML_FILE);
    boolean isRun = this.file.getFileName().toString().equals(ReportWriter.JSON_FILE);
    this.page =
        isRun && Files.isRegularFile(index)
            ? new String(Files.readAllBytes(index), StandardCharsets.UTF_8)
            : "";
    this.anchors = PageAnchors.of(report);
  }

  @Override
  public Optional<String> report() {
    return link(hasPage() ? file.resolveSibling(ReportWriter.HTML_FILE) : file);
  }

  @Override
  public Optional<String> rule(String id) {
    return at(anchors.rule(id));
  }

  @Override
  public Optional<String> ruleCase(String id, String caseName) {
    return at(anchors.ruleCase(id, caseName));
  }

  @Override
  public Optional<String> history(CaseReport one) {
    if (one.history().isBlank()) {
      return Optional.empty();
    }
    try {
      Path folder = file.getParent();
      Path history = folder.resolve(one.history()).normalize();
      return history.startsWith(folder) && Files.isRegularFile(history)
          ? link(history)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty(); // no file of this machine has such a name
    }
  }

  private boolean hasPage() {
    return !page.isEmpty();
  }

  private Optional<String> at(Optional<String> anchor) {
    return report()
        .map(
            link ->
                anchor
                    .filter(id -> page.contains("id=\"" + id + "\""))
                    .map(id -> link + "#" + id)
                    .orElse(link));
  }

  private Optional<String> link(Path target) {
    if (!target.getRoot().equals(from.getRoot())) {
      return Optional.empty(); // no relative path leads from one drive to another
    }
    String path =
        StreamSupport.stream(from.relativize(target).spliterator(), false)
            .map(step -> URLEncoder.encode(step.toString(), StandardCharsets.UTF_8))
            .map(step -> step.replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return Optional.of(path.startsWith("../") ? path : "./" + path);
  }
}
