import { describe } from "vitest";
import { toolLoopTests } from "./tool-loop-tests";

describe("the assistant acts", () => toolLoopTests({ chaos: false }));
