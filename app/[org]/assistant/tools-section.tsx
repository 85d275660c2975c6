"use client";

import { Check, Minus, Plug } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { formatNumber } from "@/components/format";
import { FieldNote } from "@/components/ui/field-frame";
import { LinkButton } from "@/components/ui/link-button";
import { Pill } from "@/components/ui/pill";
import type { PluginChoice, ToolChoice } from "@/lib/plugins/list-tool-choices";
import { chooseTools } from "./choose-tools";
import { useField } from "./draft-fields";
import type { Draft } from "./use-draft";

interface Props {
  slug: string;
  draft: Draft;
  plugins: PluginChoice[];
}

/** Which of the ticked tools this version has, plugin by plugin. */
export function ToolsSection({ slug, draft, plugins }: Props) {
  const field = useField(draft);
  const error = field("enabledTools").error ?? field("enabledPluginIds").error;
  const { enabledTools } = draft.form;
  const chosen = plugins.flatMap(({ id, tools }) => tools.filter(({ name }) => enabledTools[id]?.includes(name)));
  const all = plugins.reduce((sum, { tools }) => sum + tools.length, 0);
  const tokens = chosen.filter(({ heldBack }) => !heldBack).reduce((sum, tool) => sum + tool.tokens, 0);
  return (
    <section className="grid gap-2.5" aria-labelledby="draft-tools">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="draft-tools" className="font-semibold text-read">
          Tools
        </h2>
        <p className="flex-1 text-ink-3 text-meta">
          {all === 0
            ? "No tool is ticked: the assistant can only talk."
            : chosen.length === 0
              ? `None of ${all} on: the assistant can only talk.`
              : `${chosen.length} of ${all} on, ${formatNumber(tokens)} tokens in each request.`}
        </p>
        <LinkButton look="ghost" size="small" href={`/${slug}/plugins`} icon={<Plug aria-hidden="true" />}>
          Plugins
        </LinkButton>
      </header>
      <div className="border-line border-t empty:hidden">
        {plugins.map((plugin) => (
          <PluginTools key={plugin.id} {...{ slug, draft, plugin }} />
        ))}
      </div>
      <Gone {...{ draft, plugins }} />
      <FieldNote id="draft-tools" error={error} />
    </section>
  );
}

function PluginTools({ slug, draft, plugin }: { slug: string; draft: Draft; plugin: PluginChoice }) {
  const { id, name, tools } = plugin;
  const on = draft.form.enabledTools[id] ?? [];
  const count = tools.filter((tool) => on.includes(tool.name)).length;
  const set = (names: string[]) => change(draft, chooseTools(chosenOf(draft), id, names));
  return (
    <fieldset>
      <legend className="sr-only">Tools of {name}</legend>
      <div className="flex min-h-10 items-center gap-2.5 border-line border-b text-small">
        <Box
          label={`All tools of ${name}`}
          checked={count === tools.length}
          mixed={count > 0 && count < tools.length}
          draft={draft}
          onChange={(all) => set(all ? tools.map((tool) => tool.name) : [])}
        />
        <span aria-hidden="true" className="font-medium">
          {name}
        </span>
        <span className="text-ink-3 text-meta">
          {count === 0 ? "off" : count === tools.length ? "all on" : `${count} of ${tools.length} on`}
        </span>
      </div>
      <ul className="grid gap-x-6 pl-[26px] sm:grid-cols-2">
        {tools.map((tool) => (
          <Tool
            key={tool.name}
            {...{ slug, draft, plugin, tool }}
            on={on.includes(tool.name)}
            onChange={(next) =>
              set(tools.map((each) => each.name).filter((each) => (each === tool.name ? next : on.includes(each))))
            }
          />
        ))}
      </ul>
    </fieldset>
  );
}

function Tool({
  slug,
  draft,
  plugin,
  tool: { name, about, permission, readOnly, heldBack },
  on,
  onChange,
}: {
  slug: string;
  draft: Draft;
  plugin: PluginChoice;
  tool: ToolChoice;
  on: boolean;
  onChange(on: boolean): void;
}) {
  const was = draft.state.publishedContent.enabledTools[plugin.id]?.includes(name) ?? false;
  const id = `tool-${plugin.id}-${name}`;
  return (
    <li
      className={`relative flex min-h-12 items-center gap-2.5 border-line border-b py-1.5 text-small ${was === on ? "" : "before:absolute before:inset-y-0.5 before:-left-2.5 before:w-[3px] before:rounded-[1px] before:bg-accent before:content-['']"}`}
    >
      <Box id={id} label={`${name} of ${plugin.name}`} checked={on} draft={draft} onChange={onChange} />
      <label htmlFor={id} className="min-w-0 flex-1 cursor-pointer">
        <span className="block font-mono text-meta leading-5 [overflow-wrap:anywhere]">{name}</span>
        <span className="line-clamp-1 text-ink-2 text-meta">{about}</span>
      </label>
      <span className="flex shrink-0 flex-wrap items-center justify-end gap-1.5 text-ink-3 text-meta">
        {was !== on && <Pill tone="outline">{was ? "was on" : "was off"}</Pill>}
        {heldBack ? (
          <Link
            href={`/${slug}/plugins/${encodeURIComponent(plugin.id)}` as Route}
            className="inline-flex min-h-6 items-center"
          >
            <Pill tone="brass">held back</Pill>
          </Link>
        ) : permission === "ask" ? (
          <Pill tone="brass">asks first</Pill>
        ) : (
          <span>{readOnly ? "reads" : "acts"}</span>
        )}
      </span>
    </li>
  );
}

/** What the draft still names although it is not ticked any more: it is not offered, and can be taken out. */
function Gone({ draft, plugins }: Pick<Props, "draft" | "plugins">) {
  const gone = Object.entries(draft.form.enabledTools).flatMap(([id, names]) => {
    const ticked = plugins.find((plugin) => plugin.id === id)?.tools ?? [];
    return names.filter((name) => !ticked.some((tool) => tool.name === name)).map((name) => ({ id, name }));
  });
  if (gone.length === 0) return null;
  return (
    <p className="text-ink-2 text-meta">
      The draft also names{" "}
      {gone.map(({ id, name }, index) => (
        <span key={`${id} ${name}`}>
          {index > 0 && ", "}
          <span className="font-mono">{name}</span>
        </span>
      ))}
      , which {gone.length === 1 ? "is" : "are"} not ticked any more and not offered.{" "}
      <button
        type="button"
        className="link min-h-6"
        onClick={() => {
          const isGone = (id: string, name: string) => gone.some((each) => each.id === id && each.name === name);
          const left = Object.entries(draft.form.enabledTools).map(
            ([id, names]) => [id, names.filter((name) => !isGone(id, name))] as const,
          );
          change(
            draft,
            left.reduce((chosen, [id, names]) => chooseTools(chosen, id, names), chosenOf(draft)),
          );
        }}
      >
        Take {gone.length === 1 ? "it" : "them"} out
      </button>
    </p>
  );
}

function chosenOf({ form: { enabledPluginIds, enabledTools } }: Draft) {
  return { enabledPluginIds, enabledTools };
}

function change(draft: Draft, { enabledPluginIds, enabledTools }: ReturnType<typeof chosenOf>): void {
  draft.change("enabledPluginIds", enabledPluginIds);
  draft.change("enabledTools", enabledTools);
}

function Box({
  id,
  label,
  checked,
  mixed = false,
  draft,
  onChange,
}: {
  id?: string;
  label: string;
  checked: boolean;
  /** Some of them. */
  mixed?: boolean;
  draft: Draft;
  onChange(checked: boolean): void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed;
  }, [mixed]);
  const Icon = mixed ? Minus : Check;
  return (
    <span className="relative grid shrink-0 place-items-center">
      <input
        ref={box}
        id={id}
        type="checkbox"
        aria-label={label}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        onFocus={() => draft.focus("enabledTools")}
        onBlur={() => draft.focus(null)}
        className="peer size-4 cursor-pointer appearance-none rounded-1 border border-edge bg-raised checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent"
      />
      <Icon
        aria-hidden="true"
        className={`pointer-events-none absolute size-3 stroke-3 text-on-accent ${checked || mixed ? "" : "opacity-0"}`}
      />
    </span>
  );
}
