/**
 * Shows that a long step is under way: its name, the seconds gone, and how it ended.
 *
 * @template T
 * @param {string} name such as "Building the app"
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>} what the work returns; its error is passed on
 */
export async function step(name, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const terminal = process.stdout.isTTY;
  if (terminal) process.stdout.write(`  … ${name}`);
  const timer = setInterval(
    () => process.stdout.write(terminal ? `\r  … ${name} (${seconds()})` : `  … ${name} (${seconds()})\n`),
    terminal ? 1_000 : 15_000,
  );
  const finish = (/** @type {string} */ sign) => {
    clearInterval(timer);
    process.stdout.write(`${terminal ? "\r\u001b[K" : ""}  ${sign} ${name} (${seconds()})\n`);
  };
  try {
    const result = await work();
    finish("✓");
    return result;
  } catch (error) {
    finish("✗");
    throw error;
  }
}
