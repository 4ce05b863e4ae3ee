// A reporter of Node's test runner that tells of each failed test by name, place and message, for the end of a long log.
import { relative } from "node:path";

const longest = 1_500;

/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* reportFailures(events) {
  for await (const { type, data } of events) {
    if (type !== "test:fail") continue;
    const { error } = data.details;
    if (error.failureType === "subtestsFailed") continue; // those are told themselves
    const reason = error.cause?.message ?? error.cause ?? error.message;
    const place = data.file ? ` (${relative(process.cwd(), data.file)}:${data.line})` : "";
    yield `FAILED  ${data.name}${place}\n${String(reason).trimEnd().slice(0, longest).replace(/^/gm, "        ")}\n`;
  }
}
