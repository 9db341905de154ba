package io.spillway.harness.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class RulebookReaderTest {

  private static final String GOOD =
      """
      rules:
        - id: X1
          title: a title
          level: must
          statement: A sentence.
          citations:
            - "source#Some heading: with a colon"
          features: [link-cost]
          check: some-check
          parameters:
            n:
              default: 3
              unit: connections
              meaning: how many
            text:
              meaning: what every case must say
          cases:
            - name: one
              parameters: {text: a b}
            - name: two
              level: advisory
              parameters: {n: 4, text: c}
      """;

  @Test
  void rulebook_thatIsRight_isReadWhole() {
    Rulebook rulebook = Rulebook.read("my.yaml", GOOD);

    Rule rule = rulebook.rule("X1");
    assertThat(rule.title()).isEqualTo("a title");
    assertThat(rule.level()).isEqualTo(Rule.Level.MUST);
    assertThat(rule.statement()).isEqualTo("A sentence.");
    assertThat(rule.citations())
        .containsExactly(new Rule.Citation("source", "Some heading: with a colon"));
    assertThat(rule.features()).containsExactly(Feature.LINK_COST);
    assertThat(rule.check()).isEqualTo("some-check");
    assertThat(rule.cases()).extracting(RuleCase::name).containsExactly("one", "two");
    assertThat(rule.cases())
        .extracting(RuleCase::level)
        .containsExactly(Rule.Level.MUST, Rule.Level.ADVISORY);
    assertThat(rule.cases().get(0).parameters())
        .containsEntry("n", "3")
        .containsEntry("text", "a b");
    assertThat(rule.cases().get(1).integer("n")).isEqualTo(4);
    assertThat(rulebook.parameters("X1"))
        .extracting(Parameter::name, Parameter::unit)
        .containsExactly(tuple("n", "connections"), tuple("text", ""));
  }

  @Test
  void unknownField_isRefusedWithItsLineAndTheNearest() {
    refused(
        GOOD.replace("check:", "chek:"),
        9,
        "a rule has the unknown field chek; did you mean check?");
  }

  @Test
  void unknownFieldBesideTheRules_isRefused() {
    refused(GOOD + "extra: 1\n", 23, "the rulebook has the unknown field extra");
  }

  @Test
  void unknownParameterOfACase_isRefused() {
    refused(
        GOOD.replace("{n: 4, text: c}", "{m: 4, text: c}"),
        22,
        "rule X1 case two parameters has the unknown field m; did you mean n?");
  }

  @Test
  void parameterWithoutDefault_thatACaseDoesNotSet_isRefused() {
    refused(
        GOOD.replace("{n: 4, text: c}", "{n: 4}"),
        20,
        "rule X1 case two must set text, which has no default");
  }

  @Test
  void missingCheck_isRefusedAtTheRule() {
    refused(GOOD.replace("    check: some-check\n", ""), 2, "rule X1 has no check");
  }

  @Test
  void blankTitle_isRefused() {
    refused(
        GOOD.replace("title: a title", "title: ' '"),
        3,
        "rule X1 title must be a text that is not blank");
  }

  @Test
  void citationWithAColonAndNoQuotes_isRefusedWithTheRemedy() {
    refused(
        GOOD.replace("\"source#Some heading: with a colon\"", "source#Some heading: with a colon"),
        7,
        "rule X1 citation must be a text that is not blank (quote one that holds a colon)");
  }

  @Test
  void duplicateId_isRefusedAtTheSecond() {
    String twice = GOOD + GOOD.substring(GOOD.indexOf('\n') + 1);
    refused(twice, 23, "rule X1 stands twice; ids must be unique");
  }

  @Test
  void duplicateField_isRefused() {
    refused(
        GOOD.replace("    level: must\n", "    level: must\n    level: should\n"),
        5,
        "field level stands twice");
  }

  @Test
  void duplicateCase_isRefused() {
    refused(
        GOOD.replace("name: two", "name: one"),
        20,
        "rule X1 case one stands twice; names must be unique in a rule");
  }

  @Test
  void noCases_isRefused() {
    String without = GOOD.substring(0, GOOD.indexOf("    cases:")) + "    cases: []\n";
    refused(without, 17, "rule X1 has no cases; it needs at least one");
  }

  @Test
  void caseNameWithAComma_isRefusedBecauseNobodyCouldSelectIt() {
    refused(GOOD.replace("name: two", "name: two, three"), 20, "must not hold a comma");
  }

  @Test
  void mandatoryRuleWithoutCitation_isRefused() {
    refused(
        GOOD.replace("    citations:\n      - \"source#Some heading: with a colon\"\n", ""),
        2,
        "rule X1 cites no source; a rule of level must needs at least one citation");
  }

  @Test
  void advisoryRuleWithoutCitation_isAllowed() {
    String advisory =
        GOOD.replace("    citations:\n      - \"source#Some heading: with a colon\"\n", "")
            .replace("level: must", "level: advisory");

    assertThat(Rulebook.read("my.yaml", advisory).rule("X1").citations()).isEmpty();
  }

  @Test
  void citationWithoutHeading_isRefused() {
    refused(
        GOOD.replace("source#Some heading: with a colon", "source"),
        7,
        "rule X1 citation must read source#heading, is source");
    refused(GOOD.replace("source#Some heading: with a colon", "source#"), 7, "must read");
    refused(GOOD.replace("source#Some heading: with a colon", "#heading"), 7, "must read");
  }

  @Test
  void unknownFeature_isRefusedWithTheNearest() {
    refused(
        GOOD.replace("[link-cost]", "[link-costs]"),
        8,
        "rule X1 needs the unknown feature link-costs; did you mean link-cost?");
  }

  @Test
  void unknownLevel_isRefused() {
    refused(
        GOOD.replace("level: must", "level: may"),
        4,
        "rule X1 level must be must, should or advisory, is may");
  }

  @Test
  void value_thatAParameterCannotHave_isRefusedWithWhatItCanBe() {
    refused(
        GOOD.replace("{n: 4, text: c}", "{n: -4, text: c}"),
        22,
        "rule X1 case two n must be a number of at least 0 (connections), is -4");
    refused(
        GOOD.replace("default: 3", "default: few"),
        12,
        "rule X1 n must be a number of at least 0 (connections), is few");
    refused(
        GOOD.replace("default: 3", "default: 3\n        fewest: 0"),
        13,
        "rule X1 parameter n fewest must be a whole number of at least 1, is 0");
    refused(
        GOOD.replace("unit: connections", "unit: share"),
        12,
        "rule X1 n must be a number from 0 to 1 (share), is 3");
    refused(
        GOOD.replace(
            "        meaning: what every", "        values: [a b, d]\n        meaning: what every"),
        23,
        "rule X1 case two text cannot be c; did you mean d?");
  }

  @Test
  void cost_ofSeveralLinks_isANumberForEach() {
    String cost = GOOD.replace("unit: connections", "unit: cost");

    assertThat(
            Rulebook.read("my.yaml", cost.replace("{n: 4,", "{n: 4+9,"))
                .rule("X1")
                .caseNamed("two")
                .text("n"))
        .isEqualTo("4+9");
    refused(
        cost.replace("{n: 4,", "{n: 4+,"), 22, "n must be a number of at least 0 (cost), is 4+");
  }

  @Test
  void case_mayNeedFeaturesBesideItsRules() {
    Rule rule =
        Rulebook.read(
                "my.yaml",
                GOOD.replace("level: advisory", "level: advisory\n        features: [balancing]"))
            .rule("X1");

    assertThat(rule.needs(rule.caseNamed("one"))).containsExactly(Feature.LINK_COST);
    assertThat(rule.needs(rule.caseNamed("two")))
        .containsExactly(Feature.LINK_COST, Feature.BALANCING);
    refused(
        GOOD.replace("level: advisory", "level: advisory\n        features: [balancin]"),
        22,
        "needs the unknown feature balancin; did you mean balancing?");
  }

  @Test
  void idInLowerCase_isRefused() {
    refused(GOOD.replace("id: X1", "id: x1"), 2, "id x1 must be capital letters");
  }

  @Test
  void listWhereAMappingBelongs_isRefused() {
    refused("- a\n- b\n", 1, "the rulebook must be a mapping of fields");
    refused("rules:\n  a: b\n", 2, "rules must be a list");
    refused("rules: []\n", 1, "the list rules is empty");
  }

  @Test
  void emptyText_isRefused() {
    refused("", 1, "is empty; it must hold a list named rules");
  }

  @Test
  void textThatIsNoYaml_isRefusedWithItsLine() {
    refused("rules:\n  - id: [X1\n", 2, "is not YAML");
  }

  @Test
  void secondDocument_isRefused() {
    refused(GOOD + "---\nrules: []\n", 24, "holds more than one document");
  }

  private static void refused(String yaml, int line, String problem) {
    assertThatExceptionOfType(RulebookException.class)
        .isThrownBy(() -> Rulebook.read("my.yaml", yaml))
        .satisfies(e -> assertThat(e.line()).isEqualTo(line))
        .withMessageStartingWith("my.yaml line " + line + ": ")
        .withMessageContaining(problem);
  }
}
