package io.spillway.harness.check;

import io.spillway.harness.rule.RuleCase;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges stories by the claims that their phases make, for a case with these parameters. */
record Claimed(Map<String, String> parameters) {

  /** A case of one phase, with parameters as {@code name=value}. */
  static Claimed with(String... parameters) {
    Map<String, String> named = new LinkedHashMap<>(Map.of("phases", "1"));
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      named.put(parts[0], parts[1]);
    }
    return new Claimed(named);
  }

  /** The result at an alpha of 1e-7. */
  Result judge(Story story) {
    Question any = Asked.of("B1").question();
    RuleCase ruleCase = new RuleCase("any", any.ruleCase().level(), parameters);
    Result result =
        Checks.named("phase-claims").check(story.told(), new Question(any.rule(), ruleCase, 1e-7));
    Told.inFull(result);
    return result;
  }
}
