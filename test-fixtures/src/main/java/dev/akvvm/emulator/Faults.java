package dev.akvvm.emulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The faults in force. The one added first wins; a used-up one gives way to the next. */
public final class Faults {
  private final List<Armed> armed = new ArrayList<>();

  Faults() {}

  /** Puts a fault in force from the next request on. */
  public synchronized void add(Fault fault) {
    armed.add(new Armed(fault, fault.times().orElse(Integer.MAX_VALUE)));
  }

  /** Ends all faults. A request that hangs already goes on hanging. */
  public synchronized void clear() {
    armed.clear();
  }

  /** The effect for this request, if any; counts as one hit. */
  synchronized Optional<Effect> next(Listener listener, String path) {
    for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
      Armed candidate = each.next();
      if (candidate.fault.listener() == listener && candidate.fault.path().matcher(path).find()) {
        if (candidate.usedUpByThisHit()) {
          each.remove();
        }
        return Optional.of(candidate.fault.effect());
      }
    }
    return Optional.empty();
  }

  private static final class Armed {
    private final Fault fault;
    private int left;

    Armed(Fault fault, int left) {
      this.fault = fault;
      this.left = left;
    }

    boolean usedUpByThisHit() {
      if (fault.times().isEmpty()) {
        return false;
      }
      left--;
      return left == 0;
    }
  }
}
