import { test } from "vitest";
test.todo("is written next");
