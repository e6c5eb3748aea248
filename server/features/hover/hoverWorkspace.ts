/** Hover on `terraform.workspace`: its value in each environment. */
import { t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { describePlatform } from '../../kubestack/platform/platform';
import { parentOf } from '../../workspace/uri';
import { hoveredCall } from './hoverCalls';
import { codeSpan, markdownName, markdownTable } from '../../../common/markdown';
import type { RequestContext } from '../../semantics/requestContext';
import { paragraphs } from '../markdown';

export function workspaceHover(request: RequestContext, calls: readonly ModuleCall[]): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  return workspaceText(hovered.environments, hovered.effective.baseKey);
}

/**
 * Outside of Kubestack module calls, for example in a local, the environments are the platform's.
 * @param uri of the document
 */
export function platformWorkspaceHover(request: RequestContext, uri: string): string | undefined {
  const root = request.model.tree.instancesOf(parentOf(uri))[0]?.root;
  const platform = root && describePlatform(root, request.model, request.settings.environments);
  return platform && workspaceText(platform.environments, platform.baseEnvironment);
}

function workspaceText(environments: readonly string[], baseKey: string): string {
  const parts = [
    t('**terraform.workspace** · the planned environment'),
    environments.length > 0
      ? markdownTable(
          [t('Environment'), t('Value')],
          environments.map(name => [markdownName(name), codeSpan(`"${name}"`)]),
        )
      : undefined,
    t(
      'Evaluated for the environment being planned, even in values inherited from {0}. In a key of `configuration`, it is the selected workspace.',
      codeSpan(baseKey),
    ),
  ];
  return paragraphs(parts);
}
