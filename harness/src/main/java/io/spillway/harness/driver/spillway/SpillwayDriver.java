package io.spillway.harness.driver.spillway;

import io.spillway.harness.Version;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.ResourceYaml;
import io.spillway.harness.topology.Site;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reference router, in any runtime. It has every feature, and reads the site's resources as
 * Skupper writes them, except that each says where something listens or is reached at this moment;
 * links are not encrypted.
 *
 * <p>Stateless.
 */
public final class SpillwayDriver implements Driver {

  private static final String ROUTER_ACCESS = "links";

  /** The name that the harness gives itself when it asks a router something. */
  private static final String STRANGER = "spillway-probe";

  // As the router's HELLO has them: the frame's type, the protocol's version, the purpose WHO.
  private static final byte HELLO = 0;
  private static final int VERSION = 1;
  private static final int WHO = 3;
  private static final int LONGEST_QUESTION = 128;

  /** Creates one. */
  public SpillwayDriver() {}

  @Override
  public String name() {
    return "spillway";
  }

  /** {@return the harness's own version, with which the router is built and released} */
  @Override
  public String version() {
    return Version.current();
  }

  @Override
  public Set<Feature> features() {
    return EnumSet.allOf(Feature.class);
  }

  /**
   * {@return the site's file, as the reference router reads it}
   *
   * @throws IllegalArgumentException if the plan has no address for something that the site
   *     declares; the message lists what it has
   */
  @Override
  public String render(SitePlan plan) {
    Site site = plan.site();
    ResourceYaml yaml =
        ResourceYaml.file()
            .site(site.name())
            .routerAccess(ROUTER_ACCESS, plan.bindHost(), plan.linkPort());
    site.links()
        .forEach(
            link -> {
              HostPort peer = planned(plan, "link", link.name(), plan.peers());
              yaml.link(link, peer.host(), peer.port());
            });
    site.listeners()
        .forEach(
            listener -> {
              int port = planned(plan, "listener", listener.name(), plan.listenerPorts());
              yaml.listener(listener, plan.bindHost(), port);
            });
    site.multiKeyListeners()
        .forEach(
            listener -> {
              int port = planned(plan, "listener", listener.name(), plan.listenerPorts());
              yaml.multiKeyListener(listener, plan.bindHost(), port);
            });
    site.trafficSplits().forEach(yaml::trafficSplit);
    site.connectors()
        .forEach(
            connector -> {
              HostPort workload = planned(plan, "connector", connector.name(), plan.workloads());
              Optional<String> readinessUrl =
                  Optional.ofNullable(plan.readiness().get(connector.name()))
                      .map(ready -> "http://" + ready + SitePlan.READINESS_PATH);
              yaml.connector(connector, workload.host(), workload.port(), readinessUrl);
            });
    return yaml.text();
  }

  /** {@return a HELLO that asks who is there, which a router answers with its own, and closes} */
  @Override
  public Optional<byte[]> linkQuestion() {
    byte[] name = STRANGER.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(LONGEST_QUESTION);
    body.putInt(VERSION).putInt(WHO);
    body.putShort((short) name.length).put(name).putLong(0); // its incarnation
    body.putShort((short) 0).putLong(0); // no link, no session
    body.putInt(1).putInt(0).flip(); // the least cost, and no lane
    ByteBuffer frame = ByteBuffer.allocate(Byte.BYTES + Integer.BYTES + body.remaining());
    return Optional.of(frame.put(HELLO).putInt(body.remaining()).put(body).array());
  }

  private static <T> T planned(SitePlan plan, String what, String name, Map<String, T> addresses) {
    T address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException(
          "the plan of site "
              + plan.site().name()
              + " has no address for "
              + what
              + " "
              + name
              + ", only for "
              + new TreeSet<>(addresses.keySet()));
    }
    return address;
  }
}
