import type { ComponentProps } from "react";

/** Around the button that signs out: a plain form, for a full load of the next page, with or without JavaScript. */
export function SignOutForm(props: Omit<ComponentProps<"form">, "action" | "method">) {
  return <form {...props} action="/sign-out" method="post" />;
}
