package io.spillway.router.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class UnreadableTest {

  @Test
  void reason_is_said_in_words_and_not_by_the_name_of_an_exception() {
    assertThat(Unreadable.words(new NoSuchFileException("f")))
        .isEqualTo("cannot read the file f: there is none");
    assertThat(Unreadable.words(new AccessDeniedException("f")))
        .isEqualTo("cannot read the file f: this user may not");
    assertThat(Unreadable.words(new FileSystemException("f", null, "Not a directory")))
        .isEqualTo("cannot read the file f: Not a directory");
  }

  @Test
  void reason_that_nobody_expects_is_not_lost() {
    assertThat(Unreadable.words(new IOException("broken")))
        .isEqualTo("cannot read the file: java.io.IOException: broken");
  }
}
