package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.router.TestSites.SiteFile;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Networks of many routers in this JVM, of the shapes that networks have. Silence is never a loss
 * in them: how soon 50 routers say a word depends on how fast the machine is.
 */
class MeshShapesTest {

  private static final Logger LOG = LoggerFactory.getLogger(MeshShapesTest.class);
  private static final Policies PATIENT =
      new Policies() {
        @Override
        public LivenessPolicy liveness() {
          return (heartbeats, nowNanos) -> false;
        }
      };
  private static final int MANY = 50;

  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestSites sites = new TestSites();
  private final List<Router> routers = new ArrayList<>();

  @AfterEach
  void abortAll() {
    routers.forEach(Router::abort);
    sites.close();
  }

  @Test
  void stream_crosses_a_chain_of_50_sites() throws Exception {
    Workload far = sites.with(Workload.named("far"));
    start(site("s0").access().connector("far", far.port()));
    for (int i = 1; i < MANY; i++) {
      SiteFile file = site("s" + i).access().link("l", routers.get(i - 1), 1);
      start(i == MANY - 1 ? file.listener("far") : file);
    }
    awaitAll();

    assertThat(whoServes(routers.get(MANY - 1), "far")).isEqualTo("far");
    assertThat(routers.get(MANY / 2).stats().accepted()).isZero();
  }

  @Test
  void leaves_of_a_star_of_50_sites_reach_each_other() throws Exception {
    Workload one = sites.with(Workload.named("one"));
    start(site("s0").access());
    for (int i = 1; i < MANY; i++) {
      SiteFile file = site("s" + i).link("l", routers.get(0), 1);
      start(i == 1 ? file.connector("one", one.port()) : file.listener("one"));
    }
    awaitAll();

    assertThat(whoServes(routers.get(MANY - 1), "one")).isEqualTo("one");
  }

  @Test
  void full_mesh_of_50_sites_agrees_and_serves() throws Exception {
    Workload one = sites.with(Workload.named("one"));
    for (int i = 0; i < MANY; i++) {
      SiteFile file = site("s" + i).access();
      for (int to = 0; to < i; to++) {
        file.link("l" + to, routers.get(to), 1);
      }
      start(i == 0 ? file.connector("one", one.port()) : file.listener("one"));
    }
    awaitAll();

    assertThat(whoServes(routers.get(MANY - 1), "one")).isEqualTo("one");
  }

  @Test
  void ring_goes_the_other_way_round_when_it_is_cut_and_parts_and_heals() throws Exception {
    Workload far = sites.with(Workload.named("far"));
    start(site("s0").access().connector("far", far.port()));
    int firstPort = routers.get(0).linkAddress().getPort();
    for (int i = 1; i < 6; i++) {
      start(site("s" + i).access().link("l", routers.get(i - 1), 1).listener("far"));
    }
    SiteFile last = site("s6").access().link("l", routers.get(5), 1).link("r", firstPort, 1);
    start(last.listener("far"));
    awaitAll();
    Router third = routers.get(3);
    assertThat(whoServes(third, "far")).isEqualTo("far");

    routers.get(1).abort(); // the ring is a chain now
    awaitSites(third, "s0", "s2", "s3", "s4", "s5", "s6");
    assertThat(whoServes(third, "far")).isEqualTo("far");

    int fifthPort = routers.get(5).linkAddress().getPort();
    routers.get(5).abort(); // and now it is in two parts
    awaitSites(third, "s2", "s3", "s4");
    awaitSites(routers.get(0), "s0", "s6");

    start(site("s5").access(fifthPort).link("l", routers.get(4), 1));
    for (int i : new int[] {0, 2, 3, 4, 6}) {
      awaitSites(routers.get(i), "s0", "s2", "s3", "s4", "s5", "s6");
    }
    assertThat(whoServes(third, "far")).isEqualTo("far");
  }

  @Test
  void both_of_two_equal_paths_are_used_and_the_one_that_is_left_when_one_is_lost()
      throws Exception {
    Workload far = sites.with(Workload.named("far"));
    start(site("east").access().connector("far", far.port()));
    Router north = start(site("north").access().link("l", routers.get(0), 1));
    Router south = start(site("south").access().link("l", routers.get(0), 1));
    Router west = start(site("west").link("n", north, 1).link("s", south, 1).listener("far"));
    awaitAll();

    for (int i = 0; i < 40; i++) {
      assertThat(whoServes(west, "far")).isEqualTo("far");
    }
    await("all streams to end")
        .atMost(LIMIT)
        .until(() -> north.stats().closed() + south.stats().closed() == 40);
    assertThat(north.stats().closed()).isPositive(); // none with a chance of 2 in a million million
    assertThat(south.stats().closed()).isPositive();

    north.abort();
    for (int i = 0; i < 10; i++) {
      assertThat(whoServes(west, "far")).isEqualTo("far");
    }
    assertThat(south.stats().accepted()).isZero();
  }

  @Test
  void restarted_site_in_the_middle_serves_what_it_says_now_and_nothing_of_before()
      throws Exception {
    Workload old = sites.with(Workload.named("old"));
    Workload now = sites.with(Workload.named("new"));
    start(site("east").access());
    Router middle =
        start(site("middle").access().link("e", routers.get(0), 1).connector("k", old.port()));
    int middlePort = middle.linkAddress().getPort();
    Router west = start(site("west").link("m", middle, 1).listener("k"));
    awaitAll();
    assertThat(whoServes(west, "k")).isEqualTo("old");

    middle.abort();
    awaitSites(west, "west");
    start(
        site("middle").access(middlePort).link("e", routers.get(0), 1).connector("k", now.port()));
    awaitSites(west, "west", "middle", "east");

    assertThat(whoServes(west, "k")).isEqualTo("new");
    assertThat(west.stats().retries()).isZero();
  }

  private Router start(SiteFile file) {
    Router router = sites.start(file, RouterOptions.defaults().with(o -> o.policies(PATIENT)));
    routers.add(router);
    return router;
  }

  private void awaitAll() {
    long started = System.nanoTime();
    Set<String> all = new HashSet<>();
    routers.forEach(router -> all.add(router.site()));
    for (Router router : routers) {
      await("all " + all.size() + " sites to be known to " + router.site())
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(5))
          .until(router::reachableSites, all::equals);
    }
    LOG.info(
        "{} sites agree {} ms after the last has started",
        all.size(),
        (System.nanoTime() - started) / 1_000_000);
  }

  private static void awaitSites(Router router, String... names) {
    TestSites.awaitSites(router, names);
  }
}
