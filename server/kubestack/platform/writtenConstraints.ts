/** The version constraints of providers that a root module writes in `required_providers`. */
import { parseConstraint, type VersionConstraint } from '../../../common/versionConstraint';
import { literalKey } from '../../hcl/values/objectKey';
import type { SourceRange } from '../../hcl/model';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { literalText } from '../modules/literalText';
import { rangeIn } from '../modules/moduleCall';

export interface WrittenConstraint {
  /** The local name in `required_providers`. */
  readonly name: string;
  /** `hashicorp/aws`. */
  readonly source: string;
  readonly text: string;
  readonly constraint: VersionConstraint;
  readonly range: SourceRange;
}

/** Without those that are not constants, or not valid. */
export const writtenConstraints = (folder: ModuleFolder | undefined): WrittenConstraint[] =>
  (folder?.declarations('terraform', '') ?? []).flatMap(({ item, block }) =>
    block.body
      .flatMap(entry => (entry.kind === 'block' && entry.type === 'required_providers' ? entry.body : []))
      .flatMap((entry): WrittenConstraint[] => {
        if (entry.kind !== 'attribute') return [];
        const { name, value } = entry;
        const partOf = (key: string) =>
          value.kind === 'object' ? value.items.find(each => literalKey(each.key) === key)?.value : undefined;
        const version = value.kind === 'object' ? partOf('version') : value;
        const text = literalText(version);
        const constraint = text === undefined ? undefined : parseConstraint(text);
        if (!version || text === undefined || !constraint) return [];
        const source = (literalText(partOf('source')) ?? `hashicorp/${name}`).split('/').slice(-2).join('/');
        return [{ name, source, text, constraint, range: rangeIn(item, version) }];
      }),
  );
