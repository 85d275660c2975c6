import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { buttonClass, type Look } from "./button";

/** A link that looks like a button. An address that is not ours (https://…) opens beside the panel. */
export function LinkButton({
  href,
  look,
  size,
  icon,
  className = "",
  children,
  ...rest
}: Omit<ComponentProps<"a">, "href" | "ref"> & Look & { href: string; icon?: ReactNode }) {
  const shape = `${buttonClass({ look, size })} ${className}`;
  if (/^https?:/.test(href) || rest.download !== undefined) {
    const beside = rest.download === undefined && { target: "_blank", rel: "noopener noreferrer" };
    return (
      <a {...beside} {...rest} href={href} className={shape}>
        {icon}
        {children}
      </a>
    );
  }
  return (
    <Link {...rest} href={href as Route} className={shape}>
      {icon}
      {children}
    </Link>
  );
}
