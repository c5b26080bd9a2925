package dev.akvvm.onrenewal;

import java.util.Map;

/** Does actions; bounded in time, and never fails but by what it returns. */
interface Runner {
  ActionResult run(Action action, Map<String, String> environment) throws InterruptedException;
}
