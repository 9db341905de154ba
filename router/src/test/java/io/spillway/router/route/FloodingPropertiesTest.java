package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.LinkStateDatabase.News;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A network of databases in which anything happens: links go up and down, sites restart, connectors
 * come and go, and advertisements are late, out of order, lost and sent again, and doubled. When it
 * has come to rest every site knows the network as it is.
 */
class FloodingPropertiesTest {

  private static final long NEVER_FORGET = Long.MAX_VALUE;
  private static final int EVENTS = 60;

  private final Map<String, Site> sites = new TreeMap<>();
  private final List<Networks.Link> declared = new ArrayList<>();
  private final List<Letter> underWay = new ArrayList<>();
  private int lives;

  private record Letter(Networks.Link link, String to, Advertisement content) {}

  /** A site in one of its lives. */
  private final class Site {
    final String name;
    final List<Networks.Link> up = new ArrayList<>();
    final LinkStateDatabase database;
    final Map<String, Advertisement> newest = new HashMap<>();
    final Incarnation life;
    List<Service> services = List.of();

    Site(String name) {
      this.name = name;
      this.database = new LinkStateDatabase(name, 100, Long.MAX_VALUE, NEVER_FORGET);
      this.life = new Incarnation(name, ++lives);
    }

    void originate() {
      List<LinkEnd> ends =
          up.stream().map(l -> new LinkEnd(l.id(), l.peerOf(name), l.cost())).toList();
      Advertisement own = life.next(ends, services);
      database.offer(own, 0);
      up.forEach(link -> underWay.add(new Letter(link, link.peerOf(name), own)));
    }

    void introduceTo(Networks.Link link) {
      database.all().forEach(a -> underWay.add(new Letter(link, link.peerOf(name), a)));
    }

    void take(Letter letter) {
      Advertisement content = letter.content();
      if (content.site().equals(name)) {
        return; // of an earlier life, which had a lower number
      }
      News news = database.offer(content, 0);
      if (news != News.OLD) {
        Advertisement before = newest.put(content.site(), content);
        assertThat(before == null || content.isNewerThan(before))
            .as("%s replaces %s at %s", content, before, name)
            .isTrue();
        up.stream()
            .filter(link -> !link.equals(letter.link()) && !hasLinkTo(content, link.peerOf(name)))
            .forEach(link -> underWay.add(new Letter(link, link.peerOf(name), content)));
      }
    }
  }

  /** Whom a site has a link to, it tells itself: the rule of flooding in {@code link}. */
  private static boolean hasLinkTo(Advertisement content, String site) {
    return content.links().stream().anyMatch(end -> end.peer().equals(site));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.spillway.router.route.Networks#seeds")
  void all_sites_agree_on_the_network_as_it_is_when_it_has_come_to_rest(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Networks network = Networks.drawn(random);
    declared.addAll(network.links());
    network.sites().forEach(name -> sites.put(name, new Site(name)));
    sites.values().forEach(Site::originate);
    for (int i = 0; i < EVENTS; i++) {
      happen(random);
      for (int n = random.nextInt(20); n > 0 && !underWay.isEmpty(); n--) {
        deliver(random);
      }
    }
    for (int left = 1_000_000; !underWay.isEmpty(); left--) {
      assertThat(left).as("letters without end").isPositive();
      deliver(random);
    }

    List<Advertisement> truth =
        sites.values().stream().map(site -> site.database.get(site.name).orElseThrow()).toList();
    for (Site site : sites.values()) {
      RoutingTable expected = RoutingTable.of(site.name, truth);
      RoutingTable found = RoutingTable.of(site.name, site.database.all());
      assertThat(found.sites()).as("sites at %s", site.name).isEqualTo(expected.sites());
      assertThat(found.keys()).as("keys at %s", site.name).isEqualTo(expected.keys());
      expected.keys().forEach(key -> assertThat(found.routes(key)).isEqualTo(expected.routes(key)));
      expected
          .sites()
          .forEach(to -> assertThat(found.firstLinks(to)).isEqualTo(expected.firstLinks(to)));
    }
  }

  private void happen(SplittableRandom random) {
    List<Site> all = List.copyOf(sites.values());
    Site site = all.get(random.nextInt(all.size()));
    switch (random.nextInt(8)) {
      case 0 -> restart(site);
      case 1, 2 -> {
        site.services = List.of(new Service("c", "key-" + random.nextInt(3)));
        site.originate();
      }
      default -> {
        if (!declared.isEmpty()) {
          toggle(declared.get(random.nextInt(declared.size())));
        }
      }
    }
  }

  private void toggle(Networks.Link link) {
    if (sites.get(link.from()).up.contains(link)) {
      down(link);
      sites.get(link.from()).originate();
      sites.get(link.to()).originate();
    } else {
      for (String end : List.of(link.from(), link.to())) {
        sites.get(end).introduceTo(link);
        sites.get(end).up.add(link);
        sites.get(end).originate();
      }
    }
  }

  private void down(Networks.Link link) {
    sites.get(link.from()).up.remove(link);
    sites.get(link.to()).up.remove(link);
    underWay.removeIf(letter -> letter.link().equals(link)); // lost, and not sent again
  }

  private void restart(Site site) {
    for (Networks.Link link : List.copyOf(site.up)) {
      down(link);
      sites.get(link.peerOf(site.name)).originate();
    }
    sites.put(site.name, new Site(site.name));
    sites.get(site.name).originate();
  }

  private void deliver(SplittableRandom random) {
    Letter letter = underWay.get(random.nextInt(underWay.size()));
    int fate = random.nextInt(10);
    if (fate < 2) {
      return; // lost on the way, and sent again at some time
    }
    if (fate < 9) {
      underWay.remove(letter);
    } // or else it comes a second time
    sites.get(letter.to()).take(letter);
  }
}
