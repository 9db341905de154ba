package io.spillway.harness.probe.workload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the {@link Question}s in a stream, however it is sliced, and puts the answer behind each. A
 * question is a whole line: what stands in the middle of one is none. Belongs to the loop's thread.
 */
final class QuestionReader {

  private static final int NONE = -1;

  private final byte[] banner;

  /** How many bytes of a question the line so far is; {@link #NONE} once it cannot be one. */
  private int matched;

  QuestionReader(byte[] banner) {
    this.banner = banner.clone();
  }

  /**
   * {@return what to send for these bytes: the same bytes, with the banner behind each question}
   *
   * @param read what came in; not consumed. It is itself the answer where no question ends in it
   */
  ByteBuffer answer(ByteBuffer read) {
    List<Integer> ends = new ArrayList<>();
    for (int i = read.position(); i < read.limit(); i++) {
      if (endsQuestion(read.get(i))) {
        ends.add(i + 1);
      }
    }
    if (ends.isEmpty()) {
      return read;
    }
    ByteBuffer answer = ByteBuffer.allocate(read.remaining() + ends.size() * banner.length);
    int copied = read.position();
    for (int end : ends) {
      answer.put(read.slice(copied, end - copied)).put(banner);
      copied = end;
    }
    return answer.put(read.slice(copied, read.limit() - copied)).flip();
  }

  private boolean endsQuestion(byte next) {
    int beginning = Question.BEGINNING.length();
    if (next == '\n') {
      boolean ends = matched > beginning;
      matched = 0;
      return ends;
    }
    if (matched == NONE) {
      return false;
    }
    boolean fits =
        matched < beginning
            ? next == Question.BEGINNING.charAt(matched)
            : next >= '0' && next <= '9' && matched < beginning + Question.MAX_DIGITS;
    matched = fits ? matched + 1 : NONE;
    return false;
  }
}
