package io.spillway.router.fuzz;

import io.spillway.router.config.RouterConfig;
import io.spillway.router.config.RouterConfigException;
import java.nio.charset.StandardCharsets;

/**
 * Feeds any bytes to the reader of site files. They are a configuration or a list of problems;
 * nothing else may come out, and that soon.
 */
public final class SiteFileFuzz {

  private SiteFileFuzz() {}

  /** Reads the input as a site file. Called by Jazzer and by {@link CorpusTest}. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      RouterConfig config =
          RouterConfig.parse(new String(input, StandardCharsets.UTF_8), "site.yaml");
      if (config.site().isBlank()) {
        throw new AssertionError("a configuration of no site");
      }
    } catch (RouterConfigException e) {
      if (e.problems().isEmpty() || e.problems().stream().anyMatch(p -> p.line() < 0)) {
        throw new AssertionError("refused without a reason or a place", e);
      }
    }
  }
}
