"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState, useSyncExternalStore } from "react";
import { TextField } from "@/components/ui/text-field";

/** A password, hidden until its owner wants to see it. */
export function PasswordField({
  name = "password",
  label = "Password",
  ...rest
}: Omit<ComponentProps<typeof TextField>, "name" | "label" | "type"> & { name?: string; label?: string }) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <TextField
      large
      {...rest}
      name={name}
      label={label}
      type={shown ? "text" : "password"}
      required
      trailing={
        useHydrated() && (
          <button
            type="button"
            aria-label={shown ? "Hide password" : "Show password"}
            onClick={() => setShown(!shown)}
            className="-mr-1 grid size-8 place-items-center rounded-2 text-ink-3 hover:text-ink"
          >
            <Icon aria-hidden="true" className="size-4" />
          </button>
        )
      }
    />
  );
}

/** A control that needs JavaScript is not there before JavaScript is. */
function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
