package io.spillway.harness.rule;

import io.spillway.harness.rule.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;

/**
 * A sentence of the sources that no rule of the rulebook judges.
 *
 * @param sentence what it says, in our own words
 * @param citations where it stands
 * @param reason why no rule judges it
 */
public record NotTested(String sentence, List<Rule.Citation> citations, String reason) {

  private static final String FILE = "rules/not-tested.yaml";

  /** Copies the list. */
  public NotTested {
    citations = List.copyOf(citations);
  }

  /**
   * {@return those that Spillway knows, in the order of the sources}
   *
   * @throws RulebookException if the list cannot be used; says on which line and why
   */
  public static List<NotTested> load() {
    YamlShape shape = new YamlShape(FILE);
    YamlNode document = YamlNode.read(FILE, Rulebook.resource(FILE));
    Mapping root = shape.mapping(document, "the document", List.of("not-tested"));
    List<NotTested> all = new ArrayList<>();
    for (YamlNode item :
        shape.sequence(shape.required(root, "the document", "not-tested"), "the list").items()) {
      Mapping fields =
          shape.mapping(item, "a sentence", List.of("sentence", "citations", "reason"));
      String sentence = shape.text(shape.required(fields, "an entry", "sentence"), "a sentence");
      List<Rule.Citation> citations = new ArrayList<>();
      for (YamlNode citation : shape.optionalList(fields, "citations", "a sentence")) {
        citations.add(shape.citation(citation, "a sentence's"));
      }
      if (citations.isEmpty()) {
        throw shape.wrong(fields, "a sentence of the sources must say where it stands");
      }
      all.add(
          new NotTested(
              sentence,
              citations,
              shape.text(shape.required(fields, "a sentence", "reason"), "a reason")));
    }
    return List.copyOf(all);
  }
}
