package io.spillway.suites.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a scenario claims of a phase, for the check {@code phase-claims}: the attributes with which
 * the phase is recorded. Immutable.
 *
 * @param attributes the phase's attributes
 */
public record Claim(Map<String, String> attributes) {

  /** Copies the attributes. */
  public Claim {
    attributes = Map.copyOf(attributes);
  }

  /** {@return the claim that every attempt is served by workloads of these keys} */
  public static Claim onlyKeys(String... keys) {
    return of(Map.of("claim", "only", "by", "key", "to", String.join(" ", keys)));
  }

  /** {@return the claim that every attempt is served at these sites} */
  public static Claim onlySites(String... sites) {
    return of(Map.of("claim", "only", "by", "site", "to", String.join(" ", sites)));
  }

  /**
   * {@return the claim that this site is the faster one and gets more than half of the attempts}
   */
  public static Claim fasterSite(String site) {
    return of(Map.of("claim", "faster", "by", "site", "to", site));
  }

  /**
   * {@return the claim that requests on kept connections are answered where these had gone}
   *
   * @param phase the phase that opened the connections
   */
  public static Claim keptConnections(String phase) {
    return of(Map.of("claim", "kept", "connections", phase));
  }

  /** {@return the claim that nobody is served, and everybody told so promptly} */
  public static Claim told() {
    return of(Map.of("claim", "told"));
  }

  /**
   * {@return the claim that attempts are divided over keys in proportion to these weights}
   *
   * @param weights weight by routing key, each at least 1
   */
  public static Claim sharesOfKeys(Map<String, Integer> weights) {
    return shares("key", weights);
  }

  /**
   * {@return the claim that attempts are divided over sites in proportion to these weights}
   *
   * @param weights weight by site, each at least 1
   */
  public static Claim sharesOfSites(Map<String, Integer> weights) {
    return shares("site", weights);
  }

  /** {@return the same claim, made for these rules only} */
  public Claim forRules(String... rules) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put("for", String.join(" ", List.of(rules)));
    return new Claim(more);
  }

  /**
   * {@return the same claim of shares, with attempts that fail counted for this group: its share of
   * them goes nowhere else}
   */
  public Claim failuresCountAs(String group) {
    return with("failed-as", group);
  }

  private Claim with(String attribute, String value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Claim(more);
  }

  private static Claim shares(String by, Map<String, Integer> weights) {
    return of(
        Map.of(
            "claim",
            "shares",
            "by",
            by,
            "weights",
            weights.entrySet().stream()
                .map(weight -> weight.getKey() + "=" + weight.getValue())
                .collect(Collectors.joining(" "))));
  }

  private static Claim of(Map<String, String> attributes) {
    Map<String, String> all = new LinkedHashMap<>(attributes);
    all.put("role", "claim");
    return new Claim(all);
  }
}
