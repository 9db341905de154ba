package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import io.spillway.harness.probe.Failure.Step;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

class FailureTest {

  private static void assertRouters(Step step, Exception e, Outcome outcome) {
    Failure failure = Failure.of(step, e);
    assertThat(failure.outcome()).isEqualTo(outcome);
    assertThat(failure.trouble()).isEmpty();
  }

  private static void assertOwn(Step step, Exception e, String kind) {
    Failure failure = Failure.of(step, e);
    assertThat(failure.outcome()).isEqualTo(Outcome.INDETERMINATE);
    assertThat(failure.trouble()).contains(kind);
    assertThat(failure.remedy()).isNotEmpty();
  }

  @Test
  void noPortLeft_isTheHarnessesTrouble() {
    assertOwn(Step.CONNECT, new BindException("Cannot assign requested address"), "ports");
    assertOwn(Step.FINISH_CONNECT, new BindException("Cannot assign requested address"), "ports");
  }

  @Test
  void noDescriptorLeft_isTheHarnessesTrouble() {
    assertOwn(Step.SOCKET, new SocketException("Too many open files"), "descriptors");
  }

  @Test
  void addressNotKnown_isTheHarnessesTrouble() {
    assertOwn(Step.RESOLVE, new IllegalArgumentException("no listener"), "address");
    assertOwn(Step.CONNECT, new UnresolvedAddressException(), "address");
  }

  @Test
  void connectionRefusedOrWithoutRoute_isRefused() {
    assertRouters(Step.CONNECT, new ConnectException("Connection refused"), Outcome.REFUSED);
    assertRouters(Step.CONNECT, new SocketException("Network is unreachable"), Outcome.REFUSED);
    assertRouters(Step.FINISH_CONNECT, new ConnectException("refused"), Outcome.REFUSED);
    assertRouters(Step.FINISH_CONNECT, new NoRouteToHostException("no route"), Outcome.REFUSED);
  }

  @Test
  void connectionResetOnceAccepted_isReset() {
    assertRouters(Step.FINISH_CONNECT, new SocketException("Connection reset"), Outcome.RESET);
    assertRouters(Step.READ, new IOException("Connection reset by peer"), Outcome.RESET);
  }
}
