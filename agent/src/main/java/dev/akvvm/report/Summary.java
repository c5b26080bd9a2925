package dev.akvvm.report;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.PassReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The state of all certificates, in one line, with failures, failing actions and warnings listed
 * separately.
 */
final class Summary {
  /** More names would hide the numbers. */
  private static final int MOST_NAMES = 5;

  private Summary() {}

  /** True when there is nothing to fix. */
  static boolean isAllWell(PassReport pass, Instant now) {
    return pass.failing().isEmpty()
        && pass.failingActions().isEmpty()
        && pass.warned(now).isEmpty();
  }

  static String of(PassReport pass, Instant now) {
    int all = pass.states().size();
    List<String> parts = new ArrayList<>();
    parts.add(
        "%d of %d %s current"
            .formatted(pass.current(), all, ObservedCertificate.noun(pass.states().keySet())));
    int failing = pass.failing().size();
    if (failing > 0) {
      parts.add("%d failing to update: %s".formatted(failing, certificates(pass.failing())));
    }
    List<String> actions = pass.failingActions();
    if (!actions.isEmpty()) {
      parts.add(
          "%d %s after renewal %s failing: %s"
              .formatted(
                  actions.size(),
                  plural(actions.size(), "action"),
                  actions.size() == 1 ? "is" : "are",
                  names(actions)));
    }
    int warned = pass.warned(now).size();
    if (warned > 0) {
      parts.add("%d with warnings: %s".formatted(warned, certificates(pass.warned(now))));
    }
    return String.join("; ", parts);
  }

  private static String plural(int number, String noun) {
    return number == 1 ? noun : noun + "s";
  }

  private static String certificates(List<ObservedCertificate> certificates) {
    return names(certificates.stream().map(ObservedCertificate::displayName).toList());
  }

  private static String names(List<String> names) {
    return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMES ? ", ..." : "");
  }
}
