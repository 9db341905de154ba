package io.spillway.harness.runtime.embedded;

import io.spillway.harness.fault.Fault;
import io.spillway.router.Router;
import io.spillway.router.RouterOptions;
import io.spillway.router.config.RouterConfig;
import java.util.function.Supplier;

/** One site's router, and what can be done to it. Safe for use by several threads. */
final class EmbeddedSite implements AutoCloseable {

  private final RouterConfig config;
  private final Supplier<RouterOptions> options;
  private Router router;
  private volatile boolean running = true;
  private boolean killed;

  private EmbeddedSite(RouterConfig config, Supplier<RouterOptions> options) {
    this.config = config;
    this.options = options;
    this.router = startRouter();
  }

  /**
   * Starts a router.
   *
   * @throws io.spillway.router.RouterStartException if a port is taken
   */
  static EmbeddedSite start(RouterConfig config, Supplier<RouterOptions> options) {
    return new EmbeddedSite(config, options);
  }

  synchronized void inject(Fault.OnSite fault) {
    if (fault instanceof Fault.Kill) {
      router.abort();
      killed = true;
    } else {
      running = false;
      router.wakeup();
    }
  }

  synchronized void heal() {
    running = true;
    router.wakeup();
    if (killed) {
      router = startRouter();
      killed = false;
    }
  }

  /** Ends the router as a killed process ends: nothing here is worth a goodbye. */
  @Override
  public synchronized void close() {
    running = true;
    router.wakeup();
    router.abort();
  }

  private Router startRouter() {
    return Router.start(config, options.get().with(o -> o.gate(() -> running)));
  }
}
