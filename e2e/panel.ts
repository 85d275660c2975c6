import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { expect } from "@playwright/test";

/**
 * Waits until the page's own scripts have taken over all that the server sent: a click or a key before that is lost, and on
 * a machine that is busy that takes a while. React marks the elements that it has taken over; what it then does in effects,
 * such as listening to keys, is done when the page has nothing left to do.
 */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector("script[src*='/_next/']")) return true; // a page of the simulator
    const controls = document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])");
    return [...controls].every((control) => Object.keys(control).some((key) => key.startsWith("__reactProps$")));
  });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** Makes `goto` and `reload` of a page wait until it has all that it streams and is alive. */
export function patient(page: Page): Page {
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  const waitAfter = async <T>(going: Promise<T>) => {
    const response = await going;
    await expect(page.locator(".skeleton")).toHaveCount(0);
    await alive(page);
    return response;
  };
  page.goto = (...to) => waitAfter(goto(...to));
  page.reload = (...options) => waitAfter(reload(...options));
  return page;
}

/** A page in a browser of its own: nobody is signed in there. */
export async function openPage(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  return patient(await (await browser.newContext(options)).newPage());
}

/** Waits until the page has all that it streams: its title, and nothing that still stands in for what is being read. */
export async function settled(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/\S/);
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await alive(page);
  // What still fades in has less contrast than it will have, and what slides in is not in its place.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
}

/** Looks at the settled page with axe. */
export async function expectNoViolations(page: Page): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  expect(found, new URL(page.url()).pathname).toEqual([]);
}

/** The number of the version that answers now, as the desk plate says it: other tests publish in the same stack. */
export async function liveVersion(page: Page): Promise<string> {
  const plate = page.getByRole("button", { name: /^Desk open/ });
  await expect(plate).toHaveText(/v\d+ answers/);
  return (await plate.textContent())?.match(/v(\d+) answers/)?.[1] ?? "";
}
