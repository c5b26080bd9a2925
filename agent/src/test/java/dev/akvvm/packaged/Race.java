package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.VmService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A race of the attacker against the agent. All the while the honest store is renewed, and each
 * renewal must arrive in time. It lasts until the agent has polled the attacked store a few times.
 */
final class Race {
  private static final Duration LENGTH =
      Duration.ofSeconds(System.getProperty("nightly") == null ? 8 : 60);

  /** A busy machine, or an agent in slow motion, takes longer for that. */
  private static final Duration AT_MOST = LENGTH.plusSeconds(90);

  private static final int POLLS = 3;
  private static final Pattern NUMBER = Pattern.compile(": (\\d+)");

  private final AttackedMachine attacked;
  private final List<Placed> renewed;
  private final String polled;
  private String told = "";
  private int renewals;
  private long polls;

  /** A race in which these certificates of the attacked store are renewed too. */
  Race(AttackedMachine attacked, Placed... renewed) {
    this(attacked, "victim", renewed);
  }

  private Race(AttackedMachine attacked, String polled, Placed... renewed) {
    this.attacked = attacked;
    this.polled = polled;
    this.renewed = List.of(renewed);
  }

  /**
   * The same for a store that is refused: its certificates are not even asked for, so the polls of
   * the honest store tell how often it was looked at.
   */
  static Race forRefused(AttackedMachine attacked, Placed... renewed) {
    return new Race(attacked, HonestStore.COMBINED, renewed);
  }

  /** Runs it to its end; the log is outside of the machine. */
  void run(Path log, String... options) {
    run(log, () -> {}, options);
  }

  /** The same, with something that happens each time the honest store has been renewed. */
  void run(Path log, Runnable meanwhile, String... options) {
    List<String> line = new ArrayList<>();
    AttackedMachine.TARGETS.forEach(each -> line.addAll(List.of("--folder", each)));
    AttackedMachine.FOREIGN.forEach(each -> line.addAll(List.of("--foreign", each)));
    line.addAll(List.of(options));
    Polls counted = new Polls(attacked.machine(), polled);
    long begun = System.nanoTime();
    try (VmService race = attacked.attacker().races(AT_MOST, log, line)) {
      while (race.isAlive() && (isShort(begun) || counted.since() < POLLS)) {
        for (Placed each : renewed) {
          attacked.machine().azure().renew(each.name());
        }
        attacked.renewHonest();
        renewals++;
        meanwhile.run();
      }
      told = attacked.attacker().stops(race);
      polls = counted.since();
    }
  }

  private static boolean isShort(long begun) {
    return System.nanoTime() - begun < LENGTH.toNanos();
  }

  /** Fails if it proves nothing: too few exchanges, or an agent that hardly polled. */
  void assertWasOne(long exchanges) {
    long done = NUMBER.matcher(told).results().mapToLong(n -> Long.parseLong(n.group(1))).sum();
    assertTrue(done >= exchanges && polls >= POLLS, this::toString);
  }

  @Override
  public String toString() {
    return "%s, %d renewals, %d polls of %s".formatted(told, renewals, polls, polled);
  }
}
