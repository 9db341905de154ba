package io.spillway.harness.runtime;

import java.util.Map;

/**
 * What a site leaves for the run folder.
 *
 * @param configuration what its router was configured with, by the file's name
 * @param log what the router has logged; empty if it logs with the harness
 */
public record SiteFiles(Map<String, String> configuration, String log) {

  /** Copies the map. */
  public SiteFiles {
    configuration = Map.copyOf(configuration);
  }
}
