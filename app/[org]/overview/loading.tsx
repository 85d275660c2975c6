import { PageSkeleton } from "@/components/ui/skeleton";

export default function OverviewLoading() {
  return <PageSkeleton rows={4} />;
}
