package io.spillway.harness.driver.spillway;

import io.spillway.harness.Version;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SiteFile;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.rule.Feature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reference router, in any runtime. It has every feature, and reads the site's resources as
 * Skupper writes them, except that each says where something listens or is reached at this moment;
 * links are not encrypted.
 *
 * <p>Stateless.
 */
public final class SpillwayDriver implements ProgramDriver {

  private static final String SITE_FILE = "site.yaml";
  private static final String MAIN = "io.spillway.router.Main";

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
    return SiteFile.yaml(plan);
  }

  /** {@return a JVM with the harness's own class path, which has the router} */
  @Override
  public Program program(SitePlan plan, Path folder) {
    return new Program(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            "--no-admin",
            SITE_FILE),
        Map.of(),
        Map.of(SITE_FILE, render(plan)),
        Optional.empty());
  }

  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    return output.hasLine("ready") ? Sight.READY : Sight.missing("it has not said 'ready'");
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
}
