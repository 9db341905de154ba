package io.spillway.harness.driver.haproxy;

import io.spillway.harness.driver.Listening;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.RouterImage;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.balancer.Ways;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Network;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * HAProxy, one process at each site, in TCP mode. It has all features but link cost: a connection
 * takes the cheapest path, and no other when that one fails. Immutable.
 */
public final class HaproxyDriver implements ProgramDriver {

  /** The driver's name. */
  static final String NAME = "haproxy";

  private static final String FILE = "haproxy.cfg";

  private static final Set<Feature> FEATURES = EnumSet.complementOf(EnumSet.of(Feature.LINK_COST));

  private final String program;
  private final String version;
  private final Optional<String> image;

  private HaproxyDriver(String program, String version, Optional<String> image) {
    this.program = program;
    this.version = version;
    this.image = image;
  }

  /**
   * Creates one; {@link HaproxyProvider} finds the program.
   *
   * @param binary the program
   * @param version what it says of itself
   */
  public HaproxyDriver(Path binary, String version) {
    this(binary.toString(), version, Optional.empty());
  }

  /** {@return one for the docker runtime, with the program that an image has} */
  static HaproxyDriver of(RouterImage image, String version) {
    return new HaproxyDriver(NAME, version, Optional.of(image.name()));
  }

  @Override
  public Optional<String> image() {
    return image;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Set<Feature> features() {
    return EnumSet.copyOf(FEATURES);
  }

  /** {@return a channel at which neighbours are asked what they reach, and one per connector} */
  @Override
  public List<String> channels(Network network) {
    List<String> channels = new ArrayList<>(List.of(HaproxyConfig.HEALTH));
    channels.addAll(Ways.channels(network));
    return channels;
  }

  @Override
  public String render(SitePlan plan) {
    return HaproxyConfig.of(plan);
  }

  /** {@return a request over HTTP, answered as neighbours are} */
  @Override
  public Optional<byte[]> linkQuestion() {
    return Optional.of("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public Program program(SitePlan plan, Path folder) {
    return new Program(
        List.of(program, "-db", "-f", FILE),
        Map.of(),
        Map.of(FILE, render(plan)),
        Optional.of(List.of(program, "-c", "-f", FILE)));
  }

  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    return Listening.everywhere(plan, output);
  }
}
