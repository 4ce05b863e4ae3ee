// The few lines that a test framework comes down to here: tests register by name, run() runs them one after the other inside
// the extension host and reports each result to the rig as it falls. No framework, because the same bundle has to run on
// Electron's Node, on the remote server's Node and in the browser's worker, where there is no Node at all.

export interface Outcome {
  readonly name: string;
  readonly milliseconds: number;
  /** The error's stack when the test failed. */
  readonly failure?: string;
  /** What was measured, for whoever wants to know. */
  readonly note?: string;
}

/** What the rig tells the suite, as the first line of the script it hands to VS Code. */
interface Rig {
  readonly host: "web" | "remote" | "electron";
  readonly report: string;
  /** Only tests whose name holds this. */
  readonly only?: string;
}

declare global {
  var bartizanRig: Rig | undefined;
}

/** May give a note of what was measured. */
type Body = () => Promise<string | void>;

const tests: { readonly name: string; readonly body: Body }[] = [];
const perTest = 60_000;

export function test(name: string, body: Body): void {
  if (tests.some((other) => other.name === name)) throw new Error(`two tests are called "${name}"`);
  tests.push({ name, body });
}

export function rig(): Rig {
  if (globalThis.bartizanRig === undefined)
    throw new Error("this suite is started by the rig (test/vscode/run-suite.mjs)");
  return globalThis.bartizanRig;
}

export async function runTests(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const { name, body } of tests.filter((each) => each.name.includes(rig().only ?? ""))) {
    const started = Date.now();
    let note: string | undefined;
    const failure = await withinTime(body).then(
      (told) => {
        note = told ?? undefined;
      },
      (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    const outcome = {
      name,
      milliseconds: Date.now() - started,
      ...(failure !== undefined && { failure }),
      ...(note && { note }),
    };
    outcomes.push(outcome);
    await send({ outcome });
  }
  await send({ done: outcomes.length });
  const failed = outcomes.filter((outcome) => outcome.failure !== undefined);
  if (failed.length > 0) throw new Error(`${failed.length} of ${outcomes.length} tests failed`);
}

async function send(message: { outcome: Outcome } | { done: number }): Promise<void> {
  const response = await fetch(rig().report, { method: "POST", body: JSON.stringify(message) });
  if (!response.ok) throw new Error(`the rig answered ${response.status}`);
}

async function withinTime(body: Body): Promise<string | void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${perTest / 1000} s`)), perTest);
  });
  try {
    return await Promise.race([body(), late]);
  } finally {
    clearTimeout(timer);
  }
}

export function equal<T>(actual: T, expected: T, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right}, got ${left}`);
}

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what);
}

export function match(text: string, pattern: RegExp, what: string): void {
  if (!pattern.test(text)) throw new Error(`${what}: ${JSON.stringify(text)} does not match ${pattern}`);
}
