import Link from "next/link";
import { Wordmark } from "@/components/bell";
import { buttonClass } from "@/components/ui/button";

export default function NotFoundPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-[416px] content-center justify-items-start gap-4 p-5">
      <Wordmark />
      <h1 className="font-semibold text-title">There is no such page</h1>
      <p className="text-ink-2">
        The address may be mistyped, belong to an organisation that you are not a member of, or need another role there.
      </p>
      <Link href="/" className={buttonClass()}>
        To your front desk
      </Link>
    </main>
  );
}
