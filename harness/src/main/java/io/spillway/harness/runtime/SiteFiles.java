package io.spillway.harness.runtime;

import io.spillway.harness.topology.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a site leaves for the run folder.
 *
 * @param configuration what its router was configured with, by the file's name
 * @param log what the router has logged; empty if it logs with the harness
 */
public record SiteFiles(Map<String, String> configuration, String log) {

  private static final Logger LOG = LoggerFactory.getLogger(SiteFiles.class);

  private static final String SILENT = "[spillway] the router has printed nothing\n";

  /** Copies the map. */
  public SiteFiles {
    configuration = Map.copyOf(configuration);
  }

  /**
   * {@return what the sites of this network have so far, by their names and in their order; without
   * those of which it cannot be had, which is logged}
   */
  public static Map<String, SiteFiles> of(RunningNetwork network) {
    Map<String, SiteFiles> files = new LinkedHashMap<>();
    for (Site site : network.network().sites()) {
      String name = site.name();
      try {
        files.put(name, new SiteFiles(network.configuration(name), network.log(name)));
      } catch (RuntimeException e) {
        LOG.warn("the files of site {} could not be had", name, e);
      }
    }
    return files;
  }

  /** {@return the log of a router with a log of its own, also of one that has printed nothing} */
  public static String logOf(String printed) {
    return printed.isEmpty() ? SILENT : printed;
  }

  /** {@return the last lines that the router has logged, at most so many, without blank ones} */
  public List<String> lastLines(int most) {
    if (log.equals(SILENT)) {
      return List.of();
    }
    List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - most), lines.size());
  }
}
