package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is done once certificates have changed, and how that stands. */
public interface Reloads {
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
   * @param shown what readers of a certificate get now
   * @param isNewPass whether certificates were polled, rather than that only the time for another
   *     try has come
   */
  void run(Function<ObservedCertificate, Optional<CurrentVersion>> shown, boolean isNewPass);

  /** What a certificate's renewal calls for that has not worked yet: it failed, or still runs. */
  List<ActionState> actions(ObservedCertificate certificate);

  /** When {@link #run} should be called again at the latest; the end of time if nothing waits. */
  Instant next();
}
