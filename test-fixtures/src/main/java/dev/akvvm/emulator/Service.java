package dev.akvvm.emulator;

/** Answers requests, knowing nothing of connections, faults or records. */
interface Service {
  Response answer(Request request);
}
