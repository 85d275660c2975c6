"use client";

import type { Route } from "next";
import Link from "next/link";
import { useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";
import type { PanelSegment } from "./panel-pages";

/** A link to one of the panel's pages that knows whether it is the one that is shown. */
export function PageLink({
  slug,
  segment,
  className,
  children,
}: {
  slug: string;
  segment: PanelSegment;
  className: string;
  children: ReactNode;
}) {
  const current = useSelectedLayoutSegment() === segment;
  return (
    <Link href={`/${slug}/${segment}` as Route} aria-current={current ? "page" : undefined} className={className}>
      {children}
    </Link>
  );
}
