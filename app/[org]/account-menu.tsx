import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { SignOutForm } from "@/app/(auth)/sign-out-form";
import { setTheme } from "@/app/set-theme";
import { readTheme, type Theme } from "@/app/theme";
import { Face } from "@/components/ui/face";
import type { Member } from "@/lib/auth/require-member";
import { initials } from "./initials";
import { listPages } from "./list-pages";
import { OrganizationLinks } from "./organization-links";
import { type Counts, PageCount } from "./page-count";
import { PageIcon } from "./page-icon";
import { PageLink } from "./page-link";
import { tabSegments } from "./panel-pages";

export const accountMenuId = "account";

/** At the foot of the sidebar: who is signed in. Opens the menu. */
export function AccountButton({ user, role }: Pick<Member, "user" | "role">) {
  return (
    <button
      type="button"
      popoverTarget={accountMenuId}
      className="flex min-w-0 flex-1 items-center gap-2 rounded-2 p-1.5 text-left text-small hover:bg-ink/5"
    >
      <Face size="small">{initials(user.name)}</Face>
      <span className="min-w-0 flex-1 leading-[1.125rem]">
        <span className="block truncate">{user.name}</span>
        <small className="block text-ink-3 text-meta capitalize">{role}</small>
      </span>
      <ChevronsUpDown aria-hidden="true" className="size-3.5 text-ink-3" />
      <span className="sr-only">Theme and sign-out</span>
    </button>
  );
}

/** Beside the sidebar, or a sheet from below on a phone, where it also switches organisations. */
export async function AccountMenu({
  user,
  organization,
  organizations,
  role,
  counts,
}: Pick<Member, "user" | "organization" | "role"> & {
  organizations: { slug: string; name: string }[];
  counts: Counts;
}) {
  return (
    <div
      id={accountMenuId}
      popover="auto"
      className="max-md:inset-x-0 max-md:bottom-0 max-md:w-auto max-md:max-w-none max-md:rounded-t-4 max-md:pb-[max(16px,env(safe-area-inset-bottom))] gap-2 border border-line bg-raised p-2 text-ink shadow-3 backdrop:bg-scrim open:grid md:bottom-16 md:left-3 md:w-60 md:rounded-3 md:shadow-2 md:backdrop:bg-transparent"
    >
      <p className="px-2 pt-1 text-small leading-[1.125rem]">
        <b className="block truncate font-medium">{user.name}</b>
        <span className="block truncate text-ink-3 text-meta">
          {user.email} · <span className="capitalize">{role}</span>
        </span>
      </p>
      <nav aria-label="More pages" className="border-line border-t pt-2 md:hidden">
        {listPages(role)
          .filter(({ segment }) => !tabSegments.includes(segment))
          .map(({ segment, label }) => (
            <PageLink
              key={segment}
              slug={organization.slug}
              segment={segment}
              className="flex min-h-(--control) items-center gap-2.5 rounded-2 px-2 hover:bg-hover aria-[current]:font-semibold aria-[current]:text-accent-ink"
            >
              <PageIcon segment={segment} className="size-5 text-ink-3" />
              <span className="flex-1">{label}</span>
              <PageCount segment={segment} counts={counts} />
            </PageLink>
          ))}
      </nav>
      <div className="border-line border-y py-2 md:hidden">
        <OrganizationLinks current={organization.slug} organizations={organizations} />
      </div>
      <ThemeSwitch current={await readTheme()} />
      <SignOutForm>
        <button
          type="submit"
          className="flex min-h-(--control) w-full items-center gap-2.5 rounded-2 px-2 text-left text-small hover:bg-hover"
        >
          <LogOut aria-hidden="true" className="size-4 stroke-[1.75] text-ink-3" />
          Sign out
        </button>
      </SignOutForm>
    </div>
  );
}

const choices = [
  { theme: "light", label: "Light", Icon: Sun },
  { theme: "dark", label: "Dark", Icon: Moon },
  { theme: "system", label: "System", Icon: Monitor },
] as const;

function ThemeSwitch({ current }: { current: Theme }) {
  return (
    <form action={setTheme}>
      <fieldset className="grid grid-cols-3 gap-px rounded-[9px] border border-line bg-sunken p-0.5">
        <legend className="sr-only">Theme</legend>
        {choices.map(({ theme, label, Icon }) => (
          <button
            key={theme}
            type="submit"
            name="theme"
            value={theme}
            aria-pressed={theme === current}
            className="flex min-h-[calc(var(--control-sm)-2px)] items-center justify-center gap-1.5 rounded-[6px] text-ink-2 text-meta aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-1"
          >
            <Icon aria-hidden="true" className="size-3.5 stroke-[1.75]" />
            {label}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
