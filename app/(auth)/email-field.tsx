import type { ComponentProps } from "react";
import { TextField } from "@/components/ui/text-field";

export function EmailField(props: Partial<Omit<ComponentProps<typeof TextField>, "type">>) {
  return (
    <TextField
      large
      name="email"
      label="Email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      {...props}
      type="email"
    />
  );
}
