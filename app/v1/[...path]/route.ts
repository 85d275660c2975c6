export {
  notThere as DELETE,
  notThere as GET,
  notThere as PATCH,
  notThere as POST,
  notThere as PUT,
} from "@/lib/gateway/openai/not-offered";
