package io.spillway.harness.driver;

import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.ResourceYaml;
import io.spillway.harness.topology.Site;
import java.util.Optional;

/**
 * A site's resources as Skupper writes them, except that each says where something listens or is
 * reached at this moment; links are not encrypted. Pure.
 */
public final class SiteFile {

  private static final String ROUTER_ACCESS = "links";

  private SiteFile() {}

  /**
   * {@return the resources as the documents of one YAML file}
   *
   * @throws IllegalArgumentException if the plan has no address for something that the site
   *     declares; the message lists what it has
   */
  public static String yaml(SitePlan plan) {
    return resources(plan).text();
  }

  /**
   * {@return the same resources in the same order as one JSON array}
   *
   * @throws IllegalArgumentException as {@link #yaml} does
   */
  public static String json(SitePlan plan) {
    return resources(plan).json();
  }

  private static ResourceYaml resources(SitePlan plan) {
    Site site = plan.site();
    ResourceYaml yaml =
        ResourceYaml.file()
            .site(site.name())
            .routerAccess(ROUTER_ACCESS, plan.bindHost(), plan.linkPort());
    site.links()
        .forEach(
            link -> {
              HostPort peer = plan.peer(link.name());
              yaml.link(link, peer.host(), peer.port());
            });
    site.listeners()
        .forEach(
            listener -> {
              int port = plan.listenerPort(listener.name());
              yaml.listener(listener, plan.bindHost(), port);
            });
    site.multiKeyListeners()
        .forEach(
            listener -> {
              int port = plan.listenerPort(listener.name());
              yaml.multiKeyListener(listener, plan.bindHost(), port);
            });
    site.trafficSplits().forEach(yaml::trafficSplit);
    site.connectors()
        .forEach(
            connector -> {
              HostPort workload = plan.workload(connector.name());
              Optional<String> readinessUrl =
                  Optional.ofNullable(plan.readiness().get(connector.name()))
                      .map(ready -> "http://" + ready + SitePlan.READINESS_PATH);
              yaml.connector(connector, workload.host(), workload.port(), readinessUrl);
            });
    return yaml;
  }
}
