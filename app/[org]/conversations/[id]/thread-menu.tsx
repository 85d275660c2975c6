import { Download, Ellipsis } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import type { ContactFields } from "@/lib/contacts/schema";
import { CopyLink } from "./copy-link";

const item =
  "flex h-11 items-center gap-2 rounded-2 px-2.5 text-small hover:bg-hover md:h-9 [&_svg]:size-4 [&_svg]:stroke-[1.75]";

/** What is noted of the customer, and what can be taken away from a conversation: its link, and itself as a file. */
export function ThreadMenu({
  path,
  exportPath,
  contactFields,
}: {
  path: string;
  exportPath: string | null;
  contactFields: ContactFields;
}) {
  const noted = Object.entries(contactFields);
  return (
    <>
      <button
        type="button"
        popoverTarget="thread-menu"
        aria-label="More"
        className={`${buttonClass({ look: "ghost", size: "icon" })} max-md:size-11!`}
      >
        <Ellipsis aria-hidden="true" />
      </button>
      <div
        id="thread-menu"
        popover="auto"
        className="border border-line bg-raised p-1.5 text-ink shadow-2 backdrop:bg-scrim open:grid max-md:inset-x-0 max-md:bottom-0 max-md:w-auto max-md:max-w-none max-md:rounded-t-4 max-md:pb-[max(16px,env(safe-area-inset-bottom))] md:top-14 md:right-5 md:w-60 md:rounded-3 md:backdrop:bg-transparent xl:group-has-data-receipt-pane/panel:right-[calc(var(--receipt)+20px)]"
      >
        {noted.length > 0 && (
          <dl className="mb-1.5 grid max-h-80 gap-1.5 overflow-y-auto border-line border-b px-2.5 pt-1.5 pb-2.5">
            {noted.map(([name, value]) => (
              <div key={name}>
                <dt className="text-ink-3 text-meta">{name.replaceAll("_", " ")}</dt>
                <dd className="text-small wrap-anywhere">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <CopyLink path={path} className={item}>
          Copy link
        </CopyLink>
        {exportPath && (
          <>
            <a href={`${exportPath}&format=csv`} download className={item}>
              <Download aria-hidden="true" />
              Export as CSV
            </a>
            <a href={`${exportPath}&format=json`} download className={item}>
              <Download aria-hidden="true" />
              Export as JSON
            </a>
          </>
        )}
      </div>
    </>
  );
}
