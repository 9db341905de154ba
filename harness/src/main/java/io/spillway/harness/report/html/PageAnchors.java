package io.spillway.harness.report.html;

import io.spillway.harness.report.ConformanceReport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The ids under which a report's page has its rules and cases, for links from elsewhere. */
public final class PageAnchors {

  private final Map<String, String> rules = new HashMap<>();
  private final Map<Case, String> cases = new HashMap<>();

  private record Case(String rule, String name) {}

  private PageAnchors() {}

  /** {@return the ids on this report's page} */
  public static PageAnchors of(ConformanceReport report) {
    PageAnchors anchors = new PageAnchors();
    for (PageView.ChapterView chapter : PageView.of(report, "", "").chapters()) {
      for (RuleView rule : chapter.rules()) {
        anchors.rules.putIfAbsent(rule.id(), rule.anchor());
        rule.cases()
            .forEach(
                one -> anchors.cases.putIfAbsent(new Case(rule.id(), one.name()), one.anchor()));
      }
    }
    return anchors;
  }

  /** {@return the id of a rule; empty if the page does not have it} */
  public Optional<String> rule(String id) {
    return Optional.ofNullable(rules.get(id));
  }

  /** {@return the id of a case; empty if the page does not have it} */
  public Optional<String> ruleCase(String id, String caseName) {
    return Optional.ofNullable(cases.get(new Case(id, caseName)));
  }
}
