package io.spillway.harness.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The connections that the system follows, those on loopback too: Linux does so as soon as somebody
 * has asked for it, as container engines do for their addresses (kernel, <i>nf_conntrack
 * sysctls</i>). Of a system that follows none, or does not tell, nothing is used. Safe for use by
 * several threads.
 */
final class TrackedConnections implements Watchdog.Stock {

  private static final int MOST_BYTES = 64;

  private final Path folder;

  /** Asks this system. */
  TrackedConnections() {
    this(Path.of("/proc/sys/net/netfilter"));
  }

  TrackedConnections(Path folder) {
    this.folder = folder;
  }

  @Override
  public long used() {
    return read("nf_conntrack_count", 0);
  }

  @Override
  public long limit() {
    return read("nf_conntrack_max", Long.MAX_VALUE);
  }

  private long read(String file, long otherwise) {
    Path path = folder.resolve(file);
    if (!Files.isReadable(path)) {
      return otherwise;
    }
    try {
      return number(path);
    } catch (IOException | NumberFormatException e) {
      return otherwise; // the module has gone, or says something else
    }
  }

  /**
   * {@return the number in a file of the system's settings} Such a file is read at once, or what
   * comes after the first bytes is lost: {@link Files#readString}, told that it has none, begins
   * with one.
   */
  static long number(Path setting) throws IOException {
    try (InputStream file = Files.newInputStream(setting)) {
      return Long.parseLong(
          new String(file.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip());
    }
  }
}
