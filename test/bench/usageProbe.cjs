// Loaded into the measured server before it starts: tells when asked what the process has used.
const { performance } = require('node:perf_hooks');

/** Longest turn of the event loop since `watch`, in milliseconds: by the clock, and computing. */
let longest = { clock: 0, processor: 0 };
let isWatching = false;

function watch() {
  longest = { clock: 0, processor: 0 };
  isWatching = true;
  let used = process.cpuUsage();
  let last = performance.now();
  const turn = () => {
    const { user, system } = process.cpuUsage(used);
    const clock = performance.now() - last;
    // Processor time is that of all threads, the compiler's and the collector's too: no turn has computed for longer than it took.
    const processor = Math.min(clock, (user + system) / 1000);
    longest = { clock: Math.max(longest.clock, clock), processor: Math.max(longest.processor, processor) };
    used = process.cpuUsage();
    last = performance.now();
    if (isWatching) setImmediate(turn);
  };
  setImmediate(turn);
}

process.on('message', async question => {
  if (question === 'watch') {
    watch();
    process.send?.({});
    return;
  }
  if (question === 'watched') {
    isWatching = false;
    process.send?.(longest);
    return;
  }
  const { user, system } = process.cpuUsage();
  const resident = process.memoryUsage.rss();
  // Collecting garbage costs time, so it is done only for who asks for memory. Free pages are given back a little later.
  if (question === 'memory') {
    globalThis.gc?.();
    await new Promise(resolve => setTimeout(resolve, 200));
    globalThis.gc?.();
  }
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ resident, residentAfterCollection: rss, heap: heapUsed, processorTime: (user + system) / 1000 });
});
// The probe must not keep the server alive.
process.channel?.unref();
