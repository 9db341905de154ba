package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection to be served: once the service time has passed it gets the banner, then every byte
 * that comes in, and the banner again after each {@link Question}. Reads only while it owes
 * nothing, so that a client that does not read is not read from either. Belongs to the loop's
 * thread.
 */
final class EchoConnection extends Connection {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final WorkloadLoop loop;
  private final QuestionReader questions;
  private ByteBuffer owed;
  private boolean served;
  private boolean clientDone;

  EchoConnection(Workload workload, WorkloadLoop loop, SocketChannel channel, byte[] banner)
      throws IOException {
    super(workload, loop, channel);
    this.loop = loop;
    this.questions = new QuestionReader(banner);
    this.owed = ByteBuffer.wrap(banner);
  }

  /** Answers after that long. */
  void serve(Duration serviceTime) {
    if (serviceTime.isZero()) {
      serve();
    } else {
      loop.after(serviceTime.toNanos(), this::serve);
    }
  }

  private void serve() {
    served = true;
    ready();
  }

  @Override
  boolean turn(SocketChannel channel, SelectionKey key) throws IOException {
    if (!served) {
      return true;
    }
    channel.write(owed);
    if (!owed.hasRemaining() && key.isReadable()) {
      echo(channel, loop.shared());
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
    clientDone = channel.read(shared) < 0;
    shared.flip();
    ByteBuffer answer = questions.answer(shared);
    channel.write(answer);
    if (answer.hasRemaining()) {
      owed = ByteBuffer.allocate(answer.remaining()).put(answer).flip();
    }
  }
}
