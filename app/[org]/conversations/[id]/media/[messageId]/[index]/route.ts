import { z } from "zod";
import { requireMember } from "@/lib/auth/require-member";
import { getChannel } from "@/lib/channels/find-channel";
import { storedMedia } from "@/lib/conversations/schema";
import { AppError, notFound } from "@/lib/errors";
import { fetchMedia } from "@/lib/twilio/fetch-media";

/** What a browser may show in place. All else is handed over as a file. */
const shown = /^(image\/(jpeg|png|webp|gif)|audio\/[a-z0-9.+-]+|video\/(mp4|3gpp))$/;

const address = z.object({ id: z.uuid(), messageId: z.uuid(), index: z.coerce.number().int().min(0).max(20) });

/** One file of a message, for members only. It comes from Twilio through us; nobody is ever sent to Twilio or its CDN. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/[org]/conversations/[id]/media/[messageId]/[index]">,
) {
  const { org, ...rest } = await params;
  const { db, organization } = await requireMember(org, { permission: "read-conversations" });
  try {
    const { id, messageId, index } = address.parse(rest);
    const message = await db.message.findFirst({
      where: { id: messageId, conversationId: id, direction: "inbound" },
      select: { media: true, providerSid: true },
    });
    const stored = storedMedia.parse(message?.media)[index];
    const channel = await getChannel(organization.id);
    if (!stored || !message?.providerSid || !channel) throw notFound("file");
    const { bytes } = await fetchMedia(channel, { url: stored.url, messageSid: message.providerSid });
    return respond(request, bytes, stored.contentType, `${messageId.slice(-12)}-${index}`);
  } catch (error) {
    if (error instanceof z.ZodError) return new Response("There is no such file.", { status: 404 });
    if (error instanceof AppError) return new Response(error.message, { status: error.status });
    throw error;
  }
}

/** Browsers ask for sound and film in ranges; Safari plays nothing without. */
function respond(request: Request, bytes: Uint8Array<ArrayBuffer>, contentType: string, name: string): Response {
  const inline = shown.test(contentType);
  const headers = new Headers({
    "Content-Type": inline ? contentType : "application/octet-stream",
    "Content-Disposition": `${inline ? "inline" : "attachment"}; filename="${name}${extensions[contentType] ?? ""}"`,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
    "Accept-Ranges": "bytes",
  });
  const [, first, last] = /^bytes=(\d{1,12})-(\d{0,12})$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first === undefined) return new Response(bytes, { headers });
  const start = Number(first);
  const end = Math.min(last ? Number(last) : bytes.length - 1, bytes.length - 1);
  headers.set("Content-Range", start <= end ? `bytes ${start}-${end}/${bytes.length}` : `bytes */${bytes.length}`);
  if (start > end) return new Response(null, { status: 416, headers });
  return new Response(bytes.subarray(start, end + 1), { status: 206, headers });
}

const extensions: Record<string, string> = {
  "application/pdf": ".pdf",
  "application/msword": ".doc",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
  "audio/mpeg": ".mp3",
  "audio/ogg": ".ogg",
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "image/webp": ".webp",
  "text/vcard": ".vcf",
  "text/x-vcard": ".vcf",
  "video/mp4": ".mp4",
};
