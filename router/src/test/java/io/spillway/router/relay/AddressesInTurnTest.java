package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A host whose addresses do what the test says. */
class AddressesInTurnTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** What becomes of a connect that does not work. */
  private enum Failure {
    SLOW,
    REFUSES,
    NO_ROUTE,
    NO_DESCRIPTOR,
    NO_INTERFACE;

    IOException cause() {
      return switch (this) {
        case SLOW -> new SocketTimeoutException(name());
        case REFUSES -> new ConnectException(name());
        case NO_ROUTE -> new NoRouteToHostException(name());
        case NO_DESCRIPTOR -> new NoSocketException(new IOException(name()));
        case NO_INTERFACE -> new NoSocketException(new BindException(name()));
      };
    }
  }

  private final StepLoop steps = new StepLoop();
  private final List<Integer> tried = new ArrayList<>();
  private final List<Duration> shares = new ArrayList<>();
  private final List<Consumer<IOException>> failures = new ArrayList<>();
  private final List<Integer> connected = new ArrayList<>();
  private final List<IOException> failed = new ArrayList<>();

  @AfterEach
  void close() {
    steps.close();
  }

  @Test
  void next_address_is_tried_when_one_fails_and_none_after_one_that_works() {
    connect(3, port -> port == 2);

    assertThat(tried).containsExactly(1);
    failures.get(0).accept(Failure.REFUSES.cause());

    assertThat(tried).containsExactly(1, 2);
    assertThat(connected).containsExactly(2);
    assertThat(failed).isEmpty();
  }

  @Test
  void each_address_has_an_equal_share_of_the_time_that_is_left() {
    connect(3, port -> false);
    steps.advance(Duration.ofMillis(100));
    failures.get(0).accept(Failure.REFUSES.cause());
    steps.advance(Duration.ofMillis(450));
    failures.get(1).accept(Failure.SLOW.cause());

    assertThat(shares)
        .containsExactly(TIMEOUT.dividedBy(3), Duration.ofMillis(450), Duration.ofMillis(450));
  }

  @Test
  void no_address_is_tried_when_no_time_is_left() {
    connect(2, port -> false);
    steps.advance(TIMEOUT);
    failures.get(0).accept(Failure.SLOW.cause());

    assertThat(tried).containsExactly(1);
    assertThat(failed).singleElement().asString().endsWith("SLOW");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(List.of(Failure.REFUSES, Failure.REFUSES), Failure.REFUSES),
        Arguments.of(List.of(Failure.REFUSES, Failure.SLOW), Failure.SLOW),
        Arguments.of(List.of(Failure.SLOW, Failure.REFUSES), Failure.SLOW),
        Arguments.of(List.of(Failure.REFUSES, Failure.NO_INTERFACE), Failure.REFUSES),
        Arguments.of(List.of(Failure.NO_INTERFACE, Failure.REFUSES), Failure.REFUSES),
        Arguments.of(List.of(Failure.NO_ROUTE, Failure.REFUSES), Failure.REFUSES),
        Arguments.of(List.of(Failure.NO_ROUTE, Failure.NO_INTERFACE), Failure.NO_ROUTE),
        Arguments.of(List.of(Failure.REFUSES, Failure.NO_DESCRIPTOR), Failure.NO_DESCRIPTOR),
        Arguments.of(List.of(Failure.NO_INTERFACE), Failure.NO_INTERFACE));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_that_says_most_about_the_host_is_told(List<Failure> causes, Failure told) {
    connect(causes.size(), port -> false);
    for (int i = 0; i < causes.size(); i++) {
      failures.get(i).accept(causes.get(i).cause());
    }

    assertThat(failed).singleElement().asString().endsWith(told.name());
    assertThat(connected).isEmpty();
  }

  /** Connects to addresses that are told apart by their ports, from 1. */
  private void connect(int count, IntPredicate works) {
    List<InetSocketAddress> addresses =
        IntStream.rangeClosed(1, count).mapToObj(InetSocketAddress::new).toList();
    AddressesInTurn.<Integer>connect(
        steps.loop(),
        addresses,
        TIMEOUT.toNanos(),
        (address, nanos, done, refused) -> {
          tried.add(address.getPort());
          shares.add(Duration.ofNanos(nanos));
          failures.add(refused);
          if (works.test(address.getPort())) {
            done.accept(address.getPort());
          }
        },
        connected::add,
        failed::add);
  }
}
