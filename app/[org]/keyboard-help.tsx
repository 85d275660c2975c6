"use client";

import { type ReactNode, useState } from "react";
import { areSingleKeysOn, switchSingleKeys } from "@/components/single-keys";
import { SwitchField } from "@/components/ui/checkbox-field";
import { Dialog } from "@/components/ui/dialog";
import { panelPages } from "./panel-pages";

const groups: { title: string; keys: [keys: string[], deed: string][] }[] = [
  {
    title: "Everywhere",
    keys: [
      [["Ctrl K", "⌘ K"], "Search, go, do"],
      [["?"], "These keys"],
      [["/"], "Search in the list"],
      [["G !"], "Open or pause the desk, kill switch"],
      [["Esc"], "Close what is on top"],
    ],
  },
  {
    title: "Go to",
    keys: panelPages.map(({ letter, label }) => [[`G ${letter.toUpperCase()}`], label]),
  },
  {
    title: "Conversations",
    keys: [
      [["J", "K"], "Next, previous"],
      [["Enter"], "Open"],
      [["X"], "Select"],
      [["I"], "Receipt of the last answer"],
      [["N"], "Write a note"],
      [["E"], "Mark as reviewed"],
    ],
  },
];

/** All keys of the panel, and the switch that turns the single ones off. */
export default function KeyboardHelp({ onClose }: { onClose(): void }) {
  const [on, setOn] = useState(areSingleKeysOn);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys" width="wide">
      <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title} className="grid content-start gap-1">
            <h3 className="mb-1 font-semibold text-small">{title}</h3>
            <dl className="grid gap-1 text-small">
              {keys.map(([combinations, deed]) => (
                <div key={deed} className="flex items-center justify-between gap-4">
                  <dt className="text-ink-2">{deed}</dt>
                  <dd className="flex gap-2">
                    {combinations.map((combination) => (
                      <Combination key={combination}>{combination}</Combination>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <SwitchField
        name="single-keys"
        label="Single keys"
        hint="Off: only Ctrl K, Esc and the browser’s own keys do anything."
        checked={on}
        onChange={(event) => {
          switchSingleKeys(event.target.checked);
          setOn(event.target.checked);
        }}
      />
    </Dialog>
  );
}

function Combination({ children }: { children: string }): ReactNode {
  return (
    <span className="flex gap-1">
      {children.split(" ").map((key) => (
        <kbd
          key={key}
          className="rounded-1 border border-line-strong border-b-2 bg-surface px-1.5 py-px font-medium font-sans text-ink-2 text-micro"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
