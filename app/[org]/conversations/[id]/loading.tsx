const widths = ["w-52", "w-40", "w-72 self-end", "w-44", "w-64 self-end"];

/** Still shapes where the messages will be; only when it takes longer than a moment. */
export default function LoadingThread() {
  return (
    <div role="status" className="skeleton flex min-h-0 flex-1 flex-col justify-end gap-3 bg-thread p-5">
      <span className="sr-only">Loading messages</span>
      {widths.map((width) => (
        <div key={width} data-bar="" className={`h-10 rounded-5! ${width}`} />
      ))}
    </div>
  );
}
