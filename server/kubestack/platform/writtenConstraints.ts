/** The version constraints of providers that a root module writes in `required_providers`. */
import { parseConstraint, type VersionConstraint } from '../../../common/versionConstraint';
import { literalKey } from '../../hcl/values/objectKey';
import type { SourceRange } from '../../hcl/model';
import type { Block, Expression } from '../../syntax/ast';
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
    requiredProviders(block).flatMap(({ name, version, source }): WrittenConstraint[] => {
      const text = literalText(version);
      const constraint = text === undefined ? undefined : parseConstraint(text);
      if (!version || text === undefined || !constraint) return [];
      const written = (source ?? `hashicorp/${name}`).split('/').slice(-2).join('/');
      return [{ name, source: written, text, constraint, range: rangeIn(item, version) }];
    }),
  );

interface RequiredProvider {
  readonly name: string;
  readonly version: Expression | undefined;
  readonly source: string | undefined;
}

/** The providers that a `terraform` block requires. */
export const requiredProviders = ({ body }: Block): RequiredProvider[] =>
  body
    .flatMap(entry => (entry.kind === 'block' && entry.type === 'required_providers' ? entry.body : []))
    .flatMap(entry => {
      if (entry.kind !== 'attribute') return [];
      const { name, value } = entry;
      const partOf = (key: string) =>
        value.kind === 'object' ? value.items.find(each => literalKey(each.key) === key)?.value : undefined;
      return [
        { name, version: value.kind === 'object' ? partOf('version') : value, source: literalText(partOf('source')) },
      ];
    });
