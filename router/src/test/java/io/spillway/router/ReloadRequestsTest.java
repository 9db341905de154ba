package io.spillway.router;

import static io.spillway.router.TestSites.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.config.RouterConfig;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReloadRequestsTest {

  private final TestSites sites = new TestSites();
  private final AtomicInteger loads = new AtomicInteger();
  private final ReloadRequests requests = new ReloadRequests();
  private Router west;

  @BeforeEach
  void start() {
    west = sites.start(site("west"), RouterOptions.defaults().with(o -> o.source(this::load)));
  }

  @AfterEach
  void close() {
    sites.close();
  }

  @Test
  void one_that_comes_before_the_router_has_started_is_kept_until_it_has() {
    requests.ask();
    requests.ask();
    assertThat(loads).hasValue(0);

    requests.begin(west);
    assertThat(loads).hasValue(1);
  }

  @Test
  void router_that_nobody_asked_to_reload_does_not() {
    requests.begin(west);
    assertThat(loads).hasValue(0);

    requests.ask();
    assertThat(loads).hasValue(1);
  }

  private RouterConfig load() throws IOException {
    loads.incrementAndGet();
    return site("west").config();
  }
}
