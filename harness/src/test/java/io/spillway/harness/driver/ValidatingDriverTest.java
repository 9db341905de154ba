package io.spillway.harness.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidatingDriverTest {

  private static final String HOST = "127.0.0.1";

  private ServerSocket links;
  private ServerSocket clients;

  @BeforeEach
  void listen() throws IOException {
    links = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    clients = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    links.close();
    clients.close();
  }

  @Test
  void routerThatListensWhereItShould_isReady() {
    assertThat(look(Sight.READY, true)).isEqualTo(Sight.READY);
  }

  @Test
  void routerThatIsNotReadyYet_isHeldToNothing() throws IOException {
    links.close();
    clients.close();

    assertThat(look(Sight.missing("its peers"), true)).isEqualTo(Sight.missing("its peers"));
  }

  @Test
  void readyRouter_thatRefusesOtherSites_isTheDriversError() throws IOException {
    links.close();

    assertThatThrownBy(() -> look(Sight.READY, true))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "the router hasty of site west is said to be ready, but nothing listens at 127.0.0.1:"
                + links.getLocalPort()
                + ", for other sites");
  }

  @Test
  void readyRouter_thatRefusesClients_isTheDriversError_unlessItSaysThatItMay() throws IOException {
    clients.close();

    assertThat(look(Sight.READY, false)).isEqualTo(Sight.READY);
    assertThatThrownBy(() -> look(Sight.READY, true))
        .isInstanceOf(DriverException.class)
        .hasMessageMatching(
            ".* but nothing listens at 127\\.0\\.0\\.1:\\d+, for the listener shop");
  }

  private Sight look(Sight said, boolean listensUnserved) {
    SitePlan plan =
        new SitePlan(
            new Site(
                "west",
                List.of(),
                List.of(new Listener("shop", "shop", 80, "shop")),
                List.of(),
                List.of()),
            HOST,
            links.getLocalPort(),
            Map.of("shop", clients.getLocalPort()),
            Map.of(),
            Map.of(),
            Map.of());
    return new ValidatingDriver(new Hasty(said, listensUnserved)).look(plan, new Silent());
  }

  /** Says what it is told to say. */
  private record Hasty(Sight said, boolean listensUnserved) implements ProgramDriver {

    @Override
    public String name() {
      return "hasty";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Set<Feature> features() {
      return Set.of();
    }

    @Override
    public String render(SitePlan plan) {
      return "";
    }

    @Override
    public Program program(SitePlan plan, Path folder) {
      return new Program(List.of("true"), Map.of(), Map.of(), Optional.empty());
    }

    @Override
    public Sight look(SitePlan plan, ProgramOutput output) {
      return said;
    }
  }
}
