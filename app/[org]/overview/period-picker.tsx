import { CalendarDays } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import type { Period } from "@/lib/overview/resolve-period";
import { periodNames } from "@/lib/overview/schema";
import { rangeWords } from "./describe-period";

const labels = { today: "Today", "7d": "7 days", "30d": "30 days" } as const;

/** Which days the page is about; kept in the address. Works without JavaScript. */
export function PeriodPicker({ path, period }: { path: string; period: Period }) {
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Segmented
        label="Period"
        items={periodNames.map((name) => ({
          href: `${path}?period=${name}`,
          label: labels[name],
          current: name === period.name,
        }))}
      />
      <Button
        size="small"
        look={period.name ? "ghost" : "secondary"}
        icon={<CalendarDays aria-hidden="true" />}
        popoverTarget="choose-days"
      >
        {period.name ? "Choose" : rangeWords(period)}
      </Button>
      <div
        id="choose-days"
        popover="auto"
        className="fade-in inset-x-4 top-28 mx-auto max-w-72 rounded-3 border border-line bg-raised p-4 text-ink shadow-2 md:top-16 md:right-20 md:left-auto"
      >
        <form action={path} className="grid gap-3">
          <Field id="from" name="from" type="date" label="First day" required defaultValue={period.firstDay} />
          <Field id="to" name="to" type="date" label="Last day" required defaultValue={period.lastDay} />
          <Button look="primary" type="submit">
            Show these days
          </Button>
        </form>
      </div>
    </div>
  );
}
