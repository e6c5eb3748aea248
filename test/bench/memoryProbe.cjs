// Loaded into the measured server before it starts: tells its memory when asked, before and after a collection.
process.on('message', () => {
  const resident = process.memoryUsage.rss();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ resident, residentAfterCollection: rss, heap: heapUsed, external });
});
// The probe must not keep the server alive.
process.channel?.unref();
