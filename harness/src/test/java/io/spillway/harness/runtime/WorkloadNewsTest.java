package io.spillway.harness.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.probe.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class WorkloadNewsTest {

  private final List<String> told = new ArrayList<>();
  private final WorkloadNews news =
      new WorkloadNews((connector, state) -> told.add(connector + " " + state));

  @Test
  void routerThatRuns_isToldAtOnce_andOnce() {
    news.pass("shop", WorkloadState.NOT_READY);
    news.catchUp();

    assertThat(told).containsExactly("shop NOT_READY");
  }

  @Test
  void routerThatCouldNotBeTold_isToldAgain() {
    List<String> heard = new ArrayList<>();
    AtomicBoolean deaf = new AtomicBoolean(true);
    WorkloadNews toTheDeaf =
        new WorkloadNews(
            (connector, state) -> {
              if (deaf.getAndSet(false)) {
                throw new IllegalStateException("the connection is closed");
              }
              heard.add(connector + " " + state);
            });

    assertThatThrownBy(() -> toTheDeaf.pass("shop", WorkloadState.NOT_READY))
        .hasMessage("the connection is closed");
    toTheDeaf.catchUp();

    assertThat(heard).containsExactly("shop NOT_READY");
  }

  @Test
  void routerThatWasFrozen_isToldWhatHasChangedSince() {
    news.pass("shop", WorkloadState.NOT_READY);
    news.note("shop", WorkloadState.SERVING);
    news.note("cart", WorkloadState.SERVING);
    news.catchUp();

    assertThat(told).containsExactly("shop NOT_READY", "shop SERVING");
  }

  @Test
  void routerThatWasStartedAgain_isToldOfAllThatDoNotServe() {
    news.pass("shop", WorkloadState.NOT_READY);
    news.pass("cart", WorkloadState.SERVING);
    told.clear();

    news.forget();
    news.catchUp();

    assertThat(told).containsExactly("shop NOT_READY");
  }
}
