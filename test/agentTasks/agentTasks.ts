/**
 * `npm run agent-tasks [-- --server PATH]`: plays the tasks of coding agents on the built server, or on another build, and prints for each the
 * calls, the tokens of the answers, the diffs that Git refused, and whether the result is right. Terraform judges those on `multi-cloud`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Player } from './player';
import { AGENT_TASKS } from './tasks';

const { values } = parseArgs({ options: { server: { type: 'string', default: 'dist/server.js' } } });

async function main(): Promise<number> {
  console.log('| task | calls | tokens | refused diffs | right |\n| --- | --- | --- | --- | --- |');
  let wrong = 0;
  for (const { title, platform, play } of AGENT_TASKS) {
    const player = await Player.start(platform, resolve(values.server));
    try {
      const isRight = await play(player);
      const { calls, bytes, refused } = player.cost;
      if (!isRight || refused > 0) wrong++;
      console.log(`| ${title} | ${calls} | ${Math.round(bytes / 4)} | ${refused} | ${isRight ? 'yes' : 'no'} |`);
    } finally {
      await player.stop();
    }
  }
  return wrong === 0 ? 0 : 1;
}

main().then(
  code => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
