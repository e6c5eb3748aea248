// Loaded into the measured server before it starts: tells when asked what the process has used.
process.on('message', async question => {
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
