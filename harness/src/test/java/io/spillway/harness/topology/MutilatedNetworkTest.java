package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, the reader gives a network or says what is wrong with the file. */
final class MutilatedNetworkTest {

  private static final String CHARACTERS =
      "{}[]:,-#&*!|>'\"%@`?~=<\\ \t\n\0\u0085\uFEFF09azxob_+.eE";

  private static final int MUTILATIONS_PER_SEED = 20;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mutilatedFile_isReadOrRefusedWithItsPlace(long seed) throws IOException {
    Random random = new Random(seed);
    String whole = Files.readString(NetworkReaderTest.example("three-sites.yaml"));

    for (int i = 0; i < MUTILATIONS_PER_SEED; i++) {
      String text = mutilated(whole, random);
      try {
        assertThat(NetworkReader.parse("net", text).network().sites()).isNotEmpty();
      } catch (NetworkException e) {
        assertThat(e.problems())
            .as("problems of:%n%s", text)
            .isNotEmpty()
            .allSatisfy(problem -> assertThat(problem.place()).matches("net\\.yaml(:\\d+)?"));
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static String mutilated(String whole, Random random) {
    StringBuilder text = new StringBuilder(whole);
    for (int cuts = 1 + random.nextInt(3); cuts > 0; cuts--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(12));
      StringBuilder instead = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        instead.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      text.replace(from, to, instead.toString());
    }
    return text.toString();
  }
}
