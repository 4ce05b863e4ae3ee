// Loaded into a server before its own code (`node --require`): notes how long each turn of its event loop took, and what in it
// took the time, as V8's profiler and its garbage collector tell. Asked by turns.mjs over `process.send`, which needs a channel.
const inspector = require("node:inspector");
const { readFileSync } = require("node:fs");
const { PerformanceObserver, performance } = require("node:perf_hooks");

const LONG_MS = Number(process.env.BARTIZAN_TURN_MS ?? 10);
const isProfiling = process.env.BARTIZAN_TURN_PROFILE !== "0";
/** Microseconds between two samples of the profiler. */
const SAMPLING = 250;

const session = new inspector.Session();
session.connect();
let turns = [];
let collections = [];
const observer = new PerformanceObserver((list) => {
  for (const { startTime, duration, detail } of list.getEntries()) collections.push({ startTime, duration, kind: detail.kind });
});
observer.observe({ entryTypes: ["gc"] });

/** Nanoseconds that the main thread was on a processor; wall time where the system does not tell. */
const processorTime = () => {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ", 1)[0]) / 1e6;
  } catch {
    return performance.now();
  }
};

let last = performance.now();
let lastProcessor = processorTime();
(function watch() {
  const now = performance.now();
  const processor = processorTime();
  if (now - last > 0.5) turns.push({ start: last, end: now, processor: processor - lastProcessor });
  last = performance.now();
  lastProcessor = processorTime();
  setImmediate(watch).unref();
})();
// Keeps the loop turning, as far as the server lives.
setInterval(() => undefined, 1).unref();

const post = (method, parameters = {}) =>
  new Promise((resolve, reject) =>
    session.post(method, parameters, (error, result) => (error ? reject(new Error(error.message)) : resolve(result))),
  );

/** Microseconds of the profiler's clock when performance.now() was 0. */
const origin = Number(process.hrtime.bigint()) / 1000 - performance.now() * 1000;

process.on("message", async (message) => {
  if (message.turns === "start") {
    if (isProfiling) {
      await post("Profiler.enable");
      await post("Profiler.setSamplingInterval", { interval: SAMPLING });
      await post("Profiler.start");
    }
    turns = [];
    collections = [];
    last = performance.now();
    lastProcessor = processorTime();
    process.send({ turns: "started" });
  } else if (message.turns === "stop") {
    const seen = turns;
    await new Promise((done) => setTimeout(done, 20));
    const profile = isProfiling ? (await post("Profiler.stop")).profile : undefined;
    process.send({ turns: "stopped", seen: seen.map((turn) => described(turn, profile && samplesOf(profile))) });
  }
});

let read;
function samplesOf(profile) {
  if (read?.profile === profile) return read;
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  for (const node of profile.nodes) for (const child of node.children ?? []) nodes.get(child).parent = node;
  let at = profile.startTime - origin;
  const times = profile.timeDeltas.map((delta) => (at += delta) / 1000);
  read = { profile, nodes, times };
  return read;
}

function described({ start, end, processor }, samples) {
  const wall = end - start;
  const inside = collections.filter((each) => each.startTime >= start && each.startTime < end);
  const collected = inside.reduce((sum, { duration }) => sum + duration, 0);
  const path = samples && Math.max(wall, processor) > LONG_MS ? heldBy(samples, start, end) : undefined;
  return { wall, processor, collected, path };
}

/** The functions that a turn went by in, as a tree without what took less than a tenth of it; where one calls just one other, that one. */
function heldBy({ profile, nodes, times }, start, end) {
  const inclusive = new Map();
  let all = 0;
  for (let index = 0; index < times.length; index++) {
    if (times[index] < start || times[index] >= end) continue;
    const took = Math.min(profile.timeDeltas[index] / 1000, times[index] - start);
    all += took;
    for (let each = nodes.get(profile.samples[index]); each; each = each.parent)
      inclusive.set(each, (inclusive.get(each) ?? 0) + took);
  }
  const least = Math.max(1, all / 12);
  const within = (node) =>
    (node.children ?? [])
      .map((id) => nodes.get(id))
      .filter((child) => (inclusive.get(child) ?? 0) >= least)
      .sort((a, b) => inclusive.get(b) - inclusive.get(a));
  const told = (node) => {
    let at = node;
    const names = [];
    for (;;) {
      const { functionName, lineNumber } = at.callFrame;
      names.push(functionName || `:${lineNumber + 1}`);
      const inner = within(at);
      if (inner.length !== 1 || inclusive.get(inner[0]) < inclusive.get(at) * 0.7) break;
      at = inner[0];
    }
    return { name: names.slice(-3).join(" > "), took: inclusive.get(node), inner: within(at).map(told) };
  };
  return within(profile.nodes[0]).map(told);
}
