package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.LinkFaults.ActiveFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Several faults at once, several links, and the end of them. */
abstract class LinkFaultCombinationsContract extends LinkFixture {

  private static final Duration AN_HOUR = Duration.ofHours(1);

  LinkFaultCombinationsContract(ToxiproxyServer server) {
    super(server);
  }

  @Test
  void severalFaults_actTogether_andHealOneByOne() throws IOException {
    try (Conversation open = open()) {
      ActiveFault up = inject(new Fault.Latency(Direction.UPSTREAM, AN_HOUR, Duration.ZERO));
      Duration delay = Duration.ofMillis(150);
      ActiveFault down = inject(new Fault.Latency(Direction.DOWNSTREAM, delay, Duration.ZERO));
      inject(new Fault.Latency(Direction.DOWNSTREAM, delay, Duration.ZERO));

      up.close();
      assertThat(open.transfer(Direction.UPSTREAM, new byte[] {1})).containsExactly(1);
      assertThat(timeOfOneByte(open, Direction.DOWNSTREAM))
          .isGreaterThanOrEqualTo(Duration.ofMillis(295));
      down.close();
      down.close();
      assertThat(timeOfOneByte(open, Direction.DOWNSTREAM)).isGreaterThanOrEqualTo(delay);
    }
  }

  @Test
  void linkThatIsCutTwice_staysCutUntilBothAreHealed_alsoThroughAReset() throws IOException {
    ActiveFault first = inject(new Fault.Cut());
    ActiveFault second = inject(new Fault.Cut());
    ActiveFault reset = inject(new Fault.Reset());
    assertRefused();
    first.close();
    assertRefused();
    reset.close();
    assertRefused();

    second.close();

    try (Conversation after = open()) {
      assertCarries(after);
    }
  }

  @Test
  void faultOfOneLink_leavesAnotherAlone() throws IOException {
    InetSocketAddress other = create("west", "to-north");
    inject(new Fault.Cut());

    try (Conversation open = Conversation.open(other, upstream())) {
      assertCarries(open);
    }
  }

  @Test
  void healAll_healsEveryFaultOfEveryLink() throws IOException {
    InetSocketAddress other = create("west", "to-north");
    inject(new Fault.Cut());
    inject(new Fault.Blackhole());
    links().inject("west", "to-north", new Fault.Reset());

    links().healAll();

    try (Conversation open = open();
        Conversation otherOpen = Conversation.open(other, upstream())) {
      assertCarries(open);
      assertCarries(otherOpen);
    }
  }

  @Test
  void faultHealed_onAServerThatWasReset_isNoError() throws IOException {
    ActiveFault latency = inject(new Fault.Latency(Direction.UPSTREAM, AN_HOUR, Duration.ZERO));
    new RawApi(server()).send("POST", "/reset", "");

    latency.close();

    try (Conversation open = open()) {
      assertCarries(open);
    }
  }

  @Test
  void close_deletesTheProxies_andCanBeRepeated() throws IOException {
    links().close();
    links().close();

    assertRefused();
    try (LinkProxies again = new LinkProxies(server());
        Socket listening = new Socket()) {
      InetSocketAddress there =
          again.create(
              "west", "to-east", RawApi.newName(), HostPort.format(proxy()), "127.0.0.1:9");
      assertThat(there).isEqualTo(proxy());
      listening.connect(there);
    }
  }

  @Test
  void proxyNameInUse_isRefused_withTheServersWords() {
    String name = RawApi.newName();
    links().create("west", "a", name, "127.0.0.1:0", "127.0.0.1:9");

    assertThatThrownBy(() -> links().create("west", "b", name, "127.0.0.1:0", "127.0.0.1:9"))
        .hasMessageContaining("create the proxy " + name + " of link west/b")
        .hasMessageContaining(server().description())
        .hasMessageContaining("[409] proxy already exists");
  }
}
