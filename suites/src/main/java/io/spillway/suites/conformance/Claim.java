package io.spillway.suites.conformance;

import io.spillway.harness.probe.Target;
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

  /** {@return no claim: what serves the phase, these keys and others, is measured and shown} */
  public static Claim measuredKeys(String... keys) {
    return of(Map.of("claim", "measured", "by", "key", "to", String.join(" ", keys)));
  }

  /** {@return the claim that some attempt is served at each of these sites} */
  public static Claim reachesSites(String... sites) {
    return of(Map.of("claim", "reaches", "by", "site", "to", String.join(" ", sites)));
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
    return of(
        Map.of(
            "claim",
            "shares",
            "by",
            "key",
            "weights",
            weights.entrySet().stream()
                .map(weight -> weight.getKey() + "=" + weight.getValue())
                .collect(Collectors.joining(" "))));
  }

  /** {@return the claim that each of two sites serves a share of the attempts, and nobody else} */
  public static Claim bothSites(String one, String other) {
    return of(Map.of("claim", "both", "by", "site", "to", one + " " + other));
  }

  /**
   * {@return the claim that something fails in the phase, and that from the failover limit on every
   * attempt is served at this site}
   *
   * @param target what fails, as the fault says: a site, {@code site/link} or {@code
   *     site/connector}
   * @param site where attempts are served then
   */
  public static Claim movesToSiteAfterFault(String target, String site) {
    return moves("fault", target, Map.of("by", "site", "to", site));
  }

  /**
   * {@return the claim that something is healed in the phase, and that from the recovery limit on
   * every attempt is served at this site}
   *
   * @param target what had failed, as the fault says: a site, {@code site/link} or {@code
   *     site/connector}
   * @param site where attempts are served then
   */
  public static Claim movesToSiteAfterHeal(String target, String site) {
    return moves("heal", target, Map.of("by", "site", "to", site));
  }

  /** As {@link #movesToSiteAfterFault}, but to the workloads of a routing key. */
  static Claim movesToKeyAfterFault(String target, String key) {
    return moves("fault", target, Map.of("by", "key", "to", key));
  }

  /** As {@link #movesToSiteAfterHeal}, but to the workloads of a routing key. */
  static Claim movesToKeyAfterHeal(String target, String key) {
    return moves("heal", target, Map.of("by", "key", "to", key));
  }

  /** As {@link #movesToSiteAfterFault}, but to the delayed one of two paths to the same site. */
  static Claim movesToDelayedPathAfterFault(String target, DelayedPath paths) {
    return moves("fault", target, paths.attributes(paths.delayed()));
  }

  /** As {@link #movesToSiteAfterHeal}, but to the undelayed one of two paths to the same site. */
  static Claim movesToUndelayedPathAfterHeal(String target, DelayedPath paths) {
    return moves("heal", target, paths.attributes(paths.undelayed()));
  }

  /** {@return the claim that every attempt takes the undelayed one of two paths} */
  static Claim onUndelayedPath(DelayedPath paths) {
    return path(paths.attributes(paths.undelayed()));
  }

  /** {@return the claim that every attempt takes the delayed one of two paths} */
  static Claim onDelayedPath(DelayedPath paths) {
    return path(paths.attributes(paths.delayed()));
  }

  /**
   * {@return the same claim, for which as many attempts are enough as this parameter says, and not
   * {@code attempts}}
   */
  public Claim enough(String parameter) {
    return with("enough", parameter);
  }

  /**
   * {@return the same claim that only these serve, which shows nothing unless others do in that
   * phase}
   *
   * @param phase one in which the same clients are to be served elsewhere; it may come later
   */
  public Claim control(String phase) {
    return with("control", phase);
  }

  /**
   * {@return the claim that the fault is healed in the phase, and the network finds back}
   *
   * @param victim the fault's target
   * @param clients the ingress site, and the name of the listener there
   * @param home the site at which its clients are served again
   */
  public static Claim returns(String victim, Target clients, String home) {
    return of(
        Map.of(
            "claim",
            "returns",
            "victim",
            victim,
            "clients",
            clients.site(),
            "at",
            clients.listener(),
            "home",
            home));
  }

  /** {@return the claim that every stream at these listeners goes on, byte for byte} */
  public static Claim intact(String... listeners) {
    return of(Map.of("claim", "intact", "listeners", String.join(" ", listeners)));
  }

  /**
   * {@return the claim that nothing that this workload writes is lost; the attribute {@code
   * accepted-after} is to follow}
   *
   * @param workload {@code site/name}
   * @param acceptedBefore how many connections it has accepted before the phase
   */
  public static Claim delivered(String workload, long acceptedBefore) {
    return shortConnections("delivered", workload, acceptedBefore);
  }

  /**
   * {@return the claim that nothing is lost that clients write to this workload and that it answers
   * them; the attribute {@code accepted-after} is to follow, when its receipts are recorded}
   *
   * @param workload {@code site/name}
   * @param acceptedBefore how many connections it has accepted before the phase
   */
  public static Claim received(String workload, long acceptedBefore) {
    return shortConnections("received", workload, acceptedBefore);
  }

  /**
   * {@return the same claim, of a phase that comes after this one, in which something failed or was
   * healed}
   */
  public Claim after(String change) {
    return with("after", change);
  }

  /** {@return the same claim of a move, while which nobody but these groups may serve} */
  public Claim among(String... groups) {
    return with("among", String.join(" ", groups));
  }

  /** {@return the rules for which this claim is made, separated by blanks; empty if for all} */
  String rules() {
    return attributes.getOrDefault("for", "");
  }

  /** {@return the same claim, made for these rules only} */
  public Claim forRules(String... rules) {
    return with("for", String.join(" ", List.of(rules)));
  }

  /** {@return the same claim with one more attribute} */
  public Claim with(String attribute, String value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Claim(more);
  }

  private static Claim moves(String because, String target, Map<String, String> to) {
    return of(Map.of("claim", "moves", "because", because, "target", target)).withAll(to);
  }

  private static Claim path(Map<String, String> to) {
    return of(Map.of("claim", "path")).withAll(to);
  }

  private Claim withAll(Map<String, String> others) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.putAll(others);
    return new Claim(more);
  }

  /**
   * {@return the same claim of shares, with attempts that fail counted for this group: its share of
   * them goes nowhere else, and it serves none itself}
   */
  public Claim failuresCountAs(String group) {
    return with("failed-as", group);
  }

  private static Claim shortConnections(String claim, String workload, long acceptedBefore) {
    return of(
        Map.of(
            "claim",
            claim,
            "workload",
            workload,
            "accepted-before",
            Long.toString(acceptedBefore)));
  }

  private static Claim of(Map<String, String> attributes) {
    Map<String, String> all = new LinkedHashMap<>(attributes);
    all.put("role", "claim");
    return new Claim(all);
  }
}
