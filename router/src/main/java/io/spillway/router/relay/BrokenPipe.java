package io.spillway.router.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/**
 * What a write says (EPIPE) when the peer had ended its direction before it reset the connection,
 * where a reset that came first says something else (ECONNRESET).
 *
 * <p>Java has no other word for it than the system's, which is in the language of the process
 * ({@code LC_MESSAGES}); so it is learnt from a pipe that is broken on purpose.
 */
final class BrokenPipe {

  private static final String WORDS = learn();

  private BrokenPipe() {}

  /** {@return whether a write has failed so} */
  static boolean isSaidBy(IOException cause) {
    return WORDS.equals(cause.getMessage());
  }

  private static String learn() {
    try {
      Pipe pipe = Pipe.open();
      pipe.source().close();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        sink.write(ByteBuffer.allocate(1));
      }
    } catch (IOException e) {
      if (e.getMessage() != null) {
        return e.getMessage();
      }
    }
    return "Broken pipe";
  }
}
