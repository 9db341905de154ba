package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.topology.Network;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FileAllowanceTest {

  private static final long LIMIT = 20_000;

  private final FileAllowance files = new FileAllowance(LIMIT);

  @Test
  void scenariosOfUsualSize_playSideBySide() throws Exception {
    try (var first = files.take(holding(Scenario.USUAL_CONNECTIONS));
        var second = files.take(holding(Scenario.USUAL_CONNECTIONS));
        var third = files.take(holding(Scenario.USUAL_CONNECTIONS))) {
      assertThat(first).isNotSameAs(second).isNotSameAs(third);
    }
  }

  @Test
  void scenarioThatNeedsMoreThanThereIs_playsAlone() throws Exception {
    CountDownLatch played = new CountDownLatch(1);
    Thread beside = new Thread(() -> play(holding(1), played), "beside");
    try (var all = files.take(holding(2_400))) {
      assertThat(all).isNotNull();
      beside.start();
      await().until(() -> beside.getState() == Thread.State.WAITING);
      assertThat(played.getCount()).as("it waits for files").isEqualTo(1);
    }
    assertThat(played.await(10, TimeUnit.SECONDS)).isTrue();
    beside.join();
  }

  @Test
  void scenarioWhoseConnectionsCrossFewerLinks_needsFewerFiles() throws Exception {
    FileAllowance forTwoLinks = new FileAllowance((long) (12 * 200 / 0.8));

    try (var first = forTwoLinks.take(holding(100, 1));
        var second = forTwoLinks.take(holding(100, 1));
        var third = forTwoLinks.take(holding(200, 0))) {
      assertThat(first).isNotSameAs(second).isNotSameAs(third);
    }
  }

  @Test
  void scenarioThatFailsLinks_needsFilesForTheirProxies() throws Exception {
    FileAllowance forTwoProxies = new FileAllowance((long) (12 * 200 / 0.8));
    Thread beside = new Thread(() -> take(forTwoProxies, holding(1)), "beside");

    try (var straight = forTwoProxies.take(holding(200, 2));
        var besides = forTwoProxies.take(holding(100, 2))) {
      assertThat(straight).isNotSameAs(besides);
    }
    try (var proxied = forTwoProxies.take(holding(200, 2, true))) {
      assertThat(proxied).isNotNull();
      beside.start();
      await().until(() -> beside.getState() == Thread.State.WAITING);
    }
    beside.join();
  }

  private static void take(FileAllowance allowance, Scenario scenario) {
    try (var share = allowance.take(scenario)) {
      assertThat(share).isNotNull();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void play(Scenario scenario, CountDownLatch played) {
    take(files, scenario);
    played.countDown();
  }

  private static Scenario holding(int connections) {
    return holding(connections, 2);
  }

  private static Scenario holding(int connections, int links) {
    return holding(connections, links, false);
  }

  private static Scenario holding(int connections, int links, boolean failsLinks) {
    return new Scenario() {
      @Override
      public String name() {
        return "holding " + connections;
      }

      @Override
      public Network network() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Estimate estimate() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int connectionsAtOnce() {
        return connections;
      }

      @Override
      public int linksCrossed() {
        return links;
      }

      @Override
      public boolean failsLinks() {
        return failsLinks;
      }

      @Override
      public void play(Stage stage) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
