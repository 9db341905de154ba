package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.runtime.RuntimeStartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartsTest {

  private final Starts starts = new Starts();

  @BeforeEach
  void twoInVain() {
    starts.failed(routers());
    starts.failed(routers());
    assertThat(starts.hopeless()).isEmpty();
  }

  @Test
  void thirdInARow_isHopeless_andSaysWhatWasSeen() {
    starts.failed(routers());

    assertThat(starts.hopeless())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("3 networks in a row did not start", "it never gets ready")
                    .contains("`spillway doctor`")
                    .doesNotContain("its last lines"));
  }

  @Test
  void networkThatStarts_beginsTheRowAnew() {
    starts.succeeded();

    starts.failed(routers());
    starts.failed(routers());

    assertThat(starts.hopeless()).isEmpty();
  }

  @Test
  void troubleOfTheHarness_beginsTheRowAnew() {
    starts.failed(new RuntimeStartException("no port is free"));
    starts.failed(routers());
    starts.failed(routers());

    assertThat(starts.hopeless()).isEmpty();
  }

  @Test
  void hopeless_staysSo_whateverIsStillBeingPlayed() {
    starts.failed(routers());
    starts.succeeded();

    assertThat(starts.hopeless()).isPresent();
  }

  private static RuntimeException routers() {
    DriverException cause = new DriverException("it never gets ready");
    return new RuntimeStartException(
        "network two-sites did not start: it never gets ready\nits last lines", cause);
  }
}
