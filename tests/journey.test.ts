import { describe } from "vitest";
import { journeyTests } from "./journey-tests";

describe("one customer message becomes one delivered reply", () => journeyTests({ chaos: false }));
