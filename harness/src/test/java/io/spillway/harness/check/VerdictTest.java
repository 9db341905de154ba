package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void verdicts_areComposedToTheGravest() {
    assertThat(Verdict.compose(List.of(Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE)))
        .isEqualTo(Verdict.FAIL);
    assertThat(Verdict.compose(List.of(Verdict.FAIL, Verdict.ERROR))).isEqualTo(Verdict.ERROR);
    assertThat(Verdict.compose(List.of(Verdict.PASS))).isEqualTo(Verdict.PASS);
  }

  @Test
  void noVerdicts_areNoPass() {
    assertThat(Verdict.compose(List.of())).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void word_isWhatUsersRead() {
    assertThat(Verdict.NOT_APPLICABLE.word()).isEqualTo("not-applicable");
    assertThat(Verdict.PASS.word()).isEqualTo("pass");
  }
}
