import { CopyField } from "@/components/ui/copy-field";

const differences = [
  ["Who can write", "who joined", "everyone"],
  ["Lasts", "3 days", "for good"],
  ["Number", "shared", "your own"],
  ["Speed", "1 in 3 s", "80 in 1 s"],
  ["Templates", "3 fixed", "your own"],
  ["Address for messages", "with a key", "by number"],
] as const;

/** Twilio's shared number, for a first try without one's own. */
export function SandboxAside({ isSandbox }: { isSandbox: boolean }) {
  return (
    <section className="grid gap-3 border-line border-t pt-5">
      <div>
        <h2 className="font-semibold text-body">
          {isSandbox ? "You use the sandbox" : "No number yet? Use the sandbox"}
        </h2>
        <p className="text-ink-2 text-small">
          Enter its number in step 3. In Twilio’s console, under Messaging, Try it out, WhatsApp, stands your code. Each
          person sends <span className="font-mono">join</span> and the code to the number, and again every three days.
        </p>
      </div>
      <CopyField label="The sandbox’s number" value="+1 415 523 8886" />
      <table className="w-full text-meta leading-[1.125rem]">
        <thead>
          <tr className="*:py-1.5 *:text-left *:font-semibold">
            <td />
            <th scope="col">Sandbox</th>
            <th scope="col">Your number</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(([what, sandbox, own]) => (
            <tr key={what} className="border-line border-t *:py-1.5 *:pr-2 *:text-left *:font-normal">
              <th scope="row" className="text-ink-3">
                {what}
              </th>
              <td>{sandbox}</td>
              <td>{own}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
