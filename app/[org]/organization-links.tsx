import { Check, Plus } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Face } from "@/components/ui/face";
import { initials } from "./initials";

export function OrganizationLinks({
  current,
  organizations,
}: {
  current: string;
  organizations: { slug: string; name: string }[];
}) {
  return (
    <ul aria-label="Organisations">
      {organizations.map(({ slug, name }) => (
        <li key={slug}>
          <Link
            href={`/${slug}` as Route}
            aria-current={slug === current || undefined}
            className="flex min-h-(--control) items-center gap-2.5 rounded-2 px-2 text-small hover:bg-hover"
          >
            <Face square size="small">
              {initials(name)}
            </Face>
            <span className="min-w-0 flex-1 truncate">{name}</span>
            {slug === current && <Check aria-hidden="true" className="size-4 text-accent-ink" />}
          </Link>
        </li>
      ))}
      <li className="mt-1 border-line border-t pt-1">
        <Link
          href="/organizations/new"
          className="flex min-h-(--control) items-center gap-2.5 rounded-2 px-2 text-ink-2 text-small hover:bg-hover hover:text-ink"
        >
          <span className="grid size-6 place-items-center">
            <Plus aria-hidden="true" className="size-4 stroke-[1.75]" />
          </span>
          New organisation
        </Link>
      </li>
    </ul>
  );
}
