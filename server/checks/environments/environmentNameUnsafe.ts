// KS214: Environment name is not a safe workspace name
//
// Each environment is a Terraform workspace. Its name becomes an argument of commands, an environment variable, a folder of a local state,
// and a part of deploy tags and domains. A command, a file system or a shell interprets a name such as `--help`, `..`, `a/b` or `$(id)`
// differently. Therefore, plans, deploy tags and scaffolds refuse it.
//
// Use letters, digits, dashes, underscores and dots, and begin with a letter, a digit or an underscore. Kubestack's own names are
// `apps-prod`, `apps` and `ops`.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "gc0"
//     }
//     "$(id)" = {}
//   }
// }
// ```
//
// ## Fails for a name that looks like an option
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "gc0"
//     }
//     "--help" = {}
//     "ops\n"  = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps-prod = {
//       name_prefix = "gc0"
//     }
//     "eu.apps_2" = {}
//     ops         = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { quotedVisibly } from '../../../common/controlCharacters';
import { isWorkspaceName, workspaceNameRule } from '../../../common/environmentName';
import type { SourceRange } from '../../hcl/model';
import { namedEnvironments } from '../../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { keyRange } from '../../semantics/configurationRanges';
import type { Findings, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { mapPausing } from '../../scheduling/pausing';

export const environmentNameUnsafe: PlatformCheck = {
  code: 'KS214',
  title: 'Environment name is not a safe workspace name',
  level: 'error',
  scope: 'platform',
  run,
};

interface Use {
  readonly name: string;
  readonly call: ModuleCall;
  readonly range: SourceRange;
}

/** Each name is reported once, where it is first used; the other uses are related places. */
function* run(context: CheckContext): Findings {
  const uses = new Map<string, Use[]>();
  for (const use of yield* mapPausing(context.calls, call => unsafeNames(context, call))) {
    const others = uses.get(use.name);
    if (!others) uses.set(use.name, [use]);
    // A module that is called several times has its configuration in one place.
    else if (!others.some(({ range }) => isSameRange(range, use.range))) others.push(use);
  }
  for (const [name, [first, ...others]] of uses) {
    yield {
      range: first!.range,
      message: t(
        "{0} is not a safe name for a workspace, so it can't be planned or promoted. Use {1}.",
        quotedVisibly(name),
        workspaceNameRule(),
      ),
      ...(others.length > 0 && {
        related: others.map(({ call, range }) => ({ range, message: t('{0} of {1}', quotedVisibly(name), call.name) })),
      }),
    };
  }
}

const isSameRange = (one: SourceRange, other: SourceRange): boolean =>
  one.item === other.item && one.start === other.start;

function unsafeNames({ model, request }: CheckContext, call: ModuleCall): Use[] {
  const names = namedEnvironments(call, model).keys.filter(name => !isWorkspaceName(name));
  return names.flatMap(name => {
    const range = keyRange(request, call, name);
    return range ? [{ name, call, range }] : [];
  });
}
