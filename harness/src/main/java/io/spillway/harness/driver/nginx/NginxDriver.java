package io.spillway.harness.driver.nginx;

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
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * nginx's stream module, one process at each site. It learns of failures from connections that it
 * cannot make, and from nothing else: so it sees that a workload beside it has failed, and not that
 * one has behind another site's nginx, which accepts all the same. Immutable.
 */
public final class NginxDriver implements ProgramDriver {

  /** The driver's name. */
  static final String NAME = "nginx";

  private static final String FILE = "nginx.conf";

  private static final Set<Feature> FEATURES =
      EnumSet.of(
          Feature.BALANCING,
          Feature.WEIGHTED_LISTENER,
          Feature.PRIORITY_LISTENER,
          Feature.SITE_FAILOVER,
          Feature.WORKLOAD_FAILOVER);

  private final String program;
  private final String version;
  private final Optional<Path> module;
  private final Optional<String> image;

  /**
   * Creates one; {@link NginxProvider} finds the program.
   *
   * @param binary the program
   * @param version what it says of itself
   * @param module the stream module, where it is not built in
   */
  public NginxDriver(Path binary, String version, Optional<Path> module) {
    this(binary.toString(), version, module, Optional.empty());
  }

  private NginxDriver(
      String program, String version, Optional<Path> module, Optional<String> image) {
    this.program = program;
    this.version = version;
    this.module = module;
    this.image = image;
  }

  /** {@return one for the docker runtime, with the program and the module that an image has} */
  static NginxDriver of(RouterImage image, String version, Optional<Path> module) {
    return new NginxDriver(NAME, version, module, Optional.of(image.name()));
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

  @Override
  public List<String> channels(Network network) {
    return Ways.channels(network);
  }

  @Override
  public String render(SitePlan plan) {
    return NginxConfig.of(plan, module);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where its configuration has sockets in the folder, a shell removes them first: nginx leaves
   * them behind when it is killed, and would not start beside them. nginx then takes the shell's
   * place, and its process.
   */
  @Override
  public Program program(SitePlan plan, Path folder) {
    String configuration = render(plan);
    List<String> nginx = List.of(program, "-e", "stderr", "-p", ".", "-c", FILE);
    boolean hasSockets = configuration.contains(NginxConfig.SOCKET);
    Stream<String> before =
        hasSockets
            ? Stream.of("/bin/sh", "-c", "rm -f ./*" + NginxConfig.SOCKET + "; exec \"$@\"", NAME)
            : Stream.of();
    return new Program(
        Stream.concat(before, nginx.stream()).toList(),
        Map.of(),
        Map.of(FILE, configuration),
        Optional.of(Stream.concat(nginx.stream(), Stream.of("-t", "-q")).toList()));
  }

  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    return Listening.everywhere(plan, output);
  }
}
