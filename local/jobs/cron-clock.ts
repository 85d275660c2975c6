/** Sends the tick of each schedule that some function has. */
import type { Cron } from "croner";
import { cronOf, type JobFunction, TIMER_EVENT } from "./function-config";
import type { JobEvent } from "./run";

export interface CronClock {
  /** Replaces the schedules by those of these functions; a schedule that stays keeps its pace. */
  setFunctions(functions: Iterable<JobFunction>): void;
  close(): void;
}

/**
 * @param onTick receives one event per schedule and minute, which starts every function on that schedule. Its id follows
 * from the minute, so that a restart within it does not tick twice. Ticks missed while the executor was down are gone.
 */
export function createCronClock(onTick: (event: JobEvent) => void): CronClock {
  const clocks = new Map<string, Cron>();

  function setSchedules(schedules: Set<string>): void {
    for (const [schedule, clock] of clocks) {
      if (schedules.has(schedule)) continue;
      clock.stop();
      clocks.delete(schedule);
    }
    for (const schedule of schedules) {
      if (!clocks.has(schedule))
        clocks.set(
          schedule,
          cronOf(schedule, () => onTick(tick(schedule))),
        );
    }
  }

  return {
    setFunctions(functions) {
      const triggers = [...functions].flatMap((fn) => fn.triggers);
      setSchedules(new Set(triggers.flatMap((trigger) => trigger.cron ?? [])));
    },
    close: () => setSchedules(new Set()),
  };
}

function tick(schedule: string): JobEvent {
  const minute = new Date(Math.round(Date.now() / 60_000) * 60_000);
  return { id: `cron ${schedule} ${minute.toISOString()}`, name: TIMER_EVENT, data: { cron: schedule }, ts: +minute };
}
