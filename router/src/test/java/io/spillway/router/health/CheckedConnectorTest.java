package io.spillway.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.health.Probe.Result;
import io.spillway.router.health.Probe.Verdict;
import io.spillway.router.loop.EventLoop;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckedConnectorTest {

  private static final Result READY = new Result(Verdict.READY, "fine");
  private static final Result DOUBTFUL = new Result(Verdict.DOUBTFUL, "late");
  private static final Result UNASKED = new Result(Verdict.UNASKED, "Too many open files");
  private static final Result DOWN = new Result(Verdict.DOWN, "refused");

  private final CheckedConnector connect = new CheckedConnector("c", new Named(true), 0);
  private final CheckedConnector http = new CheckedConnector("c", new Named(false), 0);

  @Test
  void connector_is_not_healthy_before_its_first_check_has_passed() {
    assertThat(connect.state()).isEqualTo(new HealthState("c", false, 0, "not checked yet"));
    assertThat(check(connect, DOUBTFUL, 10)).isFalse();
    assertThat(connect.state()).isEqualTo(new HealthState("c", false, 0, "late"));

    assertThat(check(connect, READY, 20)).isTrue();
    assertThat(connect.state()).isEqualTo(new HealthState("c", true, 20, "fine"));
  }

  @Test
  void refused_check_is_certain_and_one_that_passes_brings_the_connector_back() {
    check(connect, READY, 10);

    assertThat(check(connect, DOWN, 20)).isTrue();
    assertThat(connect.state()).isEqualTo(new HealthState("c", false, 20, "refused"));
    assertThat(check(connect, DOUBTFUL, 30)).isFalse();
    assertThat(connect.state()).isEqualTo(new HealthState("c", false, 20, "late"));
    assertThat(check(connect, READY, 40)).isTrue();
  }

  @Test
  void doubtful_check_counts_only_when_the_next_one_is_doubtful_too() {
    check(http, READY, 10);

    assertThat(check(http, DOUBTFUL, 20)).isFalse();
    assertThat(check(http, READY, 30)).isFalse();
    assertThat(check(http, DOUBTFUL, 40)).isFalse();
    assertThat(http.state().healthy()).isTrue();
    assertThat(check(http, DOUBTFUL, 50)).isTrue();
    assertThat(http.state()).isEqualTo(new HealthState("c", false, 50, "late"));
  }

  @Test
  void check_that_could_not_be_made_changes_nothing() {
    check(http, UNASKED, 5);
    assertThat(http.state()).isEqualTo(new HealthState("c", false, 0, "not checked yet"));
    check(http, READY, 10);

    assertThat(check(http, UNASKED, 20)).isFalse();
    assertThat(check(http, UNASKED, 30)).isFalse();
    assertThat(http.state()).isEqualTo(new HealthState("c", true, 10, "fine"));
  }

  @Test
  void client_that_got_through_refutes_a_check_that_began_before() {
    check(connect, READY, 10);
    check(connect, DOUBTFUL, 20);
    connect.begin(30);
    connect.connected(31);

    assertThat(connect.take(DOUBTFUL, 40)).isFalse();
    assertThat(check(connect, DOUBTFUL, 50)).isFalse();
    assertThat(check(connect, DOUBTFUL, 60)).isTrue();
  }

  @Test
  void client_that_got_through_does_not_refute_a_check_of_readiness() {
    check(http, READY, 10);
    check(http, DOUBTFUL, 20);
    http.begin(30);
    http.connected(31);

    assertThat(http.restNanos(100, 32)).isZero();
    assertThat(http.take(DOUBTFUL, 40)).isTrue();
  }

  @Test
  void client_that_got_through_stands_for_a_check_from_that_moment_on() {
    check(connect, READY, 10);
    assertThat(connect.restNanos(100, 110)).isZero();

    connect.connected(80);

    assertThat(connect.restNanos(100, 110)).isEqualTo(70);
    assertThat(connect.restNanos(100, 180)).isZero();
  }

  @Test
  void client_that_got_through_does_not_bring_a_connector_back() {
    check(connect, DOWN, 10);
    connect.connected(20);

    assertThat(connect.restNanos(100, 30)).isZero();
    assertThat(connect.state().healthy()).isFalse();
  }

  @Test
  void client_that_was_refused_is_believed_unless_a_later_check_has_passed() {
    check(connect, READY, 10);

    assertThat(connect.refused("refused", 9, 11)).isFalse();
    assertThat(connect.state().healthy()).isTrue();
    assertThat(connect.refused("refused", 10, 12)).isTrue();
    assertThat(connect.state()).isEqualTo(new HealthState("c", false, 12, "refused"));
    assertThat(connect.refused("refused", 13, 14)).isFalse();
  }

  private static boolean check(CheckedConnector health, Result result, long nowNanos) {
    health.begin(nowNanos);
    return health.take(result, nowNanos);
  }

  /** A probe that nobody starts. */
  private record Named(boolean isProvenByConnect) implements Probe {
    @Override
    public void begin(EventLoop loop, long limitNanos, Consumer<Result> told) {
      throw new UnsupportedOperationException();
    }
  }
}
