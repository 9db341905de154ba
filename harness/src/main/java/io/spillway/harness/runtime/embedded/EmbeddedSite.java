package io.spillway.harness.runtime.embedded;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.runtime.local.LocalSite;
import io.spillway.router.Router;
import io.spillway.router.RouterOptions;
import io.spillway.router.config.RouterConfig;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One site's router, and what can be done to it. Safe for use by several threads. */
final class EmbeddedSite implements LocalSite {

  private final String name;
  private final String file;
  private final Supplier<RouterOptions> options;

  /** The router of the latest start; none before the first. */
  private Optional<Router> router = Optional.empty();

  private volatile boolean running = true;
  private boolean killed;

  /**
   * Makes a site whose router is not started yet.
   *
   * @param name the site's
   * @param file the site's file
   * @param options asked once for each start
   */
  EmbeddedSite(String name, String file, Supplier<RouterOptions> options) {
    this.name = name;
    this.file = file;
    this.options = options;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.spillway.router.RouterStartException if a port is taken
   */
  @Override
  public synchronized void start() {
    router = Optional.of(startRouter());
  }

  /** Does nothing: a router that has started is ready. */
  @Override
  public void awaitReady() {}

  @Override
  public synchronized void inject(Fault.OnSite fault) {
    if (fault instanceof Fault.Kill) {
      router.ifPresent(Router::abort);
      killed = true;
    } else {
      running = false;
      router.ifPresent(Router::wakeup);
    }
  }

  @Override
  public synchronized void heal() {
    running = true;
    router.ifPresent(Router::wakeup);
    if (killed) {
      router = Optional.of(startRouter());
      killed = false;
    }
  }

  @Override
  public Map<String, String> configuration() {
    return Map.of("site.yaml", file);
  }

  @Override
  public String log() {
    return "";
  }

  /** Ends the router as a killed process ends: nothing here is worth a goodbye. */
  @Override
  public synchronized void close() {
    running = true;
    router.ifPresent(Router::wakeup);
    router.ifPresent(Router::abort);
  }

  private Router startRouter() {
    RouterConfig config = RouterConfig.parse(file, "site " + name);
    return Router.start(config, options.get().with(o -> o.gate(() -> running)));
  }
}
