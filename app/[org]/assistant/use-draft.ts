"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftEditorView } from "@/lib/assistant/draft-editors";
import type { Answering } from "@/lib/assistant/schema";
import { type EditorConflicts, type EditorState, syncDraft } from "./actions";
import { type DraftForm, type FormField, formFields, formOf, means, readField } from "./draft-form";
import { sendChanges, without } from "./send-changes";

/** So long after the last key everything is saved. */
const quietMs = 700;
/** So often the page says that it is open and hears what others did. */
const syncMs = 4_000;

export type SaveStatus = "saved" | "typing" | "saving" | "failed";

/** The draft in one editor: what is typed, saved by itself, and kept in step with what others change. */
export function useDraft(slug: string, initial: EditorState) {
  const [state, setState] = useState(initial);
  const [form, setForm] = useState(() => formOf(initial.content));
  const [status, setStatus] = useState<SaveStatus>("saved");
  const [failure, setFailure] = useState<string | null>(null);
  const [errors, setErrors] = useState<Partial<Record<FormField, string>>>({});
  const [conflicts, setConflicts] = useState<EditorConflicts>({});
  const [editors, setEditors] = useState<DraftEditorView[]>([]);

  /** What changes between two renders, and what a save under way has to see as it is now. */
  const live = useRef({
    state: initial,
    form,
    /** What is not saved yet, with the revision in which the typing began. */
    touched: new Map<FormField, number>(),
    promptBefore: initial.content.systemPrompt,
    /** What somebody else changed too, until it is said which of the two stays. */
    clashing: new Set<FormField>(),
  });
  const saving = useRef<Promise<boolean> | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const focused = useRef<FormField | null>(null);

  /** Takes the draft as the server has it, except where somebody is typing here. */
  const adopt = useCallback((next: EditorState) => {
    const { current } = live;
    const theirs = formOf(next.content);
    const kept = { ...theirs };
    for (const field of formFields) {
      if (current.touched.has(field) || means(current.form, field, next.content)) copy(field, current.form, kept);
    }
    current.state = next;
    current.form = kept;
    setState(next);
    setForm(kept);
  }, []);

  const save = useCallback(async (): Promise<boolean> => {
    const { current } = live;
    const changes: Partial<Answering> = {};
    const sent = new Map<FormField, string>();
    const problems: Partial<Record<FormField, string>> = {};
    for (const field of current.touched.keys()) {
      if (current.clashing.has(field)) continue;
      const reading = readField(current.form, field);
      if ("problem" in reading) problems[field] = reading.problem;
      else Object.assign(changes, { [field]: reading.value });
      if ("value" in reading) sent.set(field, JSON.stringify(current.form[field]));
    }
    const base = { revision: current.state.revision, revisions: Object.fromEntries(current.touched) };
    const answer = await sendChanges(slug, { ...base, changes, promptBefore: current.promptBefore });
    if (answer === null) {
      setStatus("failed");
      setFailure("Not saved: you are offline. Your text is kept.");
      return false;
    }
    Object.assign(problems, answer.problems);
    for (const [field, value] of sent) {
      if (answer.conflicts[field]) current.clashing.add(field);
      if (answer.conflicts[field] || answer.problems[field] || !answer.state) continue;
      if (JSON.stringify(current.form[field]) === value) current.touched.delete(field);
      // Typed on meanwhile: the prompt from what was sent, which the server has merged with others' lines.
      else if (field === "systemPrompt") current.promptBefore = changes.systemPrompt ?? current.promptBefore;
      else current.touched.set(field, answer.state.revision);
    }
    setErrors(problems);
    setConflicts((before) => ({ ...without(before, [...sent.keys()]), ...answer.conflicts }));
    setFailure(answer.message);
    if (answer.state) adopt(answer.state);
    const stuck = [...current.touched.keys()].every((field) => problems[field] || current.clashing.has(field));
    setStatus(answer.message ? "failed" : current.touched.size === 0 ? "saved" : stuck ? "failed" : "typing");
    return current.touched.size === 0 && !answer.message;
  }, [slug, adopt]);

  /** Saves what is not saved yet; false when something of it could not be. */
  const flush = useCallback(async (): Promise<boolean> => {
    window.clearTimeout(timer.current);
    while (saving.current) await saving.current;
    if (live.current.touched.size === 0) return true;
    setStatus("saving");
    saving.current = save();
    try {
      return await saving.current;
    } finally {
      saving.current = null;
    }
  }, [save]);

  const change = useCallback(
    <F extends FormField>(field: F, value: DraftForm[F]) => {
      const { current } = live;
      if (field === "systemPrompt" && !current.touched.has(field))
        current.promptBefore = current.state.content.systemPrompt;
      current.form = { ...current.form, [field]: value };
      if (!current.touched.has(field)) current.touched.set(field, current.state.revision);
      setForm(current.form);
      setStatus("typing");
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(flush, quietMs);
    },
    [flush],
  );

  /** After a conflict: keeps what was typed here, or takes theirs. */
  const settle = useCallback(
    (field: FormField, choice: "mine" | "theirs") => {
      const { current } = live;
      setConflicts((before) => without(before, [field]));
      current.clashing.delete(field);
      if (choice === "mine") {
        current.touched.set(field, current.state.revision);
        current.promptBefore = current.state.content.systemPrompt;
        void flush();
        return;
      }
      current.touched.delete(field);
      adopt(current.state);
      setStatus(current.touched.size === 0 ? "saved" : "typing");
    },
    [adopt, flush],
  );

  /** The draft was replaced as a whole. */
  const replace = useCallback(
    (next: EditorState) => {
      live.current.touched.clear();
      live.current.clashing.clear();
      setErrors({});
      setConflicts({});
      setStatus("saved");
      adopt(next);
    },
    [adopt],
  );

  useEffect(() => {
    async function sync() {
      if (document.hidden) return;
      if (saving.current) return;
      const { state: known, touched } = live.current;
      const answer = await syncDraft(slug, null, { revision: known.revision, field: focused.current }).catch(
        () => null,
      );
      if (!answer?.ok) return;
      setEditors(answer.data.editors);
      // A save that began meanwhile brings something newer.
      if (answer.data.state && !saving.current && live.current.state.revision === known.revision)
        adopt(answer.data.state);
      if (touched.size > 0 && failedToReach.current) void flush();
    }
    void sync();
    const every = window.setInterval(sync, syncMs);
    document.addEventListener("visibilitychange", sync);
    return () => {
      window.clearInterval(every);
      document.removeEventListener("visibilitychange", sync);
    };
  }, [slug, adopt, flush]);

  const failedToReach = useRef(false);
  failedToReach.current = status === "failed" && failure !== null;

  useEffect(() => {
    function warn(event: BeforeUnloadEvent) {
      if (live.current.touched.size > 0) event.preventDefault();
    }
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);

  const focus = useCallback((field: FormField | null) => {
    focused.current = field;
  }, []);

  return { state, form, status, failure, errors, conflicts, editors, change, settle, flush, focus, replace };
}

export type Draft = ReturnType<typeof useDraft>;

function copy<F extends FormField>(field: F, from: DraftForm, to: DraftForm): void {
  to[field] = from[field];
}
