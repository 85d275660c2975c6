import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCronClock } from "./cron-clock";
import { type JobFunction, TIMER_EVENT } from "./function-config";

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-03-01T11:58:30Z") }));
afterEach(() => void vi.useRealTimers());

function scheduled(...schedules: string[]): JobFunction[] {
  const triggers = schedules.map((cron) => ({ event: TIMER_EVENT, cron }));
  return [{ id: "app-fn", triggers, maxAttempts: 1, concurrency: [], cancelOn: [] }];
}

test("ticks once a schedule and minute, with an id that follows from both", () => {
  const ticks: string[] = [];
  const clock = createCronClock((event) => ticks.push(event.id));
  clock.setFunctions([...scheduled("* * * * *"), ...scheduled("* * * * *", "TZ=Europe/Paris 0 13 * * *")]);
  vi.advanceTimersByTime(120_000);
  clock.close();
  expect(ticks.sort()).toEqual([
    "cron * * * * * 2026-03-01T11:59:00.000Z",
    "cron * * * * * 2026-03-01T12:00:00.000Z",
    "cron TZ=Europe/Paris 0 13 * * * 2026-03-01T12:00:00.000Z",
  ]);
});

test("stops the schedules that no function has any more", () => {
  const ticks: string[] = [];
  const clock = createCronClock((event) => ticks.push(event.id));
  clock.setFunctions(scheduled("* * * * *"));
  clock.setFunctions([]);
  vi.advanceTimersByTime(600_000);
  expect(ticks).toEqual([]);
});
