package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RunOptionsTest {

  @Test
  void noProperty_meansAllRulesOnTheRuntimeThatAnswers() {
    RunOptions options = RunOptions.from(properties());

    assertThat(options.rules()).isEmpty();
    assertThat(options.runtime()).isEqualTo("auto");
    assertThat(options.alpha()).isEqualTo(1e-6);
    assertThat(options.folder()).isEqualTo(Path.of("target/conformance").toAbsolutePath());
  }

  @Test
  void unknownProperty_isRefusedWithTheOneThatWasMeant() {
    assertThatThrownBy(() -> RunOptions.from(properties("spillway.sed", "3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-Dspillway.sed is not known; did you mean spillway.seed?");
  }

  @Test
  void severalMistakes_areToldTogether() {
    assertThatThrownBy(
            () ->
                RunOptions.from(
                    properties(
                        "spillway.seed", "-4", "spillway.alpha", "2", "spillway.rules", "M1")))
        .hasMessageContaining("-Dspillway.rules is not known; did you mean spillway.rule?")
        .hasMessageContaining("-Dspillway.seed=-4: a seed is a whole number, 0 or more")
        .hasMessageContaining("-Dspillway.alpha=2: a probability above 0 and at most 0.01");
  }

  @Test
  void emptyValue_countsAsNotGiven() {
    assertThat(RunOptions.from(properties("spillway.rule", " ")).rules()).isEmpty();
  }

  @Test
  void foreignProperties_areNoneOfOurBusiness() {
    assertThat(RunOptions.from(properties("user.dir", "/", "spillways", "x")).properties())
        .isEmpty();
  }

  @Test
  void reproduce_repeatsWhatWasGivenWithTheSeedThatWasDrawn() {
    RunOptions options = RunOptions.from(properties("spillway.runtime", "embedded"));

    assertThat(options.reproduce())
        .isEqualTo(
            "mvn verify -Dspillway.runtime=embedded -Dspillway.seed=" + options.seed().value());
  }

  @Test
  void reproduce_ofOneCase_namesItSoThatAShellKeepsItTogether() {
    RunOptions options =
        RunOptions.from(
            properties("spillway.seed", "7", "spillway.rule", "M1,F2", "spillway.root", "/x"));

    assertThat(options.reproduce("C5/0 v 5", 7.14e-8, 1))
        .isEqualTo(
            "mvn verify -Dspillway.alpha=7.14e-08 '-Dspillway.rule=C5/0 v 5' -Dspillway.seed=7");
  }

  @Test
  void reproduce_ofADriverOfOthers_beginsWithItsClassPath() {
    RunOptions options =
        RunOptions.from(
            properties(
                "spillway.seed", "7",
                "spillway.driver", "mine",
                "spillway.classpath", "my driver.jar:classes"),
            RunOptions.Command.SPILLWAY);

    assertThat(options.reproduce("M1/weighted 25/75", 1e-7, 1))
        .isEqualTo(
            "SPILLWAY_CLASSPATH='my driver.jar:classes' bin/spillway run --alpha=1.00e-07"
                + " --driver=mine '--rule=M1/weighted 25/75' --seed=7");
  }

  @Test
  void paths_areShownAsTheUserTypesThem() {
    RunOptions options = RunOptions.from(properties("spillway.root", "/work/clone/suites/.."));

    assertThat(options.folder()).isEqualTo(Path.of("/work/clone/target/conformance"));
    assertThat(options.display(options.folder().resolve("index.html")))
        .isEqualTo("target/conformance/index.html");
    assertThat(options.display(Path.of("/elsewhere/index.html")))
        .isEqualTo("/elsewhere/index.html");
  }

  @Test
  void pathOfAToxiproxy_isRelativeToWhereTheUserTypedIt() {
    assertThat(
            RunOptions.from(
                    properties("spillway.root", "/work", "spillway.toxiproxy", "bin/toxiproxy"))
                .toxiproxy())
        .contains("/work/bin/toxiproxy");
    assertThat(
            RunOptions.from(
                    properties("spillway.root", "/work", "spillway.toxiproxy", "toxiproxy-server"))
                .toxiproxy())
        .contains("toxiproxy-server");
  }

  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
