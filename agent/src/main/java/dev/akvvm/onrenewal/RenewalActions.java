package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is done once certificates have changed, and how that stands. {@link #remember} may be called
 * by several threads at once, the rest by one.
 */
public interface RenewalActions {
  /**
   * Notes, so that a crash does not lose it, that readers of a certificate are about to get
   * something else.
   *
   * @param from the version they get now, if any
   * @param to the version they will get; the same when files of it are mended
   */
  void remember(ObservedCertificate certificate, Optional<String> from, String to);

  /**
   * Starts whatever is due, when all files and links of a pass are in place. Returns when that is
   * done, or after a moment: what takes longer goes on beside the passes.
   *
   * @param current what readers of each observed certificate get now, if anything
   */
  void run(Map<ObservedCertificate, Optional<CurrentVersion>> current, Occasion occasion);

  /** What a certificate's renewal calls for that has not worked yet: it failed, or still runs. */
  List<ActionState> actions(ObservedCertificate certificate);

  /** When {@link #run} should be called again at the latest; the end of time if nothing waits. */
  Instant next();
}
