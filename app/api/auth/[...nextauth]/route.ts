import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth";
import { visitorOf } from "@/lib/auth/visitor";
import { admitByVerifiedEmail } from "@/lib/organizations/accept-invitation";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

const handler = (request: NextRequest, context: Context) => {
  const admit = (email: string, name: string) => admitByVerifiedEmail(email, name, visitorOf(request.headers));
  return NextAuth(request, context, nextAuthOptions(admit));
};

export { handler as GET, handler as POST };
