import { describe } from "vitest";
import { toolLoopTests } from "./tool-loop-tests";

describe("the assistant acts, whatever the job server does to the jobs", () => toolLoopTests({ chaos: true }));
