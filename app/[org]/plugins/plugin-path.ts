import type { Route } from "next";

/** The page of a plugin; ids of our own ones have a colon in them. */
export function pluginPath(slug: string, id: string): Route {
  return `/${slug}/plugins/${encodeURIComponent(id)}` as Route;
}

export function toolPath(slug: string, id: string, tool: string): Route {
  return `${pluginPath(slug, id)}/tools/${encodeURIComponent(tool)}` as Route;
}

export function callPath(slug: string, id: string): Route {
  return `/${slug}/plugins/calls/${id}` as Route;
}
