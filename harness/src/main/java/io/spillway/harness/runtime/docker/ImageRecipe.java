package io.spillway.harness.runtime.docker;

import io.spillway.harness.runtime.RuntimeStartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image before it is built: its name without tag, and the files that it is built from, by their
 * path in the build's context. The Dockerfiles are those of the project's folder {@code docker},
 * and what the router's one asks for lies where it lies in the project's folder after a build.
 *
 * @param name the image's name, without a tag
 * @param files the build's context
 */
record ImageRecipe(String name, SortedMap<String, byte[]> files) {

  private static final String WORKLOAD_MAIN = "io.spillway.harness.probe.workload.WorkloadMain";

  /** What the workloads need of the harness: their package, what it implements and tells. */
  private static final List<String> WORKLOAD_ENTRIES =
      List.of(
          "io/spillway/harness/history/Attempt",
          "io/spillway/harness/history/Outcome.class",
          "io/spillway/harness/history/Receipt.class",
          "io/spillway/harness/probe/workload/",
          "io/spillway/harness/probe/WorkloadHandle.class",
          "io/spillway/harness/probe/WorkloadState.class");

  private static final String ROUTER = "io.spillway.router.Router";
  private static final String ROUTER_JAR = "router/target/spillway-router-image.jar";
  private static final String LIBRARIES = "router/target/lib/";

  /** What runs in the build to see which classes a router needs. */
  private static final List<String> REHEARSAL =
      List.of("rehearsal/rehearse.sh", "rehearsal/near.yaml", "rehearsal/far.yaml");

  /** A class of each library that the router needs. */
  private static final List<String> ROUTER_LIBRARIES =
      List.of(
          "com.fasterxml.jackson.annotation.JsonProperty",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.dataformat.yaml.YAMLFactory",
          "com.fasterxml.jackson.datatype.jdk8.Jdk8Module",
          "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule",
          "io.prometheus.metrics.config.PrometheusProperties",
          "io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter",
          "io.prometheus.metrics.model.snapshots.MetricSnapshot",
          "org.slf4j.Logger",
          "org.yaml.snakeyaml.Yaml",
          "picocli.CommandLine");

  /** A class of each library that the router uses where it is there. */
  private static final List<String> ROUTER_LOGGING =
      List.of("ch.qos.logback.classic.Logger", "ch.qos.logback.core.Appender");

  /** Wraps the map. */
  ImageRecipe {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** {@return the reference router, with the libraries that this class path has} */
  static ImageRecipe router(ClassPath classPath) {
    SortedMap<String, byte[]> files = dockerfile("router");
    REHEARSAL.forEach(
        name -> files.put("docker/router/" + name, read(() -> resource("router/" + name))));
    ROUTER_LIBRARIES.forEach(name -> put(files, LIBRARIES, required(classPath, name)));
    ROUTER_LOGGING.forEach(
        name -> classPath.holderOf(name).ifPresent(path -> put(files, LIBRARIES, path)));
    files.put(ROUTER_JAR, read(() -> ClassPath.jar(required(classPath, ROUTER))));
    return new ImageRecipe("spillway/router", files);
  }

  /** {@return the stand-in workloads, which need next to nothing of the harness, and a JRE} */
  static ImageRecipe workload(ClassPath classPath) {
    SortedMap<String, byte[]> files = dockerfile("workload");
    Path holder = required(classPath, WORKLOAD_MAIN);
    files.put("workload.jar", read(() -> ClassPath.jar(holder, WORKLOAD_ENTRIES)));
    return new ImageRecipe("spillway/workload", files);
  }

  /**
   * {@return the name with a tag that stands for the content}
   *
   * @param baseImageId the id of the image that this one is built on
   */
  String taggedName(String baseImageId) {
    MessageDigest digest = sha256();
    digest.update(baseImageId.getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      digest.update(
          ("\n" + file.getKey() + " " + file.getValue().length + "\n")
              .getBytes(StandardCharsets.UTF_8));
      digest.update(file.getValue());
    }
    return name + ":" + HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static SortedMap<String, byte[]> dockerfile(String kind) {
    return read(() -> new TreeMap<>(Map.of("Dockerfile", resource(kind + "/Dockerfile"))));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ImageRecipe.class.getResourceAsStream(name)) {
      return Optional.ofNullable(in).orElseThrow().readAllBytes();
    }
  }

  private static Path required(ClassPath classPath, String className) {
    return classPath
        .holderOf(className)
        .orElseThrow(
            () ->
                new RuntimeStartException(
                    "cannot build an image: class "
                        + className
                        + " is not on the class path. Put spillway-router and what it depends on"
                        + " there, or use -Dspillway.runtime=embedded"));
  }

  private static void put(SortedMap<String, byte[]> files, String folder, Path holder) {
    files.put(folder + holder.getFileName(), read(() -> ClassPath.jar(holder)));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what goes into an image", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
