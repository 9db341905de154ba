package io.spillway.router.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name service that hangs for the names which begin with "slow". */
class ResolverTest {

  private final StepLoop steps = new StepLoop();
  private final CountDownLatch slowAnswers = new CountDownLatch(1);
  private final Queue<String> lookedUp = new ConcurrentLinkedQueue<>();
  private final List<InetSocketAddress> answers = new ArrayList<>();
  private final Resolver resolver = new Resolver("test-resolver", this::find);

  @AfterEach
  void close() {
    resolver.close();
    steps.close();
  }

  @Test
  void name_that_hangs_does_not_delay_others_however_often_it_is_asked_for() {
    for (int i = 0; i < 2 * Resolver.THREADS; i++) {
      resolve("slow", i);
    }
    resolve("fast", 80);

    steps.stepUntil("the answer for the fast one", () -> answers.size() == 1);

    assertThat(answers.get(0)).isEqualTo(address(80));
  }

  @Test
  void all_who_ask_for_a_name_get_the_answer_of_one_lookup_each_with_its_port() {
    resolve("slow", 1);
    resolve("slow", 2); // which cannot be answered yet

    slowAnswers.countDown();
    steps.stepUntil("both answers", () -> answers.size() == 2);

    assertThat(answers).containsExactly(address(1), address(2));
    assertThat(lookedUp).containsExactly("slow");
  }

  @Test
  void name_without_an_address_is_answered_and_looked_up_again_the_next_time() {
    resolve("unknown", 1);
    steps.stepUntil("an answer", () -> answers.size() == 1);
    resolve("unknown", 1);
    steps.stepUntil("another", () -> answers.size() == 2);

    assertThat(answers).allMatch(InetSocketAddress::isUnresolved);
    assertThat(lookedUp).containsExactly("unknown", "unknown");
  }

  @Test
  void name_with_many_addresses_is_answered_with_the_first_ones_in_their_order() {
    resolve("many", 80);
    steps.stepUntil("an answer", () -> !answers.isEmpty());

    assertThat(answers)
        .extracting(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
        .containsExactly("127.0.0.1:80", "127.0.0.2:80", "127.0.0.3:80", "127.0.0.4:80");
  }

  @Test
  void address_is_answered_at_once_and_nobody_is_asked() {
    resolve("127.0.0.1", 80);
    resolve("[::1]", 81);

    assertThat(answers)
        .extracting(address -> address.getAddress().getHostAddress() + " " + address.getPort())
        .containsExactly("127.0.0.1 80", "0:0:0:0:0:0:0:1 81");
    assertThat(lookedUp).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.256", "127.1", "10.0.0.1:80", "localhost:80"})
  void wrong_address_is_answered_at_once_and_nobody_is_asked(String host) {
    resolve(host, 80);

    assertThat(answers).containsExactly(InetSocketAddress.createUnresolved(host, 80));
    assertThat(lookedUp).isEmpty();
  }

  private void resolve(String host, int port) {
    resolver.resolve(host, port, steps.loop(), answers::addAll);
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private InetAddress[] find(String host) throws UnknownHostException {
    lookedUp.add(host);
    if (host.startsWith("slow")) {
      try {
        slowAnswers.await();
      } catch (InterruptedException e) {
        throw new UnknownHostException("the test is over");
      }
    }
    if (host.equals("unknown")) {
      throw new UnknownHostException(host);
    }
    InetAddress[] found = new InetAddress[host.equals("many") ? 2 * Resolver.MAX_ADDRESSES : 1];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (i + 1)});
    }
    return found;
  }
}
