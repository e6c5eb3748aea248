// Loaded into the measured server before it starts: how long it computes without a break. What a busy machine or helping threads of the
// garbage collector add is left out: a stretch is the smaller one of its time by the clock and its processor time.
let watching = false;
let longest = 0;
let total = 0;
let clock = 0;
let used = 0;

function begin() {
  longest = 0;
  total = 0;
  clock = performance.now();
  used = processorTime();
}

function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function turn() {
  const [now, processor] = [performance.now(), processorTime()];
  const stretch = Math.min(now - clock, processor - used);
  [clock, used] = [now, processor];
  longest = Math.max(longest, stretch);
  // A turn in which nothing happens is none.
  if (stretch > 0.2) total += stretch;
  if (watching) setImmediate(turn);
}

process.on('message', question => {
  // Not all processor time: watching the turns takes some as well.
  if (question === 'used') process.send?.({ used: total });
  if (question !== 'begin' && question !== 'end') return;
  if (question === 'end') turn();
  const answer = { longest, total };
  begin();
  const wasWatching = watching;
  watching = question === 'begin';
  if (watching && !wasWatching) setImmediate(turn);
  process.send?.(answer);
});
process.channel?.unref();
