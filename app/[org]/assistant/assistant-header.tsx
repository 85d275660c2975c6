import { Pause, Play } from "lucide-react";
import { KeyTag } from "@/components/key-tag";
import { PageHeader } from "@/components/page";
import { Button } from "@/components/ui/button";
import { Tabs } from "@/components/ui/segmented";
import { deskMenuId } from "../desk-plate";

/** The parts of the assistant: what is being written, what answers, and what has been. */
export function AssistantHeader({
  slug,
  current,
  live,
  editable,
  pausable,
  paused,
}: {
  slug: string;
  current: "draft" | "test" | "live" | "versions" | null;
  /** The number of the published version. */
  live: number;
  /** Who may not change it sees no draft. */
  editable: boolean;
  /** The member may pause it. */
  pausable: boolean;
  paused: boolean;
}) {
  const path = `/${slug}/assistant`;
  const draft = [
    {
      href: path,
      current: current === "draft",
      label: (
        <>
          Draft <KeyTag version={live + 1} look="draft" />
        </>
      ),
    },
    // Where there is room, the test chat stands beside the draft.
    { href: `${path}?view=test`, current: current === "test", label: "Test", className: "xl:hidden" },
  ];
  return (
    <PageHeader
      title="Assistant"
      tabs={
        <Tabs
          label="Assistant"
          items={[
            ...(editable ? draft : []),
            {
              href: `${path}/live`,
              current: current === "live",
              label: (
                <>
                  Live <KeyTag version={live} look="live" />
                </>
              ),
            },
            { href: `${path}/versions`, current: current === "versions", label: "History" },
          ]}
        />
      }
      actions={
        pausable && (
          <Button
            popoverTarget={deskMenuId}
            size="small"
            icon={paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
            className="max-md:hidden"
          >
            {paused ? "Resume" : "Pause assistant"}
          </Button>
        )
      }
    />
  );
}
