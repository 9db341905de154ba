package io.spillway.harness.rule;

import io.spillway.harness.rule.YamlNode.Mapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each check looks at, in words for readers of the rules. */
public final class CheckWords {

  private static final String FILE = "rules/checks.yaml";

  private CheckWords() {}

  /**
   * {@return a sentence for each check, by the word that rules use}
   *
   * @throws RulebookException if the sentences cannot be used; says on which line and why
   */
  public static Map<String, String> load() {
    YamlShape shape = new YamlShape(FILE);
    Mapping root =
        shape.mapping(
            YamlNode.read(FILE, Rulebook.resource(FILE)), "the document", List.of("checks"));
    Map<String, String> sentences = new LinkedHashMap<>();
    shape
        .mapping(shape.required(root, "the document", "checks"), "checks")
        .entries()
        .forEach((word, sentence) -> sentences.put(word, shape.text(sentence, "check " + word)));
    return Collections.unmodifiableMap(sentences);
  }
}
