import type { ReactNode } from "react";

/** A customer's phone, our own: petrol bezel, no brand. On a small screen the frame goes and the conversation stays. */
export function PhoneFrame({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col max-xl:overflow-hidden max-xl:rounded-4 max-xl:border max-xl:border-line xl:max-h-[720px] xl:rounded-[44px] xl:bg-plate-deep xl:p-[9px] xl:shadow-3">
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden bg-thread xl:rounded-[36px]">
        <div className="flex items-center gap-2.5 border-line border-b bg-surface px-4 py-2.5 xl:pt-5">
          <span
            aria-hidden="true"
            className="grid size-9 place-items-center rounded-3 bg-plate font-semibold text-meta text-plate-brass"
          >
            {name.slice(0, 2).toUpperCase()}
          </span>
          <p className="min-w-0 leading-[1.125rem]">
            <b className="block truncate text-body">{name}</b>
            <small className="text-ink-3 text-meta">{note}</small>
          </p>
        </div>
        {children}
      </div>
    </div>
  );
}
