package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which site a link leads to, seen through the reader. */
final class LinkEndsTest {

  private static final String THREE_SITES =
      """
      {apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: west, namespace: shop-west}}
      ---
      {apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: east, namespace: shop-east}}
      ---
      {apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: cloud, namespace: shop-cloud}}
      ---
      """;

  private static final String TWO_SITES = THREE_SITES.substring(0, THREE_SITES.lastIndexOf("{api"));

  @ParameterizedTest
  @CsvSource({
    "east",
    "shop-east",
    "EAST.Example.COM",
    "router.shop-east.svc.cluster.local",
    "east.shop-west.svc.cluster.local"
  })
  void hostThatNamesASite_leadsThere(String host) {
    assertThat(end(THREE_SITES + link(host, ""))).isEqualTo("shop-east");
  }

  @ParameterizedTest
  @CsvSource({"east", "shop-east"})
  void annotation_goesBeforeTheHost(String to) {
    assertThat(end(THREE_SITES + link("cloud", to))).isEqualTo("shop-east");
  }

  @Test
  void severalEndpointsOfOneSite_leadThere() {
    assertThat(
            end(
                THREE_SITES
                    + """
                    apiVersion: skupper.io/v2alpha1
                    kind: Link
                    metadata: {name: it, namespace: shop-west}
                    spec:
                      endpoints:
                        - {name: inter-router, host: 192.0.2.1, port: "55671", group: router-1}
                        - {name: inter-router, host: ha.east.example, port: "55671", group: router-2}
                    """))
        .isEqualTo("shop-east");
  }

  @ParameterizedTest
  @CsvSource({
    "https://east.example.com:9090/1d2e",
    "https://east/1d2e",
    "https://10.0.0.1.east:9090"
  })
  void accessToken_leadsWhereItsUrlDoes(String url) {
    assertThat(
            end(
                THREE_SITES
                    + "{apiVersion: skupper.io/v2alpha1, kind: AccessToken,"
                    + " metadata: {name: it, namespace: shop-west},"
                    + " spec: {url: \""
                    + url
                    + "\", code: c, ca: c}}"))
        .isEqualTo("shop-east");
  }

  @Test
  void hostThatNamesNoSite_leadsToTheOnlyOtherSiteAndSaysSo() {
    ReadResult result = NetworkReader.parse("net", TWO_SITES + link("10.97.161.185", ""));

    assertThat(result.network().site("shop-west").links())
        .containsExactly(new Link("it", "shop-east", OptionalInt.empty()));
    assertThat(result.notes())
        .containsExactly(
            "net.yaml:5: Link it names no site; it leads to shop-east, the only other one");
  }

  @Test
  void hostThatNamesNoSiteOfSeveral_isRefusedWithTheAnnotationToAdd() {
    assertRefused(
        THREE_SITES + link("10.97.161.185", ""),
        "net.yaml:9: Link it: nothing says which site it leads to: its hosts (10.97.161.185) name"
            + " no other site; add under metadata \"annotations: {spillway.dev/to: shop-east}\","
            + " with one of shop-east, shop-cloud");
  }

  @Test
  void hostThatNamesSeveralSites_isRefusedWithTheAnnotationToAdd() {
    assertRefused(
        THREE_SITES + link("east.cloud", ""),
        "net.yaml:9: Link it: nothing says which site it leads to: its hosts (east.cloud) name"
            + " several sites; add under metadata \"annotations: {spillway.dev/to: shop-east}\","
            + " with one of shop-east, shop-cloud");
  }

  @Test
  void linkWithoutEndpoints_isRefusedWithTheAnnotationToAdd() {
    assertRefused(
        THREE_SITES + link("east", "").replaceFirst("spec.*", "spec: {cost: 2}"),
        "net.yaml:9: Link it: nothing says which site it leads to: it names no host; add under"
            + " metadata \"annotations: {spillway.dev/to: shop-east}\", with one of shop-east,"
            + " shop-cloud");
  }

  @Test
  void linkOfTheOnlySite_isRefused() {
    assertRefused(
        link("east", ""),
        "net.yaml:3: Link it: nothing says which site it leads to: its hosts (east) name no other"
            + " site; this network has no other site");
  }

  @Test
  void annotationThatNamesNoSite_isRefusedWithASuggestion() {
    assertRefused(
        THREE_SITES + link("east", "shop-eats"),
        "net.yaml:9: Link it: it leads to shop-eats, which is not a site of this network; did you"
            + " mean shop-east?");
  }

  @Test
  void annotationThatNamesSeveralSites_isRefused() {
    assertRefused(
        THREE_SITES.replace("name: cloud", "name: east") + link("shop-east", "east"),
        "net.yaml:9: Link it: it leads to east, which is what several sites are called: shop-east,"
            + " shop-cloud; give the namespace");
  }

  @Test
  void linkToItsOwnSite_isRefused() {
    assertRefused(
        THREE_SITES + link("west.example.com", ""),
        "net.yaml:10: Link it: it leads from shop-west to itself; a link joins two sites");
    assertRefused(
        THREE_SITES + link("east", "west"),
        "net.yaml:9: Link it: it leads from shop-west to itself; a link joins two sites");
  }

  @Test
  void twoLinksBetweenTheSameSites_areTwoLinks() {
    ReadResult result =
        NetworkReader.parse(
            "net",
            THREE_SITES
                + link("east", "")
                + "---\n"
                + link("east", "").replace("name: it", "name: other"));

    assertThat(result.network().site("shop-west").links())
        .containsExactly(
            new Link("it", "shop-east", OptionalInt.empty()),
            new Link("other", "shop-east", OptionalInt.empty()));
  }

  private static String link(String host, String annotation) {
    String annotations =
        annotation.isEmpty() ? "" : ", annotations: {spillway.dev/to: " + annotation + "}";
    return "apiVersion: skupper.io/v2alpha1\n"
        + "kind: Link\n"
        + "metadata: {name: it, namespace: shop-west"
        + annotations
        + "}\n"
        + "spec: {endpoints: [{name: inter-router, host: \""
        + host
        + "\", port: \"55671\"}]}\n";
  }

  private static String end(String yaml) {
    List<Link> links = NetworkReader.parse("net", yaml).network().site("shop-west").links();
    assertThat(links).hasSize(1);
    return links.get(0).to();
  }

  private static void assertRefused(String yaml, String problem) {
    assertThatThrownBy(() -> NetworkReader.parse("net", yaml))
        .isInstanceOf(NetworkException.class)
        .hasMessage("network net has 1 problem:\n  " + problem);
  }
}
