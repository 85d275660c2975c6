import { describe } from "vitest";
import { journeyTests } from "./journey-tests";

describe("on a job server that shuffles, repeats and delays, one customer message becomes one delivered reply", () =>
  journeyTests({ chaos: true }));
