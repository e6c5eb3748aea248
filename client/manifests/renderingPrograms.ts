/** Runs the programs that render manifests through client/processes, which requires a trusted workspace. */
import { availableParallelism, tmpdir } from 'node:os';
import { manifestDocuments } from '../../common/manifests/manifestYaml';
import type { RenderingHost } from '../../common/manifests/renderingHost';
import { providerTarget, renderingFiles } from '../../common/node/renderingFiles';
import { executableMessage } from '../plan/model/planMessages';
import { findExecutable } from '../plan/run/executable';
import { PlanStorage, type RunFolder } from '../plan/run/planStorage';
import { programOutput } from '../processes/programOutput';
import { requireTrust } from '../processes/trust';

/** Timeout of a whole rendering, in milliseconds. */
const RENDERING_TIMEOUT_MS = 5 * 60_000;

const storage = new PlanStorage();

export interface RenderingRequest {
  /** `kubestack.terraform.path` */
  readonly executable: string;
  /** Aborts running programs. */
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
}

/** @throws RestrictedModeError in Restricted Mode, before anything is written */
export function windowHost({ executable, signal, environment }: RenderingRequest): RenderingHost {
  requireTrust();
  const folders = new Map<string, RunFolder>();
  const limited = AbortSignal.any([signal, AbortSignal.timeout(RENDERING_TIMEOUT_MS)]);
  return {
    ...renderingFiles(tmpdir(), environment),
    // The next window removes the leftovers of a window that was killed.
    makeFolder: async () => {
      const folder = await storage.open();
      folders.set(folder.path, folder);
      return folder.path;
    },
    removeFolder: async path => folders.get(path)?.remove(),
    cores: availableParallelism(),
    target: providerTarget(process.platform, process.arch),
    terraformFor: async folder => {
      const found = await findExecutable({ setting: executable, folder, environment });
      return 'executable' in found ? { file: found.executable.path } : { problem: executableMessage(found.problem) };
    },
    run: async (file, parameters, { folder, variables }) => {
      const spec = { file, arguments: parameters, cwd: folder, environment: { ...variables } };
      const { exitCode, stdout, stderr } = await programOutput(spec, { signal: limited, guarded: true });
      return { exitCode, stdout: stdout.toString('utf8'), stderr };
    },
    parseYaml: manifestDocuments,
  };
}
