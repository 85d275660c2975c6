"use client";

import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

/** A link to more of a list that opens itself once it is scrolled into view; without JavaScript it is a link. */
export function LoadWhenSeen({ href, children }: { href: Route; children: ReactNode }) {
  const link = useRef<HTMLAnchorElement>(null);
  const router = useRouter();
  useEffect(() => {
    if (!link.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) router.replace(href, { scroll: false });
    });
    observer.observe(link.current);
    return () => observer.disconnect();
  }, [href, router]);
  return (
    <p className="p-3 text-center text-small">
      <Link ref={link} href={href} replace scroll={false} prefetch={false} className="link">
        {children}
      </Link>
    </p>
  );
}
