package io.spillway.harness.topology;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which kinds of resources a network file may hold, and what becomes of each. */
final class Kinds {

  /** The version of Skupper's resources that is read and written. */
  static final String API_VERSION = "skupper.io/v2alpha1";

  static final String TRAFFIC_SPLIT = "TrafficSplit";

  /** The version of the Service Mesh Interface that linkerd-failover reads. */
  private static final String SPLIT_API_VERSION = "split.smi-spec.io/v1alpha2";

  private static final List<String> READ =
      List.of(
          "Site",
          "Link",
          "AccessToken",
          "Listener",
          "MultiKeyListener",
          TRAFFIC_SPLIT,
          "Connector");

  /** What stands beside Skupper's resources in people's folders and changes no routing. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "AccessGrant",
          "Certificate",
          "RouterAccess",
          "SecuredAccess",
          "ConfigMap",
          "DaemonSet",
          "Deployment",
          "Namespace",
          "Pod",
          "Secret",
          "Service",
          "ServiceAccount",
          "StatefulSet");

  private static final String OTHER_NAMESPACE =
      "which connects across namespaces, and Spillway does not; declare a Connector in the site's"
          + " own namespace";

  /** What changes routing, and is not heeded. */
  private static final Map<String, String> REFUSED =
      Map.of("AttachedConnector", OTHER_NAMESPACE, "AttachedConnectorBinding", OTHER_NAMESPACE);

  /** What becomes of a resource. */
  enum Treatment {
    READ,
    WITHOUT_EFFECT,
    REFUSED,
    UNKNOWN
  }

  private Kinds() {}

  static List<String> read() {
    return READ;
  }

  static Treatment treatmentOf(String kind) {
    if (READ.contains(kind)) {
      return Treatment.READ;
    }
    if (WITHOUT_EFFECT.contains(kind)) {
      return Treatment.WITHOUT_EFFECT;
    }
    return REFUSED.containsKey(kind) ? Treatment.REFUSED : Treatment.UNKNOWN;
  }

  /** Why a kind is refused that Spillway knows, and what to do instead. */
  static String whyRefused(String kind) {
    return REFUSED.get(kind);
  }

  /** The version of a kind that is read. */
  static String apiVersionOf(String kind) {
    return kind.equals(TRAFFIC_SPLIT) ? SPLIT_API_VERSION : API_VERSION;
  }

  /** The annotations with a meaning that a kind can have. */
  static List<String> annotationsOf(String kind) {
    return switch (kind) {
      case "Link", "AccessToken" -> List.of(Annotations.TO);
      case "Connector" ->
          List.of(
              Annotations.WORKLOAD,
              Annotations.REPLICAS,
              Annotations.SERVICE_TIME,
              Annotations.READINESS);
      case TRAFFIC_SPLIT -> List.of(Annotations.PRIMARY);
      default -> List.of();
    };
  }

  /** The labels with a meaning that a kind can have. */
  static List<String> labelsOf(String kind) {
    return kind.equals(TRAFFIC_SPLIT) ? List.of(Annotations.CONTROLLED_BY) : List.of();
  }
}
