/** Measures the stages and the history of a long history: reading it with git, evaluating the policy, and listing what was applied. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Git } from '../../client/git/git';
import { historyCsv, historyMarkdown, historyRows } from '../../client/promotion/history';
import { readRepository } from '../../client/promotion/readRepository';
import { stagesOf } from '../../client/promotion/stages';
import { distributionOf } from './distribution';

export interface PromotionEffort {
  readonly commits: number;
  readonly tags: number;
  readonly rounds: number;
}

const environments = ['ops', 'apps', 'apps-prod'];

/** The times to beat, in milliseconds. */
const aim = 200;
const historyAim = 2_000;

/** Lines of a table. */
export async function promotionRows({ commits, tags, rounds }: PromotionEffort): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-bench-'));
  try {
    makeHistory(folder, commits, tags);
    const git = new Git(folder);
    const settings = { ordered: false, mainBranch: '', pattern: '', soakMinutes: 30 };
    const question = { git, platforms: [environments], folders: [''], pipelineFiles: [], settings, fetch: false };
    const [reading, deciding, listing]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now();
      const { facts, rules } = await readRepository(question);
      const read = performance.now();
      const stages = stagesOf({ facts, rules, pipelines: new Map(), now: Date.now() });
      if (stages[1]?.history.length !== tags / 2) throw new Error(`${stages[1]?.history.length} promotions to apps`);
      const decided = performance.now();
      deciding.push(decided - read);
      const history = stages.flatMap(stage => historyRows(stage, facts, new Map()));
      if (history.length !== commits + tags) throw new Error(`${history.length} changes`);
      historyMarkdown({ title: 'History', filter: '', rows: history });
      historyCsv(history);
      listing.push(performance.now() - decided);
      reading.push(read - begun);
    }
    const row = (label: string, values: readonly number[], limit: string): string => {
      const { p50, p95 } = distributionOf(values);
      return `  ${label.padEnd(34)} ${limit.padEnd(8)} ${p50.toFixed(0).padStart(6)} ms ${p95.toFixed(0).padStart(6)} ms`;
    };
    return [
      `Promotion: ${commits} commits, ${tags} tags`.padEnd(45) + '     p50       p95',
      row('reading with git', reading, ''),
      row('stages', deciding, `< ${aim} ms`),
      row('history as Markdown and CSV', listing, `< ${historyAim} ms`),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A branch on a remote, promoted regularly. */
function makeHistory(folder: string, commits: number, tags: number): void {
  const git = (parameters: readonly string[], input?: string): void => {
    execFileSync('git', parameters, {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  };
  git(['init', '--quiet', '--initial-branch=main']);
  git(['remote', 'add', 'origin', folder]);
  const start = Date.UTC(2020, 0, 1) / 1000;
  const who = (index: number): string => `Ada <ada@example.com> ${start + index * 600} +0000`;
  const lines: string[] = [];
  for (let index = 1; index <= commits; index++) {
    const subject = `Change ${index}`;
    lines.push(
      'commit refs/remotes/origin/main',
      `mark :${index}`,
      `committer ${who(index)}`,
      `data ${subject.length}`,
      subject,
    );
  }
  for (let index = 0; index < tags; index++) {
    const environment = index % 2 === 0 ? 'apps' : 'apps-prod';
    const commit = Math.max(1, Math.floor(((index + 1) / tags) * (commits - 10)));
    const day = new Date(Date.UTC(2020, 0, 1 + Math.floor(index / 20))).toISOString().slice(0, 10);
    const message = `Promote to ${environment}`;
    lines.push(
      `tag ${environment}-deploy-${day}-${index % 20}`,
      `from :${commit}`,
      `tagger ${who(commit)}`,
      `data ${message.length}`,
      message,
    );
  }
  git(['fast-import', '--quiet'], `${lines.join('\n')}\n`);
  git(['pack-refs', '--all']);
}
