package io.spillway.router;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ReloadRequests a router that is asked to, and one that was asked before it had started as soon as
 * it has started. Safe for use by several threads.
 */
final class ReloadRequests {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadRequests.class);

  private Optional<Router> router = Optional.empty();
  private boolean isDue;

  /** Somebody has changed the file. */
  synchronized void ask() {
    isDue = true;
    reloadIfDue();
  }

  /** The router has started, from the file as it was some time before. */
  synchronized void begin(Router started) {
    router = Optional.of(started);
    reloadIfDue();
  }

  private void reloadIfDue() {
    if (!isDue || router.isEmpty()) {
      return;
    }
    isDue = false;
    try {
      router.get().reload();
    } catch (IOException | RuntimeException e) {
      // Why is in the log already, and the old configuration stays.
      LOG.debug("SIGHUP changed nothing", e);
    }
  }
}
