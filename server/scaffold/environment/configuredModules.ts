/** Every module call of a platform with environments, also in modules that nothing calls. */
import { t } from '../../../common/localization';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import { literalText } from '../../kubestack/modules/literalText';
import { kindOfPath, parseModuleSource } from '../../kubestack/modules/moduleSource';
import { configurationTarget, ConfigurationEditor, TargetMap } from '../../refactoring/configurationTarget';
import { isWithin } from '../../workspace/uri';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import type { ScaffoldProgress } from '../progress';
import { findAttribute, type Declaration } from '../../workspace/declarations';

export interface ConfiguredModule {
  /** Label of the call. */
  readonly label: string;
  readonly declaration: Declaration;
  /** The base key argument; undefined if there is none. */
  readonly baseKeyInput: string | undefined;
  /** Location of the environments; undefined if the module's default is used. */
  readonly editor: ConfigurationEditor | undefined;
  /** The module's default environments. */
  readonly defaultEnvironments: readonly string[];
}

/**
 * Undefined after a problem: a configuration that is computed, or outside of the platform.
 * @param answer that the problem belongs to
 */
export function* configuredModules(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  answer: string,
): Generator<ScaffoldProgress, ConfiguredModule[] | undefined> {
  const modules: ConfiguredModule[] = [];
  const seen = new Set<Declaration>();
  const { calls } = platform;
  for (const call of calls) {
    const { declaration, module, name } = call;
    if (seen.has(declaration) || module.kind === 'other') continue;
    seen.add(declaration);
    yield { phase: 'modules', done: 0, total: calls.length };
    const isWritten = findAttribute(declaration.block, 'configuration') !== undefined;
    const target = configurationTarget(scaffoldContext.request, call);
    if (isWritten && (!target || !isOurs(scaffoldContext, target.item.uri)))
      return scaffoldContext.answers.refuse(
        answer,
        t('The configuration of {0} is not a literal object in this platform. Change it manually.', call.address),
      );
    modules.push({
      label: name,
      declaration,
      baseKeyInput: module.baseKeyInput,
      editor: target && new ConfigurationEditor(scaffoldContext.changes.draft, target),
      defaultEnvironments: module.configurationDefault ?? [],
    });
  }
  return [...modules, ...unboundModules(scaffoldContext, seen)];
}

/** An object with environments; several calls may share one. */
export interface SharedTarget {
  readonly editor: ConfigurationEditor;
  /** Of the calls. */
  readonly labels: readonly string[];
}

/** Without duplicates. */
export function sharedTargets(modules: readonly ConfiguredModule[]): SharedTarget[] {
  const sites = new TargetMap<{ editor: ConfigurationEditor; labels: string[] }>();
  for (const { editor, label } of modules) {
    const shared = editor && sites.get(editor.target);
    if (shared) shared.labels.push(label);
    else if (editor) sites.set(editor.target, { editor, labels: [label] });
  }
  return sites.values;
}

const isOurs = ({ changes }: ScaffoldContext, uri: string): boolean =>
  changes.pathOf(uri) !== undefined && !uri.endsWith('.json');

/** Service modules that were kept when their last call was removed. */
function unboundModules(scaffoldContext: ScaffoldContext, seen: ReadonlySet<Declaration>): ConfiguredModule[] {
  const { request, changes } = scaffoldContext;
  const modules = changes.uriOf('modules');
  const folders = [...request.model.workspace.allFolders()].filter(({ uri }) => isWithin(uri, modules));
  return folders
    .flatMap(folder => callsIn(folder, seen))
    .map(({ label, declaration }) => ({
      label,
      declaration,
      baseKeyInput: 'configuration_base_key',
      editor: new ConfigurationEditor(changes.draft, { item: declaration.item, path: ['configuration'] }),
      defaultEnvironments: [],
    }));
}

function callsIn(folder: ModuleFolder, seen: ReadonlySet<Declaration>): { label: string; declaration: Declaration }[] {
  return folder.namesInOrder('module').flatMap(label => {
    const declaration = folder.declaration('module', label);
    if (!declaration || seen.has(declaration)) return [];
    const source = literalText(findAttribute(declaration.block, 'source')?.value) ?? '';
    const { form } = parseModuleSource(source);
    // A platform's own copy of the framework is recognized by its paths.
    const isKubestack = form === 'framework' || form === 'catalog' || kindOfPath(source)?.kind === 'service';
    const isObject = findAttribute(declaration.block, 'configuration')?.value.kind === 'object';
    return isKubestack && isObject ? [{ label, declaration }] : [];
  });
}
