interface Chosen {
  enabledPluginIds: string[];
  enabledTools: Record<string, string[]>;
}

/** The choice with other tools of one plugin: a plugin of which nothing is chosen is not enabled. */
export function chooseTools({ enabledPluginIds, enabledTools }: Chosen, pluginId: string, names: string[]): Chosen {
  const { [pluginId]: _, ...others } = enabledTools;
  if (names.length === 0)
    return { enabledPluginIds: enabledPluginIds.filter((id) => id !== pluginId), enabledTools: others };
  return {
    enabledPluginIds: enabledPluginIds.includes(pluginId) ? enabledPluginIds : [...enabledPluginIds, pluginId],
    enabledTools: { ...enabledTools, [pluginId]: names },
  };
}
