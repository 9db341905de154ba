package io.spillway.router.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "255.249.199.0, 255.249.199.0",
    "::1, 0:0:0:0:0:0:0:1",
    "[::1], 0:0:0:0:0:0:0:1",
    "::, 0:0:0:0:0:0:0:0",
    "2001:DB8::a:0, 2001:db8:0:0:0:0:a:0",
    "::ffff:10.0.0.9, 10.0.0.9"
  })
  void address_is_read(String text, String address) {
    assertThat(Host.literal(text)).map(InetAddress::getHostAddress).contains(address);
    assertThat(Host.isMeantAsAddress(text)).isTrue();
    assertThat(Host.problem(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.256",
        "10.0.0",
        "127.1",
        "1",
        "1.2.3.4.5",
        "010.0.0.1",
        "1.2.3.",
        ".",
        "1..2.3"
      })
  void wrong_ipv4_address_is_no_address_and_no_name(String text) {
    assertThat(Host.literal(text)).isEmpty();
    assertThat(Host.isMeantAsAddress(text)).isTrue();
    assertThat(Host.problem(text)).contains("no IPv4 address: that is four numbers from 0 to 255");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7:8:9",
        "::g",
        "west:5671",
        "10.0.0.1:80",
        "[::1",
        "[::1]:80",
        "::1.2.3.256",
        "fe80::1%"
      })
  void wrong_ipv6_address_is_no_address_and_no_name(String text) {
    assertThat(Host.literal(text)).isEmpty();
    assertThat(Host.isMeantAsAddress(text)).isTrue();
    assertThat(Host.problem(text)).contains("no IPv6 address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "east.example", "east.example.", "my_router-1", "0x7f.1", "3com"})
  void name_is_no_address_and_right(String text) {
    assertThat(Host.literal(text)).isEmpty();
    assertThat(Host.isMeantAsAddress(text)).isFalse();
    assertThat(Host.problem(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "a/b", "-a", "a-", "a..b", ".a", "[a]", "tcp//x", "１.2.3.4", "é", "a\nb", "a\n", "%"
      })
  void text_that_is_nobodys_name_is_wrong(String text) {
    assertThat(Host.problem(text)).contains("neither an address nor a host's name");
  }

  @Test
  void names_may_have_labels_of_63_and_253_in_all() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));

    assertThat(Host.problem(longest)).isEmpty();
    assertThat(Host.problem(longest + "a")).isPresent();
    assertThat(Host.problem(label + "a")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fe80::1%no-such-zone", "[fe80::1%no-such-zone]"})
  void address_in_a_zone_of_another_machine_is_right_and_none_here(String text) {
    assertThat(Host.problem(text)).isEmpty();
    assertThat(Host.literal(text)).isEmpty();
  }
}
