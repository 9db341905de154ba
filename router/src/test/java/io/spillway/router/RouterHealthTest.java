package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.bytes;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.spillway.router.health.HealthState;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterHealthTest {

  private static final String HANG = "hang";

  private final TestSites sites = new TestSites();

  /** What the primary's readiness endpoint says. */
  private final AtomicReference<String> readiness = new AtomicReference<>("200 OK");

  @AfterEach
  void closeAll() {
    sites.close();
  }

  @Test
  void dead_workload_is_withdrawn_from_other_sites_and_comes_back() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Router west = westWithFallback(site("east").access().connector("p", a.port()));
    assertThat(whoServes(west, "shop")).isEqualTo("a");

    a.close();
    await("b to serve without a retry").atMost(LIMIT).until(() -> servedAtOnce(west, "b"));

    sites.with(Workload.named("a", a.port()));
    await("a to serve again").atMost(LIMIT).until(() -> servedAtOnce(west, "a"));
  }

  @Test
  void client_that_is_refused_withdraws_the_workload_for_all_that_come_after() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    RouterOptions neverChecked =
        RouterOptions.defaults().with(o -> o.healthInterval(Duration.ofHours(1)));
    Router east = sites.start(site("east").access().connector("p", a.port()), neverChecked);
    Router west = westWithFallback(east);
    a.close();

    assertThat(whoServes(west, "shop")).isEqualTo("b");
    assertThat(west.stats().retries()).isEqualTo(1);
    assertThat(east.health())
        .extracting(HealthState::healthy, HealthState::reason)
        .containsExactly(tuple(false, "Connection refused"));
    await("the others to be spared the retry").atMost(LIMIT).until(() -> servedAtOnce(west, "b"));
  }

  @Test
  void workload_that_never_listened_is_not_advertised() throws Exception {
    int port = freePort();
    Router west = sites.start(site("west").connector("k", port).listener("k"));

    assertThatThrownBy(() -> connect(west, "k").getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThat(west.stats().retries()).isZero();
    assertThat(west.health())
        .extracting(HealthState::connector, HealthState::healthy, HealthState::reason)
        .containsExactly(tuple("k-" + port, false, "Connection refused"));

    sites.with(Workload.named("late", port));
    await("the workload to be advertised")
        .atMost(LIMIT)
        .until(() -> west.health().get(0).healthy());
    assertThat(whoServes(west, "k")).isEqualTo("late");
  }

  @Test
  void workload_that_is_up_but_not_ready_is_withdrawn_until_it_is_ready() throws Exception {
    Router west = westWithReadiness();
    assertThat(whoServes(west, "shop")).isEqualTo("a");

    readiness.set("503 Service Unavailable"); // a itself goes on accepting: rule L8
    await("b to serve").atMost(LIMIT).until(() -> servedAtOnce(west, "b"));

    readiness.set("204 No Content");
    await("a to serve again").atMost(LIMIT).until(() -> servedAtOnce(west, "a"));
  }

  @Test
  void workload_whose_readiness_hangs_is_withdrawn_until_it_answers() throws Exception {
    Router west = westWithReadiness();
    assertThat(whoServes(west, "shop")).isEqualTo("a");

    readiness.set(HANG);
    await("b to serve").atMost(LIMIT).until(() -> servedAtOnce(west, "b"));

    readiness.set("200 OK");
    await("a to serve again").atMost(LIMIT).until(() -> servedAtOnce(west, "a"));
  }

  @Test
  void client_is_told_at_once_when_neither_backend_is_ready() throws Exception {
    readiness.set("500 Broken");
    Workload a = sites.with(Workload.named("a"));
    Router west =
        sites.start(
            site("west")
                .connector("p", a.port(), readinessUrl())
                .connector("s", freePort())
                .failoverListener("shop", "p", "s"));

    assertThatThrownBy(() -> connect(west, "shop").getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThat(west.health()).extracting(HealthState::healthy).containsOnly(false);
  }

  private Router westWithReadiness() throws Exception {
    Workload a = sites.with(Workload.named("a"));
    return westWithFallback(site("east").access().connector("p", a.port(), readinessUrl()));
  }

  private Router westWithFallback(TestSites.SiteFile primary) {
    return westWithFallback(sites.start(primary));
  }

  /** A site whose clients go to the primary at east, and to b at this site if that is not ready. */
  private Router westWithFallback(Router east) {
    Workload b = sites.with(Workload.named("b"));
    Router west =
        sites.start(
            site("west")
                .link("to-east", east, 1)
                .connector("s", b.port())
                .failoverListener("shop", "p", "s"));
    awaitSites(west, "west", "east");
    return west;
  }

  private String readinessUrl() {
    Workload endpoint =
        sites.with(
            Workload.of(
                socket -> {
                  String answer = readiness.get();
                  if (answer.equals(HANG)) {
                    socket.getInputStream().readAllBytes();
                  }
                  socket.getOutputStream().write(bytes("HTTP/1.1 " + answer + "\r\n\r\n"));
                  socket.shutdownOutput();
                  socket.getInputStream().readAllBytes();
                }));
    return "http://127.0.0.1:" + endpoint.port() + "/ready";
  }

  /** Whether this workload serves, and was the first to be tried: the other one is not listed. */
  private static boolean servedAtOnce(Router router, String workload) throws Exception {
    long before = router.stats().retries();
    return whoServes(router, "shop").equals(workload) && router.stats().retries() == before;
  }
}
