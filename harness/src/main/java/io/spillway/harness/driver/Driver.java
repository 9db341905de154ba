package io.spillway.harness.driver;

import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Network;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A router under test, as the harness needs to know it. Stateless. */
public interface Driver {

  /** {@return the name by which users choose it, such as {@code spillway}} */
  String name();

  /** {@return the router's own version} */
  String version();

  /** {@return what the router can do; rules that need more are not applicable} */
  Set<Feature> features();

  /** {@return the router's configuration for this site, in the router's own format} */
  String render(SitePlan plan);

  /**
   * {@return what a stranger may say at the port at which a router takes links, to be answered with
   * at least one byte and forgotten: nothing about the network changes, and it is no mistake that a
   * router would log}
   *
   * <p>With it the harness sees for itself that a link swallows or delays bytes. Empty if there is
   * nothing like that: then it only sees that a link is cut, and a rule that needs another fault of
   * a link is inconclusive, except where the traffic itself shows the fault.
   */
  default Optional<byte[]> linkQuestion() {
    return Optional.empty();
  }

  /**
   * {@return the channels that a router without links of its own needs in this network}
   *
   * <p>A router that makes links takes all that comes from other sites at one port, and needs none.
   * A plain load balancer tells streams apart by the port at which they arrive: for it each channel
   * is one more port at every site, and every link leads through proxies from each of its sites to
   * each channel of the other. Stranger's questions go to the first of them.
   */
  default List<String> channels(Network network) {
    return List.of();
  }

  /**
   * {@return names of further ports that the router listens at for itself, at its site's address,
   * such as one for its management: each is planned beside the others (see {@link SitePlan#ports})}
   */
  default List<String> ports() {
    return List.of();
  }
}
