package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadArgumentsTest {

  @Test
  void arguments_inFull_areRead() {
    assertThat(
            WorkloadArguments.parse(
                "--site",
                "west",
                "--bind",
                "127.0.0.2",
                "--control",
                "9099",
                "--service-time",
                "app=backend=250",
                "--readiness",
                "other=9097",
                "app=backend=9090",
                "other=0"))
        .isEqualTo(
            new WorkloadArguments(
                "west",
                "127.0.0.2",
                9099,
                Map.of("app=backend", 9090, "other", 0),
                Map.of("app=backend", 250),
                Map.of("other", 9097)));
  }

  @Test
  void bind_whereNoneIsGiven_isEveryAddress() {
    assertThat(WorkloadArguments.parse("--site", "w", "--control", "1", "b=2").bind())
        .isEqualTo("0.0.0.0");
  }

  @Test
  void siteWithoutWorkloads_canBeKnockedFromAllTheSame() {
    assertThat(WorkloadArguments.parse("--site", "w", "--control", "1").workloads()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "--control 1 b=2, --site SITE is missing",
        "--site w b=2, --control PORT is missing",
        "--site w --control, --control needs a value",
        "--site w --control x b=2, port of --control must be a number from 0 to 65535; is \"x\"",
        "--site w --control 1 b=65536, port of b must be a number from 0 to 65535; is \"65536\"",
        "--site w --control 1 b=-1, port of b must be a number from 0 to 65535; is \"-1\"",
        "--site w --control 1 --readiness b b=2, --readiness needs NAME=PORT",
        "--site w --control 1 --readiness b=x b=2, readiness port of b must be a number from 0 to"
            + " 65535; is \"x\"",
        "--site w --control 1 --readiness c=1 b=2, --readiness is for c; which is none of the"
            + " workloads [b]",
        "--site w --control 1 --service-time b b=2, --service-time needs NAME=MILLIS",
        "--site w --control 1 --service-time b=60001 b=2, service time of b must be a number from 0"
            + " to 60000; is \"60001\"",
        "--site w --control 1 b=2 b=3, workload b is given twice",
        "--site w --control 1 backend, \"backend\" is neither an option nor a workload",
        "--site w --control 1 --port=3 b=2, \"--port=3\" is neither an option nor a workload",
        "--site w --control 1 =3, \"=3\" is neither an option nor a workload"
      })
  void arguments_thatAreWrong_areRefusedWithTheReason(String line, String reason) {
    assertThatThrownBy(() -> WorkloadArguments.parse(line.split(" ", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(reason.replace("; is", ", is").replace("; which", ", which"));
  }
}
