package io.spillway.router;

import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.refuses;
import static io.spillway.router.TestSites.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.spillway.router.admin.Operations.Reloads;
import io.spillway.router.admin.ReloadRefusedException;
import io.spillway.router.admin.ReloadResult;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.loop.LoopGate;
import io.spillway.router.stream.ListenerCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Reloads that hang, fail on the way, or are asked for in a bad moment. */
class RouterReloadFailureTest {

  private static final long LIMIT_SECONDS = TestSites.LIMIT.toSeconds();

  private final TestSites sites = new TestSites();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final CountDownLatch loaded = new CountDownLatch(1);

  @AfterEach
  void closeAll() {
    loaded.countDown();
    sites.close();
  }

  @Test
  void router_ends_while_a_reload_hangs_at_its_file_and_the_reload_comes_to_nothing()
      throws Exception {
    Router west =
        sites.start(site("west"), RouterOptions.defaults().with(o -> o.source(this::hangs)));
    CompletableFuture<ReloadResult> reload = reload(west);
    assertThat(loading.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

    CompletableFuture.runAsync(west::close).get(LIMIT_SECONDS, TimeUnit.SECONDS);

    loaded.countDown();
    assertThatThrownBy(() -> reload.get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(ReloadRefusedException.class)
        .hasRootCauseMessage("the router of site west ends");
  }

  @Test
  void router_ends_while_a_reload_waits_for_its_loop_and_leaves_no_port_bound() throws Exception {
    AtomicBoolean turns = new AtomicBoolean(true);
    LoopGate gate = turns::get;
    Router west = sites.start(site("west"), RouterOptions.defaults().with(o -> o.gate(gate)));
    turns.set(false);
    int port = TestSites.freePort();
    CompletableFuture<ReloadResult> reload =
        CompletableFuture.supplyAsync(
            () -> west.reload(site("west").listener("new", port).config()));
    await("the port to be bound").atMost(TestSites.LIMIT).until(() -> !refuses(port));

    west.close();

    assertThatThrownBy(() -> reload.get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .hasRootCauseMessage("the router of site west ends");
    assertThat(refuses(port)).isTrue();
  }

  @Test
  void reload_of_a_router_that_hangs_is_refused_with_where_to_look_and_leaves_no_port_bound()
      throws Exception {
    AtomicBoolean turns = new AtomicBoolean(true);
    Router west = sites.start(site("west"), RouterOptions.defaults().with(o -> o.gate(turns::get)));
    RouterConfig before = west.reloader().config();
    int port = TestSites.freePort();
    turns.set(false);

    assertThatThrownBy(() -> west.reload(site("west").listener("new", port).config()))
        .isInstanceOf(ReloadRefusedException.class)
        .hasMessage("the main loop has not taken the change within 5 s; see /healthz");

    assertThat(refuses(port)).isTrue();
    assertThat(west.reloader().reloads()).isEqualTo(new Reloads(0, 1));
    assertThat(west.reloader().config()).isEqualTo(before);
  }

  @Test
  void change_that_fails_halfway_is_not_told_to_be_done() {
    Router west = sites.start(site("west"));
    RouterConfig.Link impossible =
        new RouterConfig.Link("to-nowhere", "127.0.0.1", 70_000, 1, Optional.empty());
    RouterConfig next =
        new RouterConfig("west", Optional.empty(), List.of(impossible), List.of(), List.of());

    assertThatThrownBy(() -> west.reload(next))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a part of it may hold");

    assertThat(west.reloader().reloads()).isEqualTo(new Reloads(0, 1));
  }

  @Test
  void refused_reload_leaves_no_counters_of_its_listeners_behind() throws Exception {
    Router west = sites.start(site("west").listener("a"));
    try (ServerSocket busy = new ServerSocket(0)) {
      RouterConfig next =
          site("west").listener("a").listener("b").listener("c", busy.getLocalPort()).config();
      assertThatThrownBy(() -> west.reload(next)).isInstanceOf(ReloadRefusedException.class);
    }

    assertThat(west.counters().listeners())
        .extracting(ListenerCounters::listener)
        .containsExactly("a");
  }

  @Test
  void listener_that_a_reload_brings_is_counted_from_its_first_client_on() throws Exception {
    Router west = sites.start(site("west"));

    west.reload(site("west").listener("a").config());

    assertThat(west.counters().listeners())
        .extracting(ListenerCounters::listener)
        .containsExactly("a");
    assertThatThrownBy(() -> connect(west, "a").getInputStream().read())
        .hasMessageContaining("reset");
    assertThat(west.stats().accepted()).isEqualTo(1);
  }

  @Test
  void what_a_reload_logs_carries_the_site_on_whatever_thread() {
    Router west = sites.start(site("west"));
    Logger log = (Logger) LoggerFactory.getLogger(ReloadLog.class);
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    log.addAppender(events);
    try {
      MDC.put(Router.MDC_SITE, "of the caller");
      assertThatThrownBy(() -> west.reload(site("east").config()))
          .isInstanceOf(ReloadRefusedException.class);
      assertThat(MDC.get(Router.MDC_SITE)).isEqualTo("of the caller");

      MDC.remove(Router.MDC_SITE);
      assertThatThrownBy(west::reload).isInstanceOf(ReloadRefusedException.class);
      assertThat(MDC.get(Router.MDC_SITE)).isNull();
    } finally {
      log.detachAppender(events);
    }

    assertThat(events.list)
        .hasSize(2)
        .allSatisfy(
            event -> assertThat(event.getMDCPropertyMap()).containsEntry(Router.MDC_SITE, "west"));
  }

  private RouterConfig hangs() {
    loading.countDown();
    try {
      loaded.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return site("west").config();
  }

  private static CompletableFuture<ReloadResult> reload(Router router) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return router.reload();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
