/** A still grey shape in the place of what is being read; a fast page never shows it. Give it the size: `h-4 w-40`. */
export function Skeleton({ className = "" }: { className?: string }) {
  return (
    <span aria-hidden="true" className={`skeleton block ${className}`}>
      <span data-bar className="block size-full" />
    </span>
  );
}

/** The shape of a page while it is read: a header and some rows. For `loading.tsx`. */
export function PageSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" className="grid content-start">
      <span className="sr-only">The page is being read.</span>
      <div className="flex min-h-14 items-center border-line border-b px-4 md:px-6">
        <Skeleton className="h-5 w-36" />
      </div>
      <div className="grid max-w-[720px] gap-5 px-4 py-6 md:px-6">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the shapes never change
          <div key={row} className="grid gap-2">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3.5 w-4/5" />
          </div>
        ))}
      </div>
    </div>
  );
}
