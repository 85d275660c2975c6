import type { Metadata, Route } from "next";
import { DeskFront } from "@/app/(auth)/desk-front";
import { LinkButton } from "@/components/ui/link-button";
import { slugSchema } from "@/lib/organizations/schema";

export const metadata: Metadata = { title: "Not authorised" };

/** An authorisation came back that nobody waits for: used, too old, somebody else's, or made up. */
export default async function NotEndedPage({ searchParams }: PageProps<"/oauth/not-ended">) {
  const organization = slugSchema.safeParse((await searchParams).organization).data;
  return (
    <DeskFront
      title="This authorisation is over"
      lead="It was used already, a newer one was begun since, or somebody else began it. Nothing was changed. Begin it again on the plugin’s page."
    >
      {organization ? (
        <LinkButton href={`/${organization}/plugins` as Route} size="large">
          To the plugins
        </LinkButton>
      ) : (
        <LinkButton href="/" size="large">
          To Frontdesk
        </LinkButton>
      )}
    </DeskFront>
  );
}
