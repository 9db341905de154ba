package io.spillway.router;

import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.site;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rule F9 under load: clients connect without a pause while parts of the network die and return, at
 * moments that the seed draws, and all are served as long as one destination is left.
 *
 * <p>Only a stream that had been accepted at the part that died may break; the ingress counts those
 * as reset. A client for whom no destination was found is counted as unserved.
 */
class RouterContinuityTest {

  private static final int ROUNDS = 8;
  private static final int LONGEST_PHASE = 60;

  private final TestSites sites = new TestSites();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void workload_dies_and_returns_behind_a_link() throws Exception {
    Workload b = sites.with(Workload.named("b"));
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    Router west =
        sites.start(
            site("west").link("to-east", east, 1).connector("k", b.port(), "none").listener("k"));
    awaitSites(west, "west", "east");

    try (Clients clients = new Clients(west, "k")) {
      for (int round = 0; round < ROUNDS; round++) {
        clients.awaitServed("a", phase());
        a.refuse();
        clients.awaitServed("b", phase());
        a = sites.with(Workload.named("a", a.port()));
      }
      clients.close();
      assertNoneUnserved(west, clients);
    }
  }

  @Test
  void site_dies_and_returns() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    Router north = sites.start(site("north").access().connector("k", b.port()));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    int port = east.linkAddress().getPort();
    Router west =
        sites.start(site("west").link("to-east", east, 1).link("to-north", north, 2).listener("k"));
    awaitSites(west, "west", "east", "north");

    try (Clients clients = new Clients(west, "k")) {
      for (int round = 0; round < ROUNDS; round++) {
        clients.awaitServed("a", phase());
        east.abort();
        clients.awaitServed("b", phase());
        east = sites.start(site("east").access(port).connector("k", a.port()));
      }
      clients.close();
      assertNoneUnserved(west, clients);
    }
  }

  @Test
  void link_is_cut_while_a_dearer_path_leads_to_the_only_destination() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    CuttingProxy proxy = sites.with(new CuttingProxy(east.linkAddress().getPort()));
    Router middle = sites.start(site("middle").access().link("to-east", east, 1));
    Router west =
        sites.start(
            site("west").link("cheap", proxy.port(), 1).link("dear", middle, 9).listener("k"));
    awaitSites(west, "west", "middle", "east");

    try (Clients clients = new Clients(west, "k")) {
      for (int round = 0; round < 2 * ROUNDS; round++) {
        clients.awaitServed("a", phase());
        proxy.cutAll(); // it is dialled again at once
      }
      clients.awaitServed("a", phase());
      clients.close();
      assertNoneUnserved(west, clients);
    }
  }

  @Test
  void link_behind_the_next_site_is_cut_while_that_site_has_another_path() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    CuttingProxy proxy = sites.with(new CuttingProxy(east.linkAddress().getPort()));
    Router south = sites.start(site("south").access().link("to-east", east, 1));
    Router middle =
        sites.start(site("middle").access().link("cheap", proxy.port(), 1).link("dear", south, 9));
    Router west = sites.start(site("west").link("to-middle", middle, 1).listener("k"));
    awaitSites(west, "west", "middle", "south", "east");

    try (Clients clients = new Clients(west, "k")) {
      for (int round = 0; round < 2 * ROUNDS; round++) {
        clients.awaitServed("a", phase());
        proxy.cutAll();
      }
      clients.awaitServed("a", phase());
      clients.close();
      assertNoneUnserved(west, clients);
    }
  }

  @Test
  void site_on_the_way_dies_and_returns_while_another_way_is_left() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    Router south = sites.start(site("south").access().link("to-east", east, 9));
    Router middle = sites.start(site("middle").access().link("to-east", east, 1));
    int port = middle.linkAddress().getPort();
    Router west =
        sites.start(site("west").link("cheap", middle, 1).link("dear", south, 9).listener("k"));
    awaitSites(west, "west", "middle", "south", "east");

    try (Clients clients = new Clients(west, "k")) {
      for (int round = 0; round < ROUNDS; round++) {
        clients.awaitServed("a", phase());
        middle.abort();
        clients.awaitServed("a", phase());
        middle = sites.start(site("middle").access(port).link("to-east", east, 1));
        awaitSites(west, "west", "middle", "south", "east");
      }
      clients.close();
      assertNoneUnserved(west, clients);
    }
  }

  @Test
  void site_on_the_way_is_closed_in_order_and_returns_while_another_way_is_left() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router east = sites.start(site("east").access().connector("k", a.port()));
    Router south = sites.start(site("south").access().link("to-east", east, 9));
    RouterOptions patient = RouterOptions.defaults().with(o -> o.drainTimeout(TestSites.LIMIT));
    Router middle = sites.start(site("middle").access().link("to-east", east, 1), patient);
    int port = middle.linkAddress().getPort();
    Router west =
        sites.start(site("west").link("cheap", middle, 1).link("dear", south, 9).listener("k"));
    awaitSites(west, "west", "middle", "south", "east");

    try (Clients clients = new Clients(west, "k")) {
      for (int round = 0; round < ROUNDS; round++) {
        clients.awaitServed("a", phase());
        middle.close();
        clients.awaitServed("a", phase());
        middle = sites.start(site("middle").access(port).link("to-east", east, 1), patient);
        awaitSites(west, "west", "middle", "south", "east");
      }
      clients.close();
      assertThat(clients.errors()).as("errors with seed %d", seed).isEmpty();
    }
  }

  private int phase() {
    return 1 + random.nextInt(LONGEST_PHASE);
  }

  private void assertNoneUnserved(Router west, Clients clients) {
    RouterStats stats = west.stats();
    assertThat(stats.unserved())
        .as("unserved with seed %d, of %s", seed, clients.errors())
        .isZero();
    assertThat(clients.errors())
        .as("errors of streams that had been accepted, with seed %d", seed)
        .hasSizeLessThanOrEqualTo((int) stats.reset());
  }
}
