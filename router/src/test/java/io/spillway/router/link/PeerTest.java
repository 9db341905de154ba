package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.LinkId;
import io.spillway.router.tls.TestAuthority;
import io.spillway.router.tls.TlsContext;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerTest {

  private final TestAuthority authority = new TestAuthority("test authority");

  @Test
  void link_whose_credentials_are_renewed_is_still_dialled_at_the_address_where_it_is() {
    TlsContext old = authority.issue("west").context("w");
    TlsContext renewed = authority.issue("west").context("w");
    InetSocketAddress second = new InetSocketAddress("127.0.0.2", 55671);
    LinkTarget target = new LinkTarget("l", "name", 55671, 1, Optional.of(old));
    Peer peer =
        TestLinks.peer(
            new LinkId("west", "l"),
            "west",
            Optional.of(target.at(Optional.of(second))),
            m -> {},
            1);

    assertThat(peer.renewed(renewed).target())
        .hasValueSatisfying(
            dialled -> {
              assertThat(dialled.tls()).containsSame(renewed);
              assertThat(dialled.reached()).contains(second);
            });
  }
}
