package dev.akvvm.onrenewal.queue;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.runner.ActionRunner;
import dev.akvvm.settings.ObservedCertificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Notes what it is asked to do, and does what it was told to. */
final class FakeRunner implements ActionRunner {
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final List<List<String>> told = new CopyOnWriteArrayList<>();
  private final Map<String, ActionResult> results = new HashMap<>();
  private final Map<String, CountDownLatch> hanging = new HashMap<>();

  /** From now on this action ends so. */
  void end(String action, ActionResult ended) {
    results.put(action, ended);
  }

  /** Whoever asks for this action waits until the latch opens. */
  CountDownLatch hang(String action) {
    return hanging.computeIfAbsent(action, _ -> new CountDownLatch(1));
  }

  /** What was begun since it was last asked. */
  List<String> ran() {
    List<String> all = new ArrayList<>(ran);
    ran.clear();
    return all;
  }

  /** Of each action that was begun: for whom, as name and version. */
  List<List<String>> told() {
    return told;
  }

  @Override
  public ActionResult run(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException {
    ran.add(action.toString());
    told.add(
        certificates.entrySet().stream()
            .map(each -> each.getKey().secret().name() + " " + each.getValue().version())
            .toList());
    CountDownLatch latch = hanging.get(action.toString());
    if (latch != null) {
      latch.await();
    }
    return results.getOrDefault(action.toString(), ActionResult.well(action));
  }
}
