package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is done once certificates have changed, and how far that is. {@link #remember} may be called
 * by several threads at once, the rest by one thread only.
 */
public interface RenewalActions {
  /**
   * Records durably that readers of a certificate are about to get something else.
   *
   * @param from the version they get now, if any
   * @param to the version they will get; the same when its files are repaired
   */
  void remember(ObservedCertificate certificate, Optional<String> from, String to);

  /**
   * Starts whatever is due; to be called when all files and links of a pass are in place. Returns
   * when that is done, or after a moment: what takes longer goes on beside the passes.
   *
   * @param current what readers of each observed certificate get now, if anything
   */
  void run(Map<ObservedCertificate, Optional<CurrentVersion>> current, Occasion occasion);

  /**
   * The actions of a certificate's renewal: those that failed, or are still running, and then those
   * that have worked.
   */
  List<ActionState> actions(ObservedCertificate certificate);

  /**
   * When {@link #run} should be called again at the latest; {@link Instant#MAX} if nothing is
   * waiting.
   */
  Instant next();
}
