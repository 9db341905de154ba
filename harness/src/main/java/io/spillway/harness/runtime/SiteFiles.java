package io.spillway.harness.runtime;

import java.util.Map;

/**
 * What a site leaves for the run folder.
 *
 * @param configuration what its router was configured with, by the file's name
 * @param log what the router has logged; empty if it logs with the harness
 */
public record SiteFiles(Map<String, String> configuration, String log) {

  private static final String SILENT = "[spillway] the router has printed nothing\n";

  /** Copies the map. */
  public SiteFiles {
    configuration = Map.copyOf(configuration);
  }

  /** {@return the log of a router with a log of its own, also of one that has printed nothing} */
  public static String logOf(String printed) {
    return printed.isEmpty() ? SILENT : printed;
  }
}
