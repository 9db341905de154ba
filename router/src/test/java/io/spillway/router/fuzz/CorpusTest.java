package io.spillway.router.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.UnixOperatingSystemMXBean;
import io.spillway.router.link.LinkAcceptorFuzz;
import io.spillway.router.link.MessageFuzz;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays everything that fuzzing has kept ({@code ci/fuzz.sh}), in each build: inputs that reach far
 * into the code, and those that once broke it.
 */
class CorpusTest {

  private static final int REPEATS = 20;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int FEWEST = 5;

  /** A fuzz target. */
  @FunctionalInterface
  private interface Target {
    void play(byte[] input) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> site_files() {
    return each("SiteFileFuzz", SiteFileFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> messages() {
    return each("MessageFuzz", MessageFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> scripts_of_hostile_peers() {
    return each("LinkAcceptorFuzz", LinkAcceptorFuzz::fuzzerTestOneInput);
  }

  @Test
  void hostile_peers_leave_no_descriptor_behind() throws IOException {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<Path> inputs = inputs("LinkAcceptorFuzz");
    playAll(inputs); // classes are loaded, jars are open
    long before = system.getOpenFileDescriptorCount();

    for (int i = 0; i < REPEATS; i++) {
      playAll(inputs);
    }

    // The rest of this JVM may open a few too; a leak would show with every repeat.
    assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + REPEATS);
  }

  private static void playAll(List<Path> inputs) throws IOException {
    for (Path input : inputs) {
      LinkAcceptorFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
    }
  }

  private static Stream<DynamicTest> each(String name, Target target) {
    return inputs(name).stream()
        .map(
            input ->
                DynamicTest.dynamicTest(
                    input.getFileName().toString(),
                    () ->
                        assertTimeoutPreemptively(
                            LONGEST, () -> target.play(Files.readAllBytes(input)))));
  }

  private static List<Path> inputs(String name) {
    try (Stream<Path> files =
        Files.list(Path.of(CorpusTest.class.getResource("/fuzz/" + name).toURI()))) {
      List<Path> inputs = files.sorted().toList();
      assertThat(inputs).as("corpus of " + name).hasSizeGreaterThanOrEqualTo(FEWEST);
      return inputs;
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError("no corpus of " + name, e);
    }
  }
}
