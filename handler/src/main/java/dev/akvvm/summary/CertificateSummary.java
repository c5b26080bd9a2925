package dev.akvvm.summary;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How one certificate is.
 *
 * @param name {@code <vault>/<certificate>}
 * @param link the link that readers use
 * @param isManaged false for one that has left the settings: it stays on disk and is not renewed
 * @param installed what readers of the link get; empty when there is nothing
 * @param readers who may read it: {@code root}, {@code user nginx}, {@code group ssl-cert}
 * @param failure why it cannot be brought up to date; empty when it can
 * @param warnings what an operator should fix besides, worst first
 * @param notes what is worth knowing and needs no one: when the next version is expected
 * @param actions what follows its renewal
 */
public record CertificateSummary(
    String name,
    String link,
    boolean isManaged,
    Optional<Installed> installed,
    List<String> readers,
    Optional<String> failure,
    List<String> warnings,
    List<String> notes,
    List<ActionSummary> actions) {
  /** Copies the lists. */
  public CertificateSummary {
    readers = List.copyOf(readers);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
    actions = List.copyOf(actions);
  }

  /**
   * An installed version.
   *
   * @param version the 32 hex digits of its version in the vault
   * @param key its kind and size, {@code RSA 2048}; empty when that is not known
   * @param notBefore the start of its validity
   * @param notAfter the end of its validity, or {@link #NO_END}
   */
  public record Installed(
      String version, Optional<String> key, Instant notBefore, Instant notAfter) {
    /** What certificates say, too, if they are to be valid for ever: RFC 5280, 4.1.2.5. */
    static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    boolean isExpired(Instant now) {
      return notAfter.isBefore(now);
    }

    boolean isValid(Instant now) {
      return !isExpired(now) && !notBefore.isAfter(now);
    }
  }

  /** How urgently it needs an operator. */
  public Health health(Instant now) {
    if (!isManaged) {
      return Health.WARNING;
    }
    if (installed.filter(each -> each.isExpired(now)).isPresent()
        || (failure.isPresent() && !isValid(now))) {
      return Health.CRITICAL;
    }
    if (failure.isPresent() || !warnings.isEmpty() || failingActions().findAny().isPresent()) {
      return Health.WARNING;
    }
    return installed.isEmpty() ? Health.UNKNOWN : Health.GOOD;
  }

  /** Its state in a word or two. */
  String state(Instant now) {
    if (!isManaged) {
      return "unmanaged";
    }
    if (installed.filter(each -> each.isExpired(now)).isPresent()) {
      return "expired";
    }
    if (failure.isPresent()) {
      return "failing";
    }
    if (installed.isEmpty()) {
      return "waiting";
    }
    if (!isValid(now)) {
      return "not valid yet";
    }
    if (failingActions().findAny().isPresent()) {
      return "action failing";
    }
    return warnings.isEmpty() ? "current" : "warning";
  }

  /** What is wrong, worst first, each in one line. */
  Stream<String> problems() {
    return Stream.of(
            failure.stream(), failingActions().map(ActionSummary::message), warnings.stream())
        .flatMap(each -> each);
  }

  /**
   * Whole days until its validity ends, negative afterwards; empty when nothing is installed, or
   * for ever.
   */
  OptionalLong daysLeft(Instant now) {
    return installed.stream()
        .filter(each -> !each.notAfter().equals(Installed.NO_END))
        .mapToLong(
            each -> Math.floorDiv(Duration.between(now, each.notAfter()).toSeconds(), 86_400))
        .findFirst();
  }

  private boolean isValid(Instant now) {
    return installed.filter(each -> each.isValid(now)).isPresent();
  }

  private Stream<ActionSummary> failingActions() {
    return actions.stream().filter(action -> action.state() == ActionSummary.State.FAILING);
  }
}
