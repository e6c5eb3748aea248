/** Measures what reviewers wait for: the report of a large plan, and the objects of many overlays. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { PlatformOverlays } from '../../common/manifests/overlay';
import { renderPlatform } from '../../common/manifests/render';
import { providerTarget } from '../../common/node/renderingFiles';
import { commandLineHost } from '../../server/cli/renderingPrograms';
import { OVERLAY_FILES } from '../support/manifests/arbitraryOverlay';
import { builtProvider, PROVIDER_VERSION } from '../support/manifests/goTools';
import { median } from './distribution';
import { time } from './report';

const PLAN_BYTES = 50_000_000;
const OVERLAYS = 100;
const ROUNDS = 3;

/** Printed by the measured process at its end. */
const PROBE =
  "process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); process.stderr.write(JSON.stringify({ maxRSS, processor: (userCPUTime + systemCPUTime) / 1000 })); });";

export const REPORT_HEADER = [
  '| work | aim | elapsed | processor time | most memory |',
  '| --- | --- | --- | --- | --- |',
];

/** @param server path of the built server. @returns rows of a Markdown table */
export async function reportRows(server: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-bench-reports-'));
  try {
    const plan = join(folder, 'plan.json');
    writePlan(plan);
    const probe = join(folder, 'probe.cjs');
    const file = openSync(probe, 'w');
    writeSync(file, PROBE);
    closeSync(file);
    const runs: Used[] = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await reported(server, plan, probe, join(folder, 'report')));
    const megabytes = Math.round(statSync(plan).size / 1e6);
    const memory = Math.max(...runs.map(({ maxRSS }) => maxRSS)) / 1024;
    return [
      `| report of a plan of ${megabytes} MB | < 3 s, < 300 MB | ${time(median(runs.map(run => run.elapsed)))} | ${time(median(runs.map(run => run.processor)))} | ${memory.toFixed(0)} MB |`,
      ...(await overlayRow(folder)),
      ...(await providerRow(join(folder, 'initialized'))),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Used {
  elapsed: number;
  processor: number;
  /** In KB. */
  maxRSS: number;
}

function reported(server: string, plan: string, probe: string, output: string): Promise<Used> {
  const parameters = ['--require', probe, server, 'plan-report', plan, '--environment', 'ops'];
  const target = openSync(output, 'w');
  const start = performance.now();
  const child = spawn(process.execPath, parameters, { cwd: dirname(plan), stdio: ['ignore', target, 'pipe'] });
  closeSync(target);
  let stderrText = '';
  child.stderr?.on('data', chunk => (stderrText += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      if (code !== 0) return reject(new Error(stderrText));
      resolve({
        elapsed: performance.now() - start,
        ...(JSON.parse(stderrText.slice(stderrText.lastIndexOf('{'))) as Omit<Used, 'elapsed'>),
      });
    });
  });
}

/** Contains only changes, all of which are in the report, since everything else in a plan is skipped. */
function writePlan(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, '{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[');
  for (let written = 0, index = 0; written < PLAN_BYTES; index++)
    written += writeSync(file, `${index === 0 ? '' : ','}${JSON.stringify(changeNumber(index))}`);
  writeSync(file, '],"configuration":{"root_module":{}},"timestamp":"2026-01-02T03:04:05Z"}');
  closeSync(file);
}

function changeNumber(index: number): object {
  const side = (version: number): object => ({
    id: `i-${index}`,
    size: version,
    password: `secret-password-${index}-${version}`,
    tags: Object.fromEntries(Array.from({ length: 20 }, (_, tag) => [`tag_${tag}`, `value ${tag} of ${index}`])),
    ports: Array.from({ length: 20 }, (_, port) => ({ name: `port-${port}`, port: port * 10 + index, open: true })),
    text: 'y'.repeat(300),
  });
  return {
    address: `module.eks_gc0.module.cluster.aws_instance.node["${index}"]`,
    module_address: 'module.eks_gc0.module.cluster',
    ...{ mode: 'managed', type: 'aws_instance', name: 'node', index: String(index) },
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      ...{ actions: ['update'], before: side(0), after: side(1), after_unknown: { id: true } },
      ...{ before_sensitive: { password: true }, after_sensitive: { password: true } },
    },
  };
}

/** With the provider, as if `init` had installed it. @returns no row if no test has built it */
async function providerRow(folder: string): Promise<string[]> {
  const provider = builtProvider();
  if (provider === undefined) return [];
  const installed = `.terraform/providers/registry.terraform.io/kbst/kustomization/${PROVIDER_VERSION}`;
  mkdirSync(join(folder, installed), { recursive: true });
  symlinkSync(dirname(provider), join(folder, installed, providerTarget(process.platform, process.arch)));
  return overlayRow(folder);
}

/**
 * By the provider that the folder has; else by kustomize or kubectl, as many processes at once as there are cores.
 * @returns no row where the machine has none of them
 */
async function overlayRow(folder: string): Promise<string[]> {
  const overlays = Array.from({ length: OVERLAYS }, (_, index) => ({
    ...{ environment: 'ops', module: `module.service_${index}`, address: `module.service_${index}` },
    arguments: { resources: ['web.yaml'], name_prefix: `n${index}-` },
    ...{ files: ['web.yaml'], remote: [], problems: [] },
  }));
  const files = { 'web.yaml': Buffer.from(OVERLAY_FILES['m/web.yaml']!).toString('base64') };
  const platform: PlatformOverlays = { uri: 'file:///p', environments: ['ops'], overlays, files, sources: [] };
  const times: number[] = [];
  const own: number[] = [];
  let renderer: string | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const rendered = await renderPlatform(platform, { folder }, commandLineHost(process.env));
    ({ renderer } = rendered);
    if (renderer === undefined) return [];
    const failed = rendered.overlays.flatMap(({ problems }) => problems);
    if (failed.length > 0) throw new Error(failed[0]);
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    own.push((user + system) / 1000);
  }
  return [`| ${OVERLAYS} overlays by ${renderer} | < 3 s | ${time(median(times))} | ${time(median(own))} (own) | |`];
}
