package dev.gantry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.gc.Collection;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Times are milliseconds here.
class ScheduleTest {
  private static final GcConfig DEFAULTS = GcConfig.DEFAULTS;

  @Test
  void firstCollectionComesAfterTheStartupDelayThoughNothingHappened() {
    Schedule schedule = schedule(DEFAULTS);

    assertNext(100, schedule);
    assertFalse(begin(schedule, 99));
    assertTrue(begin(schedule, 100));
  }

  @Test
  void startupDelayOfZeroMeansNoFirstCollection() {
    assertNothingPlanned(schedule(config(0.02, 0, 100, 0, 0)));
  }

  @Test
  void withoutFirstCollectionADeletionTriggersAtOnce() {
    Schedule schedule = schedule(config(0.02, 0, 100, 7, 0));

    written(schedule, 50, false);
    assertNothingPlanned(schedule);
    written(schedule, 60, true);

    assertNext(67, schedule);
  }

  @Test
  void withoutFirstCollectionManyWritesTriggerAtOnce() {
    Schedule schedule = schedule(config(0.02, 0, 3, 0, 0));

    written(schedule, 1, false);
    written(schedule, 2, false);
    assertNothingPlanned(schedule);
    written(schedule, 3, false);

    assertNext(3, schedule);
  }

  @Test
  void intervalKeepsPausesWithinTheThreshold() {
    Schedule schedule = collected(DEFAULTS, 100, 20);

    // 20 ms are 2 % of 1000 ms, so 980 ms pass without a pause.
    assertNext(120 + 980, schedule);
  }

  @Test
  void intervalCountsTheMeanOfAllPauses() {
    Schedule schedule = collected(DEFAULTS, 100, 20);
    written(schedule, 200, true);

    assertTrue(begin(schedule, 1100));
    succeed(schedule, 1200, 40, 40);

    assertNext(1200 + 1470, schedule);
  }

  @Test
  void shortPausesCountFiveMilliseconds() {
    Schedule schedule = collected(DEFAULTS, 100, 0);

    assertNext(100 + 245, schedule);
  }

  @Test
  void pauseThresholdOfZeroKeepsASecond() {
    Schedule schedule = collected(config(0, 0, 100, 0, 100), 100, 400);

    assertNext(500 + 1000, schedule);
  }

  @Test
  void longCollectionIsFollowedByAnEquallyLongRest() {
    Schedule schedule = schedule(DEFAULTS);
    begin(schedule, 100);

    succeed(schedule, 3100, 1, 3000);

    assertNext(6100, schedule);
  }

  @Test
  void withNothingToDoNothingIsPlanned() {
    Schedule schedule = collected(DEFAULTS, 100, 0);
    written(schedule, 200, false);

    assertFalse(begin(schedule, 345));

    assertNothingPlanned(schedule);
  }

  @Test
  void deletionBeforeTheNextTimeWaitsForIt() {
    Schedule schedule = collected(DEFAULTS, 100, 0);

    written(schedule, 200, true);

    assertNext(345, schedule);
    assertTrue(begin(schedule, 345));
  }

  @Test
  void deletionAfterARestWaitsOneInterval() {
    Schedule schedule = collected(DEFAULTS, 100, 0);
    begin(schedule, 345);

    written(schedule, 10_000, true);
    written(schedule, 10_100, true);

    assertNext(10_245, schedule);
    assertTrue(begin(schedule, 10_245));
  }

  @Test
  void manyWritesAreWorthACollection() {
    Schedule schedule = collected(config(0.02, 0, 3, 0, 100), 100, 0);
    begin(schedule, 345);

    written(schedule, 1000, false);
    written(schedule, 1001, false);
    assertNothingPlanned(schedule);
    written(schedule, 1002, false);

    assertNext(1247, schedule);
    assertTrue(begin(schedule, 1247));
  }

  @Test
  void mutationThresholdOfZeroIgnoresWrites() {
    Schedule schedule = collected(config(0.02, 0, 0, 0, 100), 100, 0);
    begin(schedule, 345);

    for (int i = 0; i < 1000; i++) {
      written(schedule, 1000 + i, false);
    }

    assertNothingPlanned(schedule);
  }

  @Test
  void deletionThresholdTriggersAtOnce() {
    Schedule schedule = collected(config(0.02, 2, 100, 5, 100), 100, 0);

    written(schedule, 130, true);
    assertNext(345, schedule);
    written(schedule, 131, true);

    assertNext(136, schedule);
  }

  @Test
  void requestTriggersAfterTheScheduleDelay() {
    Schedule schedule = collected(config(0.02, 0, 100, 5, 100), 100, 0);

    request(schedule, 200);

    assertNext(205, schedule);
    assertTrue(begin(schedule, 205));
  }

  @Test
  void requestDoesNotPutOffWhatIsSooner() {
    Schedule schedule = schedule(config(0.02, 0, 100, 500, 100));

    request(schedule, 0);

    assertNext(100, schedule);
  }

  @Test
  void requestDuringACollectionNeedsAnother() {
    Schedule schedule = schedule(DEFAULTS);
    begin(schedule, 100);

    request(schedule, 110);
    assertNothingPlanned(schedule);
    assertFalse(begin(schedule, 110));
    succeed(schedule, 120, 0, 20);

    assertNext(120, schedule);
    assertTrue(begin(schedule, 120));
  }

  @Test
  void deletionDuringACollectionIsLeftForTheNext() {
    Schedule schedule = schedule(DEFAULTS);
    begin(schedule, 100);

    written(schedule, 110, true);
    succeed(schedule, 120, 0, 20);

    assertNext(365, schedule);
    assertTrue(begin(schedule, 365));
  }

  @Test
  void failureOfTheFirstIsTriedAgainAfterTheScheduleDelay() {
    Schedule schedule = schedule(config(0.02, 0, 100, 5, 100));
    begin(schedule, 100);

    schedule.failed(nanos(110));

    assertNext(115, schedule);
    assertTrue(begin(schedule, 115));
  }

  @Test
  void everyFurtherFailureWaitsASecondLonger() {
    Schedule schedule = collected(DEFAULTS, 100, 0);
    written(schedule, 200, true);

    begin(schedule, 345);
    schedule.failed(nanos(350));
    assertNext(350 + 245 + 1000, schedule);
    begin(schedule, 1595);
    schedule.failed(nanos(1600));

    assertNext(1600 + 1245 + 1000, schedule);
  }

  @Test
  void requestDuringAFailureDoesNotWaitForTheRetry() {
    Schedule schedule = collected(DEFAULTS, 100, 0);
    request(schedule, 200);
    begin(schedule, 200);

    request(schedule, 210);
    schedule.failed(nanos(220));

    assertNext(220, schedule);
  }

  @Test
  void writesAfterAFailureDoNotHurryTheRetry() {
    Schedule schedule = collected(DEFAULTS, 100, 0);
    request(schedule, 200);
    begin(schedule, 200);
    schedule.failed(nanos(220));

    written(schedule, 230, true);

    assertNext(220 + 100 + 1000, schedule);
  }

  /// A schedule after its first collection, which did nothing but pause.
  private static Schedule collected(GcConfig config, long begun, long paused) {
    Schedule schedule = schedule(config);
    assertTrue(begin(schedule, begun));
    succeed(schedule, begun + paused, paused, paused);
    return schedule;
  }

  private static Schedule schedule(GcConfig config) {
    return new Schedule(config, 0);
  }

  private static GcConfig config(
      double pause, int deletions, int mutations, long delay, long startup) {
    return new GcConfig(
        pause, deletions, mutations, Duration.ofMillis(delay), Duration.ofMillis(startup));
  }

  private static boolean begin(Schedule schedule, long now) {
    return schedule.begin(nanos(now));
  }

  private static void written(Schedule schedule, long now, boolean deletion) {
    schedule.written(nanos(now), deletion);
  }

  private static void request(Schedule schedule, long now) {
    schedule.requested(nanos(now));
  }

  private static void succeed(Schedule schedule, long now, long paused, long elapsed) {
    schedule.succeeded(
        nanos(now),
        new Collection(Duration.ofMillis(paused), Duration.ofMillis(elapsed), Map.of()));
  }

  private static void assertNext(long millis, Schedule schedule) {
    assertEquals(OptionalLong.of(nanos(millis)), schedule.next());
  }

  private static void assertNothingPlanned(Schedule schedule) {
    assertEquals(OptionalLong.empty(), schedule.next());
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
