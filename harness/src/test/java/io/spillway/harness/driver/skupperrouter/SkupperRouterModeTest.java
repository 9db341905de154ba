package io.spillway.harness.driver.skupperrouter;

import static io.spillway.harness.driver.skupperrouter.SkupperRouterMode.ROUTER_ONLY;
import static io.spillway.harness.driver.skupperrouter.SkupperRouterMode.WITH_CONTROLLER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.probe.WorkloadState;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkupperRouterModeTest {

  @ParameterizedTest
  @EnumSource
  void routerAlone_hasItsConnectorsWhateverBecomesOfTheWorkload(WorkloadState state) {
    assertThat(ROUTER_ONLY.connects(state, true)).isTrue();
    assertThat(ROUTER_ONLY.connects(state, false)).isTrue();
  }

  @Test
  void controller_takesAwayTheConnectorOfAWorkloadThatDoesNotAnswerItsProbe() {
    assertThat(takenAway(true))
        .containsExactlyInAnyOrder(
            WorkloadState.NOT_READY,
            WorkloadState.HUNG,
            WorkloadState.UNREACHABLE,
            WorkloadState.DEAD);
  }

  @Test
  void controller_knowsOfAWorkloadWithoutAProbeOnlyThatItHasEnded() {
    assertThat(takenAway(false)).containsExactly(WorkloadState.DEAD);
  }

  private static Set<WorkloadState> takenAway(boolean isProbed) {
    Set<WorkloadState> states = EnumSet.allOf(WorkloadState.class);
    states.removeIf(state -> WITH_CONTROLLER.connects(state, isProbed));
    return states;
  }
}
