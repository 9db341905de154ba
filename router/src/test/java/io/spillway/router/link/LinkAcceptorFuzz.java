package io.spillway.router.link;

import io.spillway.router.fuzz.LoopErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Plays what hostile peers may do to a site: a script of bytes, frames, ends and passing time on a
 * few connections at once. Whatever it is, nothing unexpected is thrown on the loop, a well-behaved
 * link beside them stays up, another one still can be opened, and no buffer is left.
 *
 * <p>Each step of the script is a byte with the step's kind (3 bits) and the connection's number (2
 * bits), and what that kind needs. So an input that has lost or won a few bytes is still a script.
 */
public final class LinkAcceptorFuzz {

  private static final int CONNECTIONS = 4;
  private static final int FRAME_TYPES = Frame.Type.values().length;
  private static final Duration STEP = Duration.ofMillis(50);

  private final FuzzedSite site;
  private final FuzzedSite.Stranger[] strangers = new FuzzedSite.Stranger[CONNECTIONS];
  private final ByteBuffer script;

  private LinkAcceptorFuzz(FuzzedSite site, byte[] script) {
    this.site = site;
    this.script = ByteBuffer.wrap(script);
  }

  /** Plays the input as a script. Called by Jazzer and by {@code CorpusTest}. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (new String(input, StandardCharsets.ISO_8859_1).contains(FuzzedSite.WITNESS)) {
      return; // a link may be replaced by whoever knows its name
    }
    try (LoopErrors errors = new LoopErrors()) {
      try (FuzzedSite site = new FuzzedSite()) {
        new LinkAcceptorFuzz(site, input).play();
        errors.check();
        site.checkWitness();
        site.checkNewcomer();
      }
      errors.check();
    }
  }

  private void play() throws IOException {
    while (script.hasRemaining()) {
      int step = script.get();
      int number = (step >> 3) & (CONNECTIONS - 1);
      if (strangers[number] == null) {
        strangers[number] = site.stranger();
      }
      FuzzedSite.Stranger stranger = strangers[number];
      switch (step & 7) {
        case 0 -> stranger.write(some(next()));
        case 1, 2 -> stranger.write(frame(next() % FRAME_TYPES, some(next())));
        case 3 -> stranger.write(hello(next()).encode());
        case 4 -> site.ask();
        case 5 -> site.advance(STEP.multipliedBy(next()));
        case 6 -> {
          stranger.end(next());
          strangers[number] = null;
        }
        default -> stranger.write(some(1));
      }
      site.step();
    }
  }

  /** A right HELLO, as scripts would seldom find one by chance. */
  private static Message.Hello hello(int choice) {
    Message.Purpose[] purposes = Message.Purpose.values();
    return new Message.Hello(
        purposes[choice % purposes.length],
        FuzzedSite.STRANGER.dialler(),
        1,
        FuzzedSite.STRANGER.name(),
        choice / purposes.length % 2,
        1,
        choice);
  }

  private static ByteBuffer frame(int type, ByteBuffer body) {
    return ByteBuffer.allocate(Frame.HEADER_BYTES + body.remaining())
        .put((byte) type)
        .putInt(body.remaining())
        .put(body)
        .flip();
  }

  private int next() {
    return script.hasRemaining() ? Byte.toUnsignedInt(script.get()) : 0;
  }

  private ByteBuffer some(int length) {
    int taken = Math.min(length, script.remaining());
    ByteBuffer bytes = script.slice().limit(taken);
    script.position(script.position() + taken);
    return bytes;
  }
}
