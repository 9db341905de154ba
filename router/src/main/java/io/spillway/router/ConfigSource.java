package io.spillway.router;

import io.spillway.router.config.RouterConfig;
import java.io.IOException;

/** Where a router reads its configuration again when it is asked to. */
@FunctionalInterface
public interface ConfigSource {

  /**
   * Reads it.
   *
   * @return the configuration, as it is now
   * @throws io.spillway.router.config.RouterConfigException with everything that is wrong with it
   * @throws IOException if it cannot be read
   */
  RouterConfig load() throws IOException;
}
