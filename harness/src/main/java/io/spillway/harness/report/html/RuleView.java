package io.spillway.harness.report.html;

import java.util.List;

/**
 * A rule's row.
 *
 * @param anchor its id on the page
 * @param id the rule's id
 * @param title a few words
 * @param level its level's word
 * @param statement the rule
 * @param citations where it is documented
 * @param features what a router must have for it to apply, as words
 * @param mark the gravest verdict of its cases
 * @param figure what decided it
 * @param readings which readings of the texts its cases fit, as a sentence; empty where none was
 *     compared
 * @param cases its cases
 */
public record RuleView(
    String anchor,
    String id,
    String title,
    String level,
    String statement,
    List<Citation> citations,
    String features,
    Mark mark,
    String figure,
    String readings,
    List<CaseView> cases) {

  /**
   * Where a rule is documented.
   *
   * @param source short name of the text
   * @param heading the heading under which it stands
   */
  public record Citation(String source, String heading) {}
}
