import type { ReactNode } from "react";

/** The same whether something is not there or not theirs. */
export function MissingPage({
  title,
  children,
  ...data
}: {
  title: string;
  children: ReactNode;
  "data-thread"?: string;
}) {
  return (
    <section
      {...data}
      className="grid min-h-0 flex-1 content-center justify-items-center gap-2 bg-thread p-6 text-center"
    >
      <h2 className="font-semibold text-title">{title}</h2>
      <p className="max-w-96 text-ink-2">{children}</p>
    </section>
  );
}
