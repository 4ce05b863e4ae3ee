// The clocks that tell on Node whether a parse takes too long: a busy machine is no reason to give one up, nor are other threads.

export const NODE_CLOCKS: readonly (() => number)[] = [
  () => performance.now(),
  () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
];
