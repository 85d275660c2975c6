import type { Route } from "next";
import Link from "next/link";
import type { ViewerClock } from "@/components/create-clock";
import { KeyTag } from "@/components/key-tag";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { isAllowed } from "@/lib/auth/permissions";
import type { Member } from "@/lib/auth/require-member";
import { liftKillSwitch, pauseAssistant, resumeAssistant, throwKillSwitch } from "./assistant/actions";
import { describeDesk, deskMenuId } from "./desk-plate";
import type { Desk } from "./find-desk";

/** Under the desk plate, or a sheet from below on a phone: what the desk does now, and the switch that changes that. */
export function DeskMenu({
  slug,
  desk,
  role,
  clock,
}: {
  slug: string;
  desk: Desk | null;
  role: Member["role"];
  clock: ViewerClock;
}) {
  const { title } = describeDesk(desk, clock);
  return (
    <section
      id={deskMenuId}
      popover="auto"
      aria-label="The desk"
      className="fade-in max-md:inset-x-0 max-md:bottom-0 max-md:w-auto max-md:max-w-none max-md:rounded-t-4 max-md:pb-[max(16px,env(safe-area-inset-bottom))] max-md:top-auto gap-3 border border-line bg-raised p-3 text-ink text-small shadow-3 backdrop:bg-scrim open:grid md:top-[112px] md:left-3 md:w-80 md:rounded-3 md:shadow-2 md:backdrop:bg-transparent"
    >
      <p className="flex flex-wrap items-center gap-2">
        <b className="flex-1">{title}</b>
        {desk?.version && <KeyTag version={desk.version} look={desk.off ? "plain" : "live"} size="normal" />}
      </p>
      <p className="text-ink-2">{explain(desk)}</p>
      {desk?.version && isAllowed(role, { permission: "pause-assistant" }) && <Switch slug={slug} desk={desk} />}
      <ul className="-mx-1 grid border-line border-t pt-2">
        <MenuLink href={`/${slug}/assistant`}>The assistant and its versions</MenuLink>
        {isAllowed(role, { permission: "configure" }) && (
          <MenuLink href={`/${slug}/whatsapp`}>
            {desk?.version ? "The WhatsApp number" : "Go on with the set-up"}
          </MenuLink>
        )}
        <MenuLink href={`/${slug}/health`}>Is all well?</MenuLink>
      </ul>
    </section>
  );
}

function Switch({ slug, desk }: { slug: string; desk: Desk }) {
  if (desk.off) {
    const lift = desk.off.mode === "fixed" ? liftKillSwitch : resumeAssistant;
    return (
      <ActionForm action={lift.bind(null, slug)} successToast="The desk is open again.">
        <SubmitButton>Open the desk</SubmitButton>
      </ActionForm>
    );
  }
  return (
    <>
      <ActionForm
        action={pauseAssistant.bind(null, slug)}
        successToast="Paused. Messages are kept."
        className="grid gap-2.5"
      >
        <TextArea
          name="text"
          label="What customers get meanwhile"
          hint="Sent once to each customer who writes. Empty: nothing is sent."
          maxLength={1500}
          rows={2}
          defaultValue={desk.lastPauseText}
        />
        <SubmitButton look="secondary">Pause the assistant</SubmitButton>
      </ActionForm>
      <KillSwitch slug={slug} text={desk.lastFixedText} />
    </>
  );
}

/** One press: who needs it has no time. Its text can be changed before, and the switch be lifted after. */
function KillSwitch({ slug, text }: { slug: string; text: string }) {
  return (
    <ActionForm
      action={throwKillSwitch.bind(null, slug)}
      successToast="The kill switch is on. Every customer gets the fixed text."
      className="grid gap-2.5 border-line border-t pt-3"
    >
      <p className="text-ink-2">
        Something is wrong with the answers? Everybody who writes gets one fixed text, also where a reply is being
        written.
      </p>
      <details>
        <summary className="cursor-pointer text-ink-3 text-meta">The text: “{text}”</summary>
        <TextArea name="text" label="The fixed text" maxLength={1500} rows={2} defaultValue={text} className="mt-2" />
      </details>
      <SubmitButton look="danger">Throw the kill switch</SubmitButton>
    </ActionForm>
  );
}

function MenuLink({ href, children }: { href: string; children: string }) {
  return (
    <li>
      <Link href={href as Route} className="flex min-h-(--control) items-center rounded-2 px-2 hover:bg-hover">
        {children}
      </Link>
    </li>
  );
}

function explain(desk: Desk | null): string {
  if (!desk) return "Connect a WhatsApp number: then the assistant can answer on it.";
  if (!desk.version)
    return `${desk.number} is connected. Messages are kept; nobody answers before a version is published.`;
  if (desk.off?.mode === "fixed")
    return `The kill switch is on. No model is asked: everybody who writes on ${desk.number} gets “${desk.off.text}”, and waits for a person.`;
  if (desk.off) {
    const meanwhile = desk.off.text ? `customers get “${desk.off.text}”` : "customers get no answer";
    return `The assistant is silent on ${desk.number}. Messages are kept and wait for a person; ${meanwhile}.`;
  }
  return `The assistant answers on ${desk.number}.`;
}
