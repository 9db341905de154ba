package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.ConfigChanges.AccessChange;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.config.RouterConfig.Tls;
import io.spillway.router.link.LinkChanges;
import io.spillway.router.tls.TestAuthority;
import io.spillway.router.tls.TestAuthority.Issued;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as a renewal of credentials, which keeps links and their streams. */
class ConfigChangesTest {

  private final TestAuthority authority = new TestAuthority("test authority");
  private final Issued west = authority.issue("west");

  @Test
  void same_credentials_are_no_change() {
    assertThat(access(tls("c", west), tls("c", west))).isEqualTo(AccessChange.NONE);
    assertThat(links(tls("c", west), tls("c", west)).renewed()).isEmpty();
  }

  @Test
  void new_certificate_of_the_same_authority_and_subject_is_a_renewal() {
    assertRenewed(tls("c", west), tls("c", authority.issue("west")));
  }

  @Test
  void certificate_that_has_expired_is_renewed_too() {
    assertRenewed(tls("c", authority.issueExpired("west")), tls("c", west));
  }

  @Test
  void other_name_of_the_secret_is_a_renewal() {
    assertRenewed(tls("c", west), tls("d", west));
  }

  @Test
  void same_authorities_written_in_another_way_are_a_renewal() {
    String text = "# ours\r\n" + west.authorities().replace("\n", "\r\n") + west.authorities();

    assertRenewed(tls("c", west), Optional.of(new Tls("c", text, west.certificate(), west.key())));
  }

  @Test
  void other_subject_is_a_renewal_for_who_accepts_and_another_link_for_who_dials() {
    Optional<Tls> next = tls("c", authority.issue("east"));

    assertThat(access(tls("c", west), next)).isEqualTo(AccessChange.RENEWED);
    assertReopened(tls("c", west), next);
  }

  @Test
  void other_authority_ends_links() {
    Optional<Tls> next = tls("c", new TestAuthority("another authority").issue("west"));

    assertThat(access(tls("c", west), next)).isEqualTo(AccessChange.REPLACED);
    assertReopened(tls("c", west), next);
  }

  @Test
  void authority_that_comes_or_goes_ends_links() {
    Issued other = new TestAuthority("another authority").issue("west");
    Optional<Tls> both =
        Optional.of(
            new Tls("c", west.authorities() + other.authorities(), west.certificate(), west.key()));

    assertThat(access(tls("c", west), both)).isEqualTo(AccessChange.REPLACED);
    assertThat(access(both, tls("c", west))).isEqualTo(AccessChange.REPLACED);
    assertReopened(tls("c", west), both);
    assertReopened(both, tls("c", west));
  }

  @Test
  void tls_that_is_turned_on_or_off_ends_links() {
    assertThat(access(Optional.empty(), tls("c", west))).isEqualTo(AccessChange.REPLACED);
    assertThat(access(tls("c", west), Optional.empty())).isEqualTo(AccessChange.REPLACED);
    assertReopened(Optional.empty(), tls("c", west));
    assertReopened(tls("c", west), Optional.empty());
  }

  private static void assertRenewed(Optional<Tls> before, Optional<Tls> after) {
    assertThat(access(before, after)).isEqualTo(AccessChange.RENEWED);
    LinkChanges links = links(before, after);
    assertThat(links.closed()).isEmpty();
    assertThat(links.opened()).isEmpty();
    assertThat(links.renewed()).containsOnlyKeys("l");
  }

  private static void assertReopened(Optional<Tls> before, Optional<Tls> after) {
    LinkChanges links = links(before, after);
    assertThat(links.closed()).containsExactly("l");
    assertThat(links.opened()).hasSize(1);
    assertThat(links.renewed()).isEmpty();
  }

  private static AccessChange access(Optional<Tls> before, Optional<Tls> after) {
    return new ConfigChanges(config(before), config(after)).access();
  }

  private static LinkChanges links(Optional<Tls> before, Optional<Tls> after) {
    return new ConfigChanges(config(before), config(after)).links();
  }

  private static RouterConfig config(Optional<Tls> tls) {
    return new RouterConfig(
        "west",
        Optional.of(new RouterConfig.Access("a", "127.0.0.1", 1, tls)),
        List.of(new RouterConfig.Link("l", "127.0.0.1", 2, 1, tls)),
        List.of(),
        List.of());
  }

  private static Optional<Tls> tls(String name, Issued issued) {
    return Optional.of(new Tls(name, issued.authorities(), issued.certificate(), issued.key()));
  }
}
