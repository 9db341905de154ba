package io.spillway.harness.topology;

/**
 * Writes a network as the YAML that {@link NetworkReader} reads: one file, each resource with its
 * site as the namespace. Reading it gives an equal network, under the name that it is read by.
 *
 * <p>Stateless.
 */
public final class NetworkWriter {

  private NetworkWriter() {}

  /**
   * {@return the network as YAML}
   *
   * @param network a network that is checked
   */
  public static String yaml(Network network) {
    ResourceYaml file = ResourceYaml.file();
    // All sites first, so that a link to a later one does not change their order.
    for (Site site : network.sites()) {
      file.inNamespace(site.name()).site(site.name());
    }
    for (Site site : network.sites()) {
      ResourceYaml yaml = file.inNamespace(site.name());
      site.links().forEach(yaml::link);
      site.listeners().forEach(one -> yaml.listener(one, one.host(), one.port()));
      site.multiKeyListeners().forEach(one -> yaml.multiKeyListener(one, one.host(), one.port()));
      site.trafficSplits().forEach(yaml::trafficSplit);
      site.connectors().forEach(yaml::connector);
    }
    return file.text();
  }
}
