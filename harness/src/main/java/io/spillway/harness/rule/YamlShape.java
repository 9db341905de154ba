package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import io.spillway.harness.rule.YamlNode.Mapping;
import io.spillway.harness.rule.YamlNode.Scalar;
import io.spillway.harness.rule.YamlNode.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What pieces of YAML must look like; whatever does not is refused with its file and line.
 *
 * @param source what to call the document in errors
 */
record YamlShape(String source) {

  List<YamlNode> optionalList(Mapping fields, String field, String what) {
    YamlNode node = fields.entries().get(field);
    return node == null ? List.of() : sequence(node, what + " " + field).items();
  }

  YamlNode required(Mapping mapping, String what, String field) {
    YamlNode node = mapping.entries().get(field);
    if (node == null) {
      throw wrong(mapping, what + " has no " + field);
    }
    return node;
  }

  Mapping mapping(YamlNode node, String what, List<String> known) {
    Mapping mapping = mapping(node, what);
    Set<Map.Entry<String, YamlNode>> entries = mapping.entries().entrySet();
    for (Map.Entry<String, YamlNode> entry : entries) {
      if (!known.contains(entry.getKey())) {
        throw wrong(
            entry.getValue(),
            what
                + " has the unknown field "
                + entry.getKey()
                + Suggestion.among(known, entry.getKey()));
      }
    }
    return mapping;
  }

  Mapping mapping(YamlNode node, String what) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    throw wrong(node, what + " must be a mapping of fields");
  }

  Sequence sequence(YamlNode node, String what) {
    if (node instanceof Sequence sequence) {
      return sequence;
    }
    throw wrong(node, what + " must be a list");
  }

  String text(YamlNode node, String what) {
    if (node instanceof Scalar scalar && !scalar.text().isBlank()) {
      return scalar.text().strip();
    }
    throw wrong(node, what + " must be a text that is not blank (quote one that holds a colon)");
  }

  /** {@return a whole number of at least 1} */
  int count(YamlNode node, String what) {
    String text = text(node, what);
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw wrong(node, what + " must be a whole number of at least 1, is " + text);
    }
    return Integer.parseInt(text);
  }

  /** {@return a value that this parameter may have} */
  String value(Parameter parameter, YamlNode node, String what) {
    requirePossible(parameter, node, what);
    return text(node, what + " " + parameter.name());
  }

  void requirePossible(Parameter parameter, YamlNode node, String what) {
    String where = what + " " + parameter.name();
    Optional<String> problem = parameter.problem(text(node, where));
    if (problem.isPresent()) {
      throw wrong(node, where + " " + problem.get());
    }
  }

  Rule.Level level(YamlNode node, String what) {
    String word = text(node, what + " level");
    return Rule.Level.named(word)
        .orElseThrow(
            () -> wrong(node, what + " level must be must, should or advisory, is " + word));
  }

  Rule.Citation citation(YamlNode node, String what) {
    String citation = text(node, what + " citation");
    int hash = citation.indexOf('#');
    if (hash < 1 || hash == citation.length() - 1) {
      throw wrong(node, what + " citation must read source#heading, is " + citation);
    }
    return new Rule.Citation(
        citation.substring(0, hash).strip(), citation.substring(hash + 1).strip());
  }

  RulebookException wrong(YamlNode node, String problem) {
    return new RulebookException(source, node.line(), problem);
  }
}
