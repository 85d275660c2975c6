import { firstPartyPlugins } from "./first-party";
import type { FirstPartyPlugin } from "./first-party/first-party-plugin";
import { firstPartyPrefix } from "./schema";

export function firstPartyId({ name }: Pick<FirstPartyPlugin, "name">): string {
  return firstPartyPrefix + name;
}

export function findFirstParty(pluginId: string): FirstPartyPlugin | undefined {
  return firstPartyPlugins.find((plugin) => firstPartyId(plugin) === pluginId);
}
