package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection to be served: once the service time has passed it gets the banner, then every byte
 * that comes in: signed if the first one asks for that (see {@link WorkloadServer}), and else with
 * the banner again after each {@link Question}. Reads only while it owes nothing, so that a client
 * that does not read is not read from either. One that is brief is closed after the banner. Belongs
 * to the loop's thread.
 */
final class EchoConnection extends ServedConnection {

  /** How what comes in is sent back; the first byte decides. */
  private enum Echo {
    UNDECIDED,
    PLAIN,
    SIGNED
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final QuestionReader questions;
  private final Keystream signature;
  private final boolean brief;
  private ByteBuffer owed;
  private Echo echo = Echo.UNDECIDED;
  private long signed;
  private boolean clientDone;

  EchoConnection(
      Workload workload, WorkloadLoop loop, SocketChannel channel, Banner banner, boolean brief)
      throws IOException {
    super(workload, loop, channel);
    this.questions = new QuestionReader(banner.encode());
    this.signature = Keystream.of(banner);
    this.brief = brief;
    this.owed = ByteBuffer.wrap(banner.encode());
  }

  @Override
  boolean talk(SocketChannel channel, SelectionKey key) throws IOException {
    channel.write(owed);
    if (brief && !owed.hasRemaining()) {
      return false;
    }
    if (!owed.hasRemaining() && isReadable(key)) {
      echo(channel, shared());
    }
    if (owed.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
      return true;
    }
    if (clientDone) {
      channel.shutdownOutput();
      return false;
    }
    owed = NOTHING;
    key.interestOps(SelectionKey.OP_READ);
    return true;
  }

  private void echo(SocketChannel channel, ByteBuffer shared) throws IOException {
    clientDone = read(channel, shared) < 0;
    sign(shared.flip());
    ByteBuffer answer = echo == Echo.SIGNED ? shared : questions.answer(shared);
    channel.write(answer);
    if (answer.hasRemaining()) {
      owed = ByteBuffer.allocate(answer.remaining()).put(answer).flip();
    }
  }

  private void sign(ByteBuffer read) {
    if (echo == Echo.UNDECIDED && read.hasRemaining()) {
      echo = read.get(read.position()) == WorkloadServer.SIGN ? Echo.SIGNED : Echo.PLAIN;
      if (echo == Echo.SIGNED) {
        read.get();
      }
    }
    if (echo == Echo.SIGNED) {
      signature.addTo(read, signed);
      signed += read.remaining();
    }
  }
}
