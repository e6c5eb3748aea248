/** `npm run judge -- --effects N`: what changes of attributes replace, with and without following what the attributes reach. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { now } from '../../../common/now';
import { AttributeEffects } from '../../../server/forecast/attributeEffect';
import { reachOfAttributes } from '../../../server/forecast/attributeReach';
import { loadFacts } from '../../../server/forecast/resourceFacts';
import { nodeRuntime } from '../../../server/node/nodeRuntime';
import { callsInFile } from '../../../server/semantics/moduleCalls';
import type { RequestContext } from '../../../server/semantics/requestContext';
import { DEFAULT_SETTINGS } from '../../../server/semantics/settings';
import { openSession } from '../../../server/session';
import { assetsFolder } from '../../fuzz/inProcessServer';
import { TemporaryFolder } from '../server/temporaryFolder';
import type { CaseFiles } from './forecastCase';
import { FrameworkCorpus, randomFrom } from './frameworkCorpus';
import type { FactsFile } from './stubSchema';

const LOCAL_CALL = /module "([\w-]+)" \{([^]*?)source\s*= "\.\/framework\/([\w/-]+)"/g;
const EVERYTHING = new Set(['']);

/** @returns the exit code */
export async function judgeEffects(count: number, seed: number): Promise<number> {
  const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'];
  if (clone === undefined || clone === '')
    throw new Error('KUBESTACK_FRAMEWORK_CLONE has to name a clone of the framework.');
  const json = JSON.parse(readFileSync(join(__dirname, '../../../data/resources.json'), 'utf8')) as FactsFile;
  const facts = loadFacts(json);
  const corpus = new FrameworkCorpus(clone, json);
  const totals = { attributes: 0, replacing: 0, differences: 0 };
  for (let index = 0; index < count; index++) {
    const { title, before, after } = corpus.case(randomFrom(seed * 100_000 + index), index);
    for (const files of [before, after]) {
      const folder = new TemporaryFolder(installed(files));
      const request = await requestFor(folder.path);
      for (const call of callsInFile(request, folder.uri('clusters.tf')))
        for (const [environment, { attributes }] of request.model.effectiveConfiguration(call).environments) {
          const effects = new AttributeEffects(request, call, environment, facts);
          const complete = new AttributeEffects(request, call, environment, facts, (...side) =>
            reachOfAttributes(...side)?.map(each => ({ ...each, all: EVERYTHING, replacing: EVERYTHING })),
          );
          for (const { path, value } of attributes) {
            const [found, expected] = [effects, complete].map(each => JSON.stringify(now(each.of(path, value))));
            totals.attributes++;
            if (expected !== undefined) totals.replacing++;
            if (found === expected) continue;
            totals.differences++;
            console.log(`${title}: ${call.name} ${path.join('.')}: ${String(found)} instead of ${String(expected)}`);
          }
        }
      folder.delete();
    }
  }
  const { attributes, replacing, differences } = totals;
  console.log(`${attributes} attributes, ${replacing} that replace a resource, ${differences} differences`);
  return differences === 0 && replacing > 0 ? 0 : 1;
}

/** The modules as `init` installs them, so that the calls name the framework. */
function installed(files: CaseFiles): Record<string, string> {
  const modules = [{ Key: '', Source: '', Dir: '.' }];
  const source = (path: string): string => `github.com/kbst/terraform-kubestack//${path}?ref=v0.19.2-beta.0`;
  const text = files['clusters.tf']!.replace(LOCAL_CALL, (_, name: string, between: string, path: string) => {
    modules.push({ Key: name, Source: `git::https://${source(path)}`, Dir: `framework/${path}` });
    return `module "${name}" {${between}source = "${source(path)}"`;
  });
  return { ...files, 'clusters.tf': text, '.terraform/modules/modules.json': JSON.stringify({ Modules: modules }) };
}

async function requestFor(folder: string): Promise<RequestContext> {
  const session = openSession(nodeRuntime(assetsFolder()), [pathToFileURL(folder).href]);
  await session.whenRead();
  const client = { markdown: true, servedByOtherExtension: () => false, clientUri: (uri: string) => uri };
  return { model: session.model, settings: DEFAULT_SETTINGS, client };
}
