/** `kubestack-language-server mcp`: serves the tools for coding agents, on the saved files of some folders. */
import { now } from '../../common/now';
import { reviewOf } from '../review/review';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { pagesAsset, type ReadAsset } from '../../common/assets';
import { localizable, t } from '../../common/localization';
import { failureText } from '../../common/failureText';
import { isWithin } from '../../common/within';
import type { GitReader } from '../../common/promotion/gitReader';
import { repositoryRefs } from '../../common/promotion/repositoryRefs';
import { addIgnored } from '../cli/compareCommand';
import { groupedObjectChanges, type GroupedObjectChanges } from '../../common/manifests/groupedObjectChanges';
import type { RenderingHost } from '../../common/manifests/renderingHost';
import { compareManifests } from '../cli/manifestsCommand';
import { commandLineHost } from '../cli/renderingPrograms';
import { frameworkClone, withFramework, type LocalFramework } from '../cli/frameworkClone';
import { ownRepository } from '../../common/node/git/ownRepository';
import { RevisionError } from '../../common/node/git/revisionError';
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import { gitReader } from '../cli/gitReader';
import { givenTree } from '../cli/givenTree';
import { helpText, type Help } from '../cli/helpText';
import { printedLines } from '../cli/printedText';
import { readArguments, UsageError } from '../cli/readArguments';
import { nearestSettings } from '../cli/settingsFile';
import type { Terminal } from '../cli/terminal';
import { sideContext } from '../comparison/sideContext';
import { forecasterIn } from '../forecast/forecaster';
import { localeOf, useLanguage } from '../language';
import type { RequestContext } from '../semantics/requestContext';
import { openSession, type Session } from '../session';
import { INSTRUCTIONS } from '../scaffold/platform/agentRules';
import { forAgent, ToolError, type ComparedRevisions, type ToolHost } from '../tools/tool';
import { callTool, modelDescription, TOOLS } from '../tools/toolTable';
import { lifecycleIn } from '../kubestack/lifecycle/readLifecycle';
import { filesWithin } from '../node/filesWithin';
import { nodeRuntime, today } from '../node/nodeRuntime';
import { fsPathOf, parentOf, resolvePath, uriOfPath } from '../workspace/uri';
import { runCooperatively } from '../scheduling/runCooperatively';
import type { CallControl, ServedTools } from './protocolServer';
import { CachedSettings } from './cachedSettings';
import { SavedFiles } from './savedFiles';

declare const KUBESTACK_VERSION: string | undefined;

const HELP: Help = {
  usage: ['mcp [--root PATH]... [--framework FOLDER] [--manifests] [--instructions]'],
  introduction: [
    localizable(
      'Serves facts about Kubestack platforms to coding agents over the Model Context Protocol, on standard input and output. Writes no files, opens no network connection, and runs only git on existing objects (see --manifests).',
    ),
  ],
  sections: [
    {
      title: localizable('Options:'),
      entries: [
        [
          '--root PATH',
          localizable('folder that may be read (default: the current folder); can be given several times'),
        ],
        [
          '--framework FOLDER',
          localizable(
            'a clone of the framework, for modules that are not installed (default: the environment variable KUBESTACK_FRAMEWORK_CLONE)',
          ),
        ],
        [
          '--manifests',
          localizable(
            'allow kubestack_compare to run kustomize, kubectl or terraform to render manifests, on a private copy of the files and without network',
          ),
        ],
        ['--instructions', localizable('print instructions for agents, in English')],
        ['--help', localizable('print this help')],
      ],
    },
  ],
};

/**
 * Serves until standard input ends.
 * @param args those after `mcp`
 * @param assets folder with the bundles and the data files
 * @returns the exit status if it can't serve
 */
export async function runMcp(args: readonly string[], assets: string, terminal: Terminal): Promise<number | undefined> {
  const options = {
    root: { type: 'string', multiple: true },
    framework: { type: 'string' },
    manifests: { type: 'boolean' },
    instructions: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { readAsset } = nodeRuntime(assets);
  useLanguage(localeOf(terminal.env ?? {}), readAsset);
  try {
    const { values } = readArguments({ args: [...args], options });
    if (values.help) terminal.stdout.write(helpText(HELP));
    else if (values.instructions) terminal.stdout.write(INSTRUCTIONS);
    else {
      const roots = (values.root ?? ['.']).map(path => realFolder(path, terminal.cwd()));
      // What agents read is English.
      useLanguage(undefined, readAsset);
      const framework = frameworkClone(values.framework, terminal);
      await serve(roots, assets, terminal, {
        framework,
        rendering: values.manifests ? commandLineHost(terminal.env ?? {}) : undefined,
      });
      return undefined;
    }
    return 0;
  } catch (error) {
    terminal.stderr.write(
      printedLines([...(error as Error).message.split('\n'), t('See kubestack-language-server mcp --help.')]),
    );
    return 2;
  }
}

/** Roots are stored as real paths, so that replacing a link later has no effect. */
function realFolder(path: string, currentFolder: string): string {
  const absolute = resolve(currentFolder, path);
  const uri = uriOfPath(absolute);
  if (filesWithin(uri).kind(uri) !== 'folder') throw new UsageError(t('{0} is not a folder.', path));
  return realpathSync.native(absolute);
}

async function serve(
  roots: readonly string[],
  assets: string,
  terminal: Terminal,
  { framework, rendering }: { framework: LocalFramework | undefined; rendering: RenderingHost | undefined },
): Promise<void> {
  const log = (error: unknown): void =>
    void terminal.stderr.write(
      printedLines(
        [error instanceof Error ? (error.stack ?? error.message) : String(error)].flatMap(text => text.split('\n')),
      ),
    );
  const hostFor = hostsOf(roots, assets, log, rendering);
  const pages = pagesIn(nodeRuntime(assets).readAsset);
  const served: ServedTools = {
    version: typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development',
    instructions: INSTRUCTIONS,
    tools: TOOLS.map(tool => ({ ...tool, description: modelDescription(tool) })),
    call: (name, input, control) =>
      withFramework(framework, frameworkAt => callTool({ ...hostFor(control), frameworkAt }, name, input, log)),
    diagnostics: [...pages].map(([code, text]) => ({ code, title: titleOf(text) })),
    diagnosticPage: code => pages.get(code),
    failed: log,
  };
  const { serveOverStdio } = await import('./protocolServer');
  serveOverStdio(served);
}

/** Pages by code. */
function pagesIn(readAsset: ReadAsset): ReadonlyMap<string, string> {
  const pages = JSON.parse(new TextDecoder().decode(readAsset(pagesAsset(undefined)))) as Record<string, string>;
  return new Map(Object.entries(pages));
}

const titleOf = (page: string): string => /^#\s*(?:KS\d{3}:\s*)?(.*)$/m.exec(page)?.[1] ?? '';

/** Returns a function for the host of a call. */
function hostsOf(
  roots: readonly string[],
  assets: string,
  log: (error: unknown) => void,
  rendering: RenderingHost | undefined,
): (control: CallControl) => ToolHost {
  const uris = roots.map(uriOfPath);
  const saved = new SavedFiles(roots);
  const session = openSession(nodeRuntime(assets), uris, {
    failed: (what, error) => log(failureText(what, error)),
  });
  const kept = new CachedSettings();
  const lifecycle = lifecycleIn(nodeRuntime(assets).readAsset, today);
  /** Calls run one after the other, so that an answer is computed from one state of the files. */
  let last: Promise<unknown> = Promise.resolve();
  const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  const current = async (uri: string): Promise<RequestContext> => {
    const changed = saved.changes();
    if (changed.length > 0) session.filesChanged(changed);
    await session.indexer.done();
    return { ...contextOf(session, uri, uris, kept), lifecycle: lifecycle() };
  };
  const forecaster = forecasterIn(nodeRuntime(assets).readAsset);
  return ({ signal, progress }) => ({
    roots: () => uris,
    compute: (uri, work) =>
      oneAtATime(async () => {
        const isNeeded = (): boolean => {
          progress();
          return !signal.aborted;
        };
        const done = isNeeded() ? await runCooperatively(work(await current(uri)), 'asked', isNeeded) : undefined;
        if (!done) throw new ToolError('The call was cancelled.');
        return done.result;
      }),
    revisions: (uri, base, head) =>
      oneAtATime(async () => {
        const reader = gitReader(fsPathOf(uri), { signal });
        const sides = await comparedRevisions(await current(uri), uris, uri, { reader, base, head });
        const objects = async (host: RenderingHost): Promise<GroupedObjectChanges> => {
          const { overlays = { before: [], after: [] } } = now(reviewOf({ ...sides, forecaster }, ['overlays']));
          return groupedObjectChanges(await compareManifests(overlays, { uri, fetches: false, host }));
        };
        return { ...sides, objects: rendering && (() => objects(rendering)) };
      }),
    refs: async (uri, setting) => {
      try {
        const git = gitReader(fsPathOf(uri), { signal });
        await ownRepository(git);
        return await repositoryRefs(git, setting);
      } catch (error) {
        if (error instanceof RevisionError) throw new ToolError(error.message);
        throw error;
      }
    },
    forecaster,
  });
}

function contextOf({ model }: Session, uri: string, roots: readonly string[], kept: CachedSettings): RequestContext {
  const top = roots.find(root => isWithin(uri, root)) ?? roots[0]!;
  const folder = model.workspace.fileSystem.kind(uri) === 'folder' ? uri : parentOf(uri);
  const start = isWithin(folder, top) && !model.workspace.fileSystem.isOutside(folder) ? folder : top;
  try {
    const settings = kept.same(nearestSettings(fsPathOf(start), fsPathOf(top), path => path));
    return forAgent({
      model,
      settings,
      client: { markdown: false, servedByOtherExtension: () => false, clientUri: each => each },
    });
  } catch (error) {
    if (error instanceof UsageError) throw new ToolError(`The settings can't be read. ${error.message}`);
    throw error;
  }
}

/** In a repository that is larger than a root, only files in the root are read. */
async function comparedRevisions(
  current: RequestContext,
  roots: readonly string[],
  uri: string,
  { reader, base, head }: { reader: GitReader; base: string; head: string | undefined },
): Promise<ComparedRevisions> {
  const rootUri = roots.find(root => isWithin(uri, root))!;
  try {
    const repository = await RevisionRepository.around(reader, fsPathOf(rootUri));
    const [from, to] = await repository.named(head === undefined ? [base] : [base, head]);
    const top = uriOfPath(repository.folder);
    const files = givenTree(await repository.tree(from));
    if (to === undefined) await addIgnored(files, repository, current.model.workspace.fileSystem, top);
    return {
      before: await sideContext(current, top, files),
      after: to === undefined ? current : await sideContext(current, top, givenTree(await repository.tree(to))),
      uri,
      changedFiles: (await repository.changedPaths(from, to)).map(path => resolvePath(top, `./${path}`)),
    };
  } catch (error) {
    if (error instanceof RevisionError) throw new ToolError(error.message);
    throw error;
  }
}
