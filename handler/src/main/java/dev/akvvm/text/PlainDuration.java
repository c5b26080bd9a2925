package dev.akvvm.text;

import java.time.Duration;

/** How long something took, to read: {@code 63 s}, {@code 12 min}, {@code 3 h 20 min}. */
public final class PlainDuration {
  private static final Duration SECONDS_MATTER = Duration.ofMinutes(2);
  private static final Duration MINUTES_MATTER = Duration.ofHours(2);
  private static final Duration HOURS_MATTER = Duration.ofDays(2);

  private PlainDuration() {}

  /** In one or two units; none is negative. */
  public static String of(Duration duration) {
    if (duration.compareTo(SECONDS_MATTER) < 0) {
      return Math.max(0, duration.toSeconds()) + " s";
    }
    if (duration.compareTo(MINUTES_MATTER) < 0) {
      return duration.toMinutes() + " min";
    }
    return duration.compareTo(HOURS_MATTER) < 0
        ? pair(duration.toHours(), "h", duration.toMinutesPart(), "min")
        : pair(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static String pair(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
