package io.spillway.router.link;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room in one advertisement of this site. What finds none is left out, because the peers, which
 * are taken to have the same bounds, would end their links over it. For one thread.
 */
final class AdvertisementRoom {

  private static final Logger LOG = LoggerFactory.getLogger(AdvertisementRoom.class);

  private final int most;
  private int bytesLeft;

  /**
   * Makes room for links and connectors.
   *
   * @param settings the bounds: of each, and of the bytes of both
   */
  AdvertisementRoom(LinkSettings settings) {
    this.most = settings.advertised();
    this.bytesLeft =
        Math.max(Frame.MAX_SHORT_BODY, settings.advertisementBytes())
            - Message.advertisementBytes(settings.site());
  }

  /**
   * Takes links in; they may fill half of the room, as it is others who give them their names.
   *
   * @param all the links
   * @return the first of them, as many as there is room for
   */
  List<LinkEnd> links(List<LinkEnd> all) {
    return first("links", all, Message::bytes, bytesLeft / 2);
  }

  /**
   * Takes connectors in, which may fill what is left.
   *
   * @param all the connectors
   * @return the first of them, as many as there is room for
   */
  List<Service> services(List<Service> all) {
    return first("connectors", all, Message::bytes, bytesLeft);
  }

  private <T> List<T> first(String what, List<T> all, ToIntFunction<T> bytes, int mostBytes) {
    int count = 0;
    int used = 0;
    while (count < Math.min(all.size(), most)) {
      int more = bytes.applyAsInt(all.get(count));
      if (used + more > mostBytes) {
        break;
      }
      used += more;
      count++;
    }
    bytesLeft -= used;
    if (count < all.size()) {
      LOG.warn(
          "this site has {} {}; only the first {} are advertised, as no more than {}, or {} bytes,"
              + " are allowed",
          all.size(),
          what,
          count,
          most,
          mostBytes);
    }
    return all.subList(0, count);
  }
}
